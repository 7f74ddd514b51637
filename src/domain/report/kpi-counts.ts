import type { Measure } from '../plan/plan.ts';
import type { Figure } from './figure.ts';
import { evaluate, namesIn, parseExpression, summands, type Expression } from './expression.ts';
import { failuresBehind } from './counts-behind.ts';

type Ratio = Extract<Measure, { kind: 'ratio' }>;

/** The two counts behind a rate. */
export interface RateCounts {
  readonly events: number;
  readonly of: number;
  /** True where they were worked out from a printed rate. */
  readonly about: boolean;
}

interface Sides {
  readonly events: Expression;
  readonly of: Expression;
}

/** Both sides of a ratio as expressions; `null` where one can't be read. */
export function ratioSides(measure: Ratio): Sides | null {
  const events = parseExpression(measure.numerator);
  const of = parseExpression(measure.denominator);
  return typeof events === 'string' || typeof of === 'string' ? null : { events, of };
}

/** The counts of a rate from the figures; a name that is missing is an answer too. */
export function rateCounts(
  measure: Ratio,
  figures: ReadonlyMap<string, Figure>,
  stated: Figure | undefined,
): RateCounts | { readonly missing: readonly string[] } {
  const sides = ratioSides(measure);
  if (sides === null) return { missing: [measure.numerator, measure.denominator] };
  const valueOf = (name: string): number | null => figures.get(name)?.value ?? null;
  const events = evaluate(sides.events, valueOf);
  const of = evaluate(sides.of, valueOf);
  const names = [...new Set([...namesIn(sides.events), ...namesIn(sides.of)])];
  const about = names.some((name) => figures.get(name)?.origin === 'worked out');
  if (events !== null && of !== null) return { events, of, about };
  if (stated?.counts !== undefined && stated.counts !== null) return { ...stated.counts, about: false };
  const behind = behindStated(sides, figures, stated);
  if (behind !== null) return behind;
  return { missing: names.filter((name) => valueOf(name) === null) };
}

/** "17.8%" with 2,299 successes stands for about 498 of 2,797. */
function behindStated(
  sides: Sides,
  figures: ReadonlyMap<string, Figure>,
  stated: Figure | undefined,
): RateCounts | null {
  const name = restOf(sides);
  const successes = name === null ? null : (figures.get(name)?.value ?? null);
  if (stated?.unit !== 'share' || stated.value === null || successes === null) return null;
  const behind = failuresBehind(stated.value, stated.decimals ?? 1, successes);
  if (behind === null) return null;
  const events = Math.round((behind.low + behind.high) / 2);
  return { events, of: successes + events, about: true };
}

/** What is added to the failures in "failures / (successes + failures)"; `null` for any other ratio. */
function restOf({ events, of }: Sides): string | null {
  const parts = summands(of) ?? [];
  if (events.kind !== 'name' || parts.length !== 2 || !parts.includes(events.name)) return null;
  return parts.find((name) => name !== events.name) ?? null;
}
