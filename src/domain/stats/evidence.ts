import type { MoreNeeded } from './more-needed.ts';
import type { Range } from './exact-binomial.ts';

/** What the evidence about one criterion comes to, whatever it was bet on. */
export interface Evidence {
  /** Running maximum of the evidence against the limit, natural log. */
  readonly logBadMax: number;
  /** Evidence against the limit as it stands now. */
  readonly logBad: number;
  /** Evidence that the limit is met, natural log. */
  readonly logMet: number;
  readonly broken: boolean;
  /** It is broken, and what is seen now still speaks against the limit; what broke earlier and is over does not. */
  readonly stillBroken: boolean;
  readonly met: boolean;
  /** Evidence for Met has fallen by less than half since it would have been enough: what is met stays so. */
  readonly staysMet: boolean;
  /** 95 %: valid at every look while live; exact at the planned end. `null` where none can be given. */
  readonly range: Range | null;
  readonly more: MoreNeeded | null;
}

/** How a criterion's error is spent. */
export interface Levels {
  readonly alpha: number;
  readonly alphaMet: number;
  /** M: criteria alpha is shared over. */
  readonly sharedOver: number;
  /** Buckets the stage is planned to last; `null` without a length. */
  readonly plannedBuckets: number | null;
  /** How many of the buckets lie before the planned end, once it is reached: what the one exact look sees. */
  readonly lookAt: number | null;
}

/** Log-evidence at which a limit counts as broken and as met, and the levels of the exact look. */
export interface Thresholds {
  readonly bad: number;
  readonly met: number;
  readonly lookBad: number;
  readonly lookMet: number;
  /** Evidence at one in ten: what is below it no longer speaks against the limit (§7). */
  readonly still: number;
}

/** With a planned end both alphas are split between the live engine and the exact look; without one the engine has all (§2.3). */
export function thresholdsOf({ alpha, alphaMet, sharedOver, plannedBuckets }: Levels): Thresholds {
  const split = plannedBuckets === null ? 1 : 2;
  return {
    bad: Math.log((split * sharedOver) / alpha),
    met: Math.log(split / alphaMet),
    lookBad: alpha / (2 * sharedOver),
    lookMet: alphaMet / 2,
    still: Math.log(sharedOver / 0.1),
  };
}

/** What the live evidence and the exact look at the planned end come to. */
export function decide(input: {
  readonly engine: { readonly logMax: number; readonly logE: number };
  readonly logMet: number;
  readonly at: Thresholds;
  /** `false` before the look is due. */
  readonly brokenAtEnd: boolean;
  readonly metAtEnd: boolean;
}): Omit<Evidence, 'range' | 'more'> {
  const { engine, logMet, at } = input;
  const broken = engine.logMax >= at.bad || input.brokenAtEnd;
  return {
    logBadMax: engine.logMax,
    logBad: engine.logE,
    logMet,
    broken,
    stillBroken: broken && engine.logE >= at.still,
    met: !broken && (logMet >= at.met || input.metAtEnd),
    staysMet: !broken && logMet >= at.met - Math.LN2,
  };
}

/** Sum of the first `until` values of a column. */
export function sumOf(column: Float64Array, until: number = column.length): number {
  let sum = 0;
  for (let i = 0; i < until; i++) sum += column[i] ?? 0;
  return sum;
}
