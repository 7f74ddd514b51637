import { logAdd } from './log-sum.ts';
import { multiples } from './share-bets.ts';
import { lateMass, startWeight } from './sequential-engine.ts';

/** A finite past: how many events it had in how many trials (or how much exposure). */
export interface PastCounts {
  readonly events: number;
  readonly trials: number;
}

/** Start points are rationed: each costs a logarithm per alternative and bucket (design §6). */
const mostStarts = 64;

/** Growth between start points where no length is planned. */
const growth = 1.2;

interface StartPoint {
  /** Bucket it begins with, 1-based. */
  readonly at: number;
  readonly weight: number;
}

/** The engine against a finite past baseline (M2h), bucket by bucket. Changed in place. */
export interface PastState {
  step: number;
  events: number;
  trials: number;
  readonly past: PastCounts;
  readonly tolerated: number;
  readonly starts: readonly StartPoint[];
  /** Events and trials seen before each start point that has begun. */
  readonly before: { readonly events: number; readonly trials: number; readonly weight: number }[];
  logE: number;
  logMax: number;
}

/** The start points of a stage of `planned` buckets and the prior mass of each: ½ on the first bucket (statistics §2.1). */
export function startPoints(planned: number | null): readonly StartPoint[] {
  if (planned === null) return openEnded();
  const spaced = Math.min(mostStarts - 2, planned - 1);
  const late = lateMass(planned);
  const later = Array.from({ length: spaced }, (_, i) => ({
    at: 2 + Math.floor((i * (planned - 1)) / spaced),
    weight: late / spaced,
  }));
  return [{ at: 1, weight: 0.95 - late }, ...later, { at: planned + 1, weight: 0.05 }];
}

/** Without an end the mass ½/(j(j−1)) of a run of buckets, gathered on its first, telescopes. */
function openEnded(): readonly StartPoint[] {
  const starts: StartPoint[] = [{ at: 1, weight: startWeight(1, null) }];
  for (let at = 2; starts.length < mostStarts;) {
    const next = Math.max(at + 1, Math.ceil(at * growth));
    starts.push({ at, weight: 0.5 / (at - 1) - 0.5 / (next - 1) });
    at = next;
  }
  return starts;
}

/** An engine that has seen nothing of the stage: E = 1. */
export function startPast(past: PastCounts, tolerated: number, planned: number | null): PastState {
  return {
    step: 0,
    events: 0,
    trials: 0,
    past,
    tolerated,
    starts: startPoints(planned),
    before: [],
    logE: 0,
    logMax: 0,
  };
}

/** One more bucket of the stage. */
export function stepPast(state: PastState, events: number, trials: number): void {
  state.step += 1;
  const begins = state.starts[state.before.length];
  if (begins !== undefined && begins.at === state.step)
    state.before.push({ events: state.events, trials: state.trials, weight: begins.weight });
  state.events += events;
  state.trials += trials;
  // Trials without an event can only lower the evidence: its maximum need not be looked for there.
  if (events > 0) settlePast(state);
}

/** Computes log E after the newest bucket. */
export function settlePast(state: PastState): void {
  const { before, past, tolerated } = state;
  let started = 0;
  let high = -Infinity;
  let sum = 0;
  for (const start of before) {
    started += start.weight;
    const events = state.events - start.events;
    const log = Math.log(start.weight) + mixture(events, state.trials - start.trials, past, tolerated);
    // A running log-sum: rescaled only when a larger term appears.
    if (log <= high) sum += Math.exp(log - high);
    else {
      sum = sum * Math.exp(high - log) + 1;
      high = log;
    }
  }
  const left = Math.max(0, 1 - started);
  state.logE = logAdd(Math.log(left), high + Math.log(sum));
  if (state.logE > state.logMax) state.logMax = state.logE;
}

/**
 * Log-likelihood ratio that the rate since a start point is r times `tolerated` times the past rate, mixed over r
 * (statistics §3.2). The past is never taken as known: its own chance is in the ratio. The exponent's "+1" keeps it
 * careful for a past of fixed length; that it holds at every look is simulated there, not proved.
 */
export function pastRatio(seen: PastCounts, past: PastCounts, tolerated: number): number {
  return mixture(seen.events, seen.trials, past, tolerated);
}

const logMultiples = multiples.map((multiple) => Math.log(multiple));

function mixture(events: number, trials: number, past: PastCounts, tolerated: number): number {
  const exponent = past.events + 1 + events;
  const scaled = tolerated * trials;
  const base = past.trials + scaled;
  let sum = 0;
  let high = -Infinity;
  for (let k = 0; k < multiples.length; k++) {
    const fit = Math.log(base / (past.trials + (multiples[k] ?? 1) * scaled));
    const log = events * (logMultiples[k] ?? 0) + exponent * fit;
    if (log <= high) sum += Math.exp(log - high);
    else {
      sum = sum * Math.exp(high - log) + 1;
      high = log;
    }
  }
  return high + Math.log(sum / multiples.length);
}

/** Rate ratios below the margin for showing that the rate has not risen. */
const metRatios = [0, 0.25, 0.5, 0.8] as const;

/**
 * Log-evidence for "the rate is below `margin` times the past rate", over the whole stage. Here the "+1" would favour
 * Met, so it is left out.
 */
export function pastMet(seen: PastCounts, past: PastCounts, margin: number): number {
  const exponent = past.events + seen.events;
  const base = Math.log(past.trials + margin * seen.trials);
  return metRatios.reduce((sum, ratio) => {
    if (ratio === 0 && seen.events > 0) return sum;
    const events = seen.events === 0 ? 0 : seen.events * Math.log(ratio);
    const log = events + exponent * (base - Math.log(past.trials + ratio * margin * seen.trials));
    return logAdd(sum, log - Math.log(metRatios.length));
  }, -Infinity);
}
