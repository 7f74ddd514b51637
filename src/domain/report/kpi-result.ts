import { isUpper, keeps, sayLimit, type Limit } from '../plan/limit.ts';
import type { Kpi } from '../plan/plan.ts';
import { clopperPearson, upperLimit, type Range } from '../stats/exact-binomial.ts';
import type { ValueUnit } from '../verdict/reading.ts';
import { sayCount, sayRange, sayShare, sayValue } from '../verdict/say-value.ts';
import { sayName, type Figure } from './figure.ts';
import { possibleRange } from './identities.ts';
import { rateCounts, ratioSides } from './kpi-counts.ts';
import { namesIn } from './expression.ts';

/** Whether a KPI keeps its target: only `met` is good news, and it is earned. */
type KpiState = 'met' | 'not met' | 'cannot say' | 'no target' | 'no value';

/** A KPI at one check-in. */
export interface KpiResult {
  readonly kpi: string;
  readonly state: KpiState;
  readonly unit: ValueUnit;
  readonly value: number | null;
  /** The counts behind a rate. */
  readonly events: number | null;
  readonly of: number | null;
  /** True where the counts were worked out from a printed rate. */
  readonly about: boolean;
  /** Exact 95 % interval of a rate (Clopper–Pearson); `null` for what is no sample. */
  readonly range: Range | null;
  /** What the rate may be at most and at least when whatever is unaccounted for went one way or the other. */
  readonly possible: Range | null;
  /** "5.7% (27 of 472, likely 3.8% to 8.2%)". */
  readonly said: string;
  /** Why it is in this state, in one sentence. */
  readonly why: string;
}

/** One look at a planned date: the bound of each side at 95 % (statistics, M6). */
const alpha = 0.05;

/** Judges one KPI from the figures of a check-in. */
export function kpiResult(
  kpi: Kpi,
  figures: ReadonlyMap<string, Figure>,
  identities: readonly string[],
): KpiResult {
  const stated = figures.get(kpi.id);
  const { measure } = kpi;
  if (measure?.kind !== 'ratio') return singleResult(kpi, figures, stated);
  const counts = rateCounts(measure, figures, stated);
  if (!('missing' in counts)) return rateResult(kpi, counts, figures, identities);
  return stated === undefined || stated.value === null
    ? without(kpi, `No number for ${counts.missing.map(sayName).join(' and ')}.`)
    : plainResult(kpi, stated, aloneDoubt);
}

const aloneDoubt = 'It is known as a rate alone, without the counts behind it.';

function singleResult(kpi: Kpi, figures: ReadonlyMap<string, Figure>, stated: Figure | undefined): KpiResult {
  const name = kpi.measure !== null && 'signal' in kpi.measure ? kpi.measure.signal : null;
  const known = (name === null ? undefined : figures.get(name)) ?? stated;
  if (known === undefined || known.value === null)
    return without(kpi, known?.problem ?? 'Nobody has entered a number, and no signal is bound to it.');
  if (known.counts !== null) return rateResult(kpi, { ...known.counts, about: false }, figures, []);
  return plainResult(kpi, known, known.unit === 'share' ? aloneDoubt : null);
}

function without(kpi: Kpi, why: string): KpiResult {
  return {
    kpi: kpi.id,
    state: 'no value',
    unit: kpi.measure?.kind === 'ratio' ? 'share' : 'count',
    value: null,
    events: null,
    of: null,
    about: false,
    range: null,
    possible: null,
    said: 'Not measured',
    why,
  };
}

function rateResult(
  kpi: Kpi,
  counts: { readonly events: number; readonly of: number; readonly about: boolean },
  figures: ReadonlyMap<string, Figure>,
  identities: readonly string[],
): KpiResult {
  const events = Math.round(counts.events);
  const of = Math.round(counts.of);
  if (of === 0) return without(kpi, 'There was nothing to count.');
  if (of < 0 || events < 0 || events > of)
    return without(kpi, `${sayCount(events)} of ${sayCount(of)} is no share.`);
  const value = events / of;
  const range = clopperPearson(events, of);
  const possible = counts.about ? null : possibleRange(kpi, figures, identities);
  const approx = counts.about ? 'about ' : '';
  const said = `${sayShare(value)} (${approx}${sayCount(events)} of ${sayCount(of)}, ${sayRange(range, 'share')})`;
  const drawn = { unit: 'share', value, events, of, about: counts.about, range, possible, said } as const;
  return { kpi: kpi.id, ...drawn, ...rateState(kpi, { events, of, value, possible }, figures) };
}

