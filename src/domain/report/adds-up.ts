import type { Plan } from '../plan/plan.ts';
import { sayCount, sayShare } from '../verdict/say-value.ts';
import { sayName, type Figure } from './figure.ts';
import { checkIdentity, gapOf, type IdentityResult } from './identities.ts';
import { ratioSides } from './kpi-counts.ts';
import { namesIn } from './expression.ts';

/** Do the numbers add up? What the plan states, what its rates imply, and what the gaps would mean. */
export function addsUp(plan: Plan, figures: ReadonlyMap<string, Figure>): readonly IdentityResult[] {
  const stated = plan.identities.map((text) => checkIdentity(text, figures));
  return [
    ...stated,
    ...impliedRates(plan, figures),
    ...ifTheRestFailed(plan, figures),
    ...saidNotToBe(figures),
  ];
}

/** A rate somebody stated must be what its counts give; a part is at most the whole. */
function impliedRates(plan: Plan, figures: ReadonlyMap<string, Figure>): readonly IdentityResult[] {
  return plan.kpis.flatMap((kpi) => {
    if (kpi.measure?.kind !== 'ratio' || figures.get(kpi.id)?.unit !== 'share') return [];
    const { numerator, denominator } = kpi.measure;
    const sides = ratioSides(kpi.measure);
    const names = sides === null ? [] : [...namesIn(sides.events), ...namesIn(sides.of)];
    // What was worked out from the rate would agree with it whatever it is.
    if (!names.every((name) => isKnown(figures.get(name)))) return [];
    const text = `${kpi.id} = ${inBrackets(numerator)} / ${inBrackets(denominator)}`;
    return plan.identities.some((one) => squash(one) === squash(text)) ? [] : [checkIdentity(text, figures)];
  });
}

function isKnown(one: Figure | undefined): boolean {
  return one !== undefined && one.value !== null && one.origin !== 'worked out';
}

function inBrackets(text: string): string {
  return /[-+*/]\s/.test(text) ? `(${text})` : text;
}

function squash(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** "If the 45 also failed: 72 of 517 = 13.9%." */
function ifTheRestFailed(plan: Plan, figures: ReadonlyMap<string, Figure>): readonly IdentityResult[] {
  const rates = plan.kpis.flatMap(({ label, measure }) =>
    measure?.kind === 'ratio' ? [{ label, failed: measure.numerator.trim() }] : [],
  );
  return plan.identities.flatMap((identity) =>
    rates.flatMap(({ label, failed }): readonly IdentityResult[] => {
      const found = gapOf(identity, failed, figures);
      const events = figures.get(failed)?.value ?? null;
      if (found === null || found.gap <= 0 || events === null) return [];
      const { gap, of } = found;
      const all = events + gap;
      return [
        {
          text: `If the ${sayCount(gap)} unaccounted for are all ${sayName(failed)}`,
          result: 'cannot say',
          said: `${sayCount(all)} of ${sayCount(of)} = ${sayShare(all / of)}; if none is, ${sayCount(events)} of ${sayCount(of)} = ${sayShare(events / of)}. ${label} lies between.`,
        },
      ];
    }),
  );
}

/** "Confirmations sent (no confirmation currently): 2,299" says two things at once. */
function saidNotToBe(figures: ReadonlyMap<string, Figure>): readonly IdentityResult[] {
  return [...figures.values()].flatMap(({ name, value, source }): readonly IdentityResult[] => {
    const none = /\bno [\w ]{2,40}? currently\b|\bnot (?:yet )?(?:sent|live|available)\b/i.exec(source)?.[0];
    if (none === undefined || value === null || value === 0) return [];
    const said = `${sayCount(value)} ${sayName(name)}, but the plan says "${none}". Both can't be true.`;
    return [{ text: `${sayName(name)} as the plan words it`, result: 'not true', said }];
  });
}
