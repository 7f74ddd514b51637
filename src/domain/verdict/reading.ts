import type { Limit } from '../plan/limit.ts';
import type { MoreNeeded } from '../stats/more-needed.ts';
import type { Breach } from '../plan/plan.ts';
import type { EpochMs, Window } from '../time/time.ts';

/** The thirteen states of a reading. Only `met` is green. */
export type ReadingState =
  | 'met'
  | 'close'
  | 'over'
  | 'over-not-certain'
  | 'broke-earlier'
  | 'not-enough-data'
  | 'no-traffic'
  | 'no-data'
  | 'stale'
  | 'source-error'
  | 'no-limit'
  | 'not-asked'
  | 'watched';

/** The tag a person reads for each state. */
export const readingTags: Readonly<Record<ReadingState, string>> = {
  met: 'Met',
  close: 'Close',
  over: 'Over limit',
  'over-not-certain': 'Over, not certain',
  'broke-earlier': 'Broke earlier',
  'not-enough-data': 'Not enough data',
  'no-traffic': 'No traffic',
  'no-data': 'No data',
  stale: 'Stale',
  'source-error': 'Source error',
  'no-limit': 'No limit',
  'not-asked': 'Not asked',
  watched: 'Watched only',
};

/** What a value counts in. `share` is 0..1; `ms` a duration; `count` a whole number. */
export type ValueUnit = 'share' | 'ms' | 'count' | 'ratio';

/** The counts behind a share, or the size of the sample behind another value. */
interface Counts {
  /** Events of interest (failures, slow requests); `null` where only the size is known. */
  readonly events: number | null;
  /** Requests, attempts or people; `null` for a bare count. */
  readonly of: number | null;
  /** Buckets with a value out of those the window holds. */
  readonly measured: number;
  readonly expected: number;
}

/** What was known of a criterion before its source stopped: shown with its time, and never judged. */
interface LastKnown {
  /** The last value, in the reading's unit; `null` where none can be given. */
  readonly value: number | null;
  /** End of the newest good bucket. */
  readonly at: EpochMs;
}

/** When and how badly a limit was worst in this stage. */
interface Worst {
  readonly value: number;
  readonly window: Window;
}

/** A criterion's value, counts, range and state at a time. */
export interface Reading {
  readonly criterion: string;
  readonly label: string;
  readonly group: 'rollback' | 'success' | 'people' | 'watched';
  readonly breach: Breach;
  readonly state: ReadingState;
  readonly unit: ValueUnit;
  readonly value: number | null;
  /** For a windowed count: the newest window. */
  readonly latest: number | null;
  readonly limit: Limit | null;
  readonly counts: Counts;
  /** Likely range of the value, 95 %; `null` where none can be given. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly worst: Worst | null;
  readonly more: MoreNeeded | null;
  readonly window: Window;
  /** End of the newest complete bucket used. */
  readonly judgedThrough: EpochMs | null;
  /** Ids of the signals it was judged from. */
  readonly signals: readonly string[];
  readonly source: string;
  /** Why it is in this state, with the numbers, in one sentence. */
  readonly evidence: string;
  /** Evidence against the limit in natural logs of the e-process (running maximum); `null` for deterministic rules. */
  readonly logEvidence: number | null;
  /** What a relative criterion was compared with; `null` for an absolute limit. */
  readonly comparedWith: Comparison | null;
  /** Per status class, where it is judged class by class. */
  readonly parts: readonly ReadingPart[];
  /** For a row that can't be judged: its last good value and time; `null` for any other, or where there was none. */
  readonly last: LastKnown | null;
  /** Who accepted it as it is, and why; `null` when nobody did or when it has got worse since. */
  readonly accepted: { readonly by: string; readonly at: EpochMs; readonly reason: string } | null;
}

/** What a relative criterion was compared with, so that the choice can be seen. */
interface Comparison {
  /** "the old path at the same time", "Stage C", "the same hours a week before launch". */
  readonly with: string;
  readonly value: number | null;
  readonly events: number | null;
  readonly of: number | null;
  readonly window: Window;
}

/** One class of a criterion that is judged class by class. */
export interface ReadingPart {
  readonly key: string;
  readonly state: ReadingState;
  readonly value: number | null;
  readonly events: number;
  readonly of: number;
  readonly against: { readonly events: number; readonly of: number };
}

/** A reading the verdict depends on: neither watched by choice nor answered by people. */
export function isRequired(reading: Reading): boolean {
  return reading.group === 'rollback' || reading.group === 'success';
}