function rateState(
  { target, measure }: Kpi,
  rate: {
    readonly events: number;
    readonly of: number;
    readonly value: number;
    readonly possible: Range | null;
  },
  figures: ReadonlyMap<string, Figure>,
): Pick<KpiResult, 'state' | 'why'> {
  const { events, of, value, possible } = rate;
  if (target === null) return noTarget;
  if (target.unit !== '%')
    return { state: 'cannot say', why: `Its target is ${sayLimit(target)}, and this is a rate.` };
  const goal = `Target: ${sayLimit(target)}.`;
  const short = shortOf(measure, figures);
  if (short !== null) return { state: 'cannot say', why: `${goal} ${short}` };
  const chance = atEnds(target, {
    low: 1 - upperLimit(of - events, of, alpha),
    high: upperLimit(events, of, alpha),
  });
  const rest = atEnds(target, possible ?? { low: value, high: value });
  if (chance.worst && rest.worst) return { state: 'met', why: goal };
  if (!chance.best && !rest.best) return { state: 'not met', why: goal };
  if (rest.worst !== rest.best)
    return { state: 'cannot say', why: `${goal} What is not accounted for could put it on either side.` };
  const side = keeps(target, value) ? 'inside' : 'short of';
  const why = `${goal} It is ${side} the target as measured, but ${sayCount(of)} are too few to be certain.`;
  return { state: 'cannot say', why };
}

/** Whether the target is kept at the worse and at the better end of a range. */
function atEnds(target: Limit, range: Range): { readonly worst: boolean; readonly best: boolean } {
  const ends = [keeps(target, range.low), keeps(target, range.high)];
  const [best = false, worst = false] = isUpper(target) ? ends : ends.toReversed();
  return { worst, best };
}

const noTarget = { state: 'no target', why: 'The plan sets no target for it.' } as const;

/** What a rate's own figures lack. */
function shortOf(measure: Kpi['measure'], figures: ReadonlyMap<string, Figure>): string | null {
  const sides = measure?.kind === 'ratio' ? ratioSides(measure) : null;
  if (sides === null) return null;
  const names = [...namesIn(sides.events), ...namesIn(sides.of)];
  return names.map((name) => figures.get(name)?.problem ?? null).find((one) => one !== null) ?? null;
}

/** A number that is no sample: a count over the whole window, an average, or a rate without its counts. */
function plainResult(kpi: Kpi, known: Figure, doubt: string | null): KpiResult {
  const value = known.value ?? 0;
  const drawn = {
    kpi: kpi.id,
    unit: known.unit,
    value,
    events: known.counts?.events ?? null,
    of: known.counts?.of ?? null,
    about: false,
    range: null,
    possible: null,
    said: sayValue(value, known.unit),
  };
  const { target } = kpi;
  if (target === null) return { ...drawn, ...noTarget };
  const goal = `Target: ${sayLimit(target)}.`;
  const reason = unitDoubt(target, known) ?? doubt ?? countDoubt(target, known, value);
  if (reason !== null) return { ...drawn, state: 'cannot say', why: `${goal} ${reason}` };
  return { ...drawn, state: keeps(target, value) ? 'met' : 'not met', why: goal };
}

function unitDoubt(target: Limit, known: Figure): string | null {
  const unit = target.unit === '%' ? 'share' : target.unit;
  return unit === known.unit ? null : 'The number is in another unit than the target.';
}

/** A count that may be too low proves only what more of it could not undo. */
function countDoubt(target: Limit, known: Figure, value: number): string | null {
  if (known.problem === null) return null;
  const stays =
    known.unit === 'count' && isUpper(target) !== keeps(target, value) && target.comparator !== '=';
  return stays ? null : known.problem;
}
