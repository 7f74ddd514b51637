import type { EpochMs } from '../time/time.ts';
import type { Mixture } from './mixture.ts';
import type { Reading } from './reading.ts';
import type { TrafficReading } from './traffic-reading.ts';

/** Stage verdicts, worst first, then the states of a stage's life that replace them. */
export type VerdictState =
  | 'roll-back'
  | 'off-plan'
  | 'blind'
  | 'traffic'
  | 'over'
  | 'no-limit'
  | 'thin'
  | 'people'
  | 'watching'
  | 'ready'
  | 'not-started'
  | 'starting'
  | 'off-by-plan'
  | 'rolling-back'
  | 'rolled-back'
  | 'advanced'
  | 'complete';

/** The word a person reads. One to five words; never only a colour. */
export const verdictWords: Readonly<Record<VerdictState, string>> = {
  'roll-back': 'Roll back',
  'off-plan': "Hold: toggle doesn't match",
  blind: "Can't tell",
  traffic: "Hold: traffic doesn't match",
  over: 'Hold: over a limit',
  'no-limit': 'Hold: limit missing',
  thin: 'Hold: not enough data',
  people: 'Hold: a check is missing',
  watching: 'Keep watching',
  ready: 'Ready to advance',
  'not-started': 'Not started',
  starting: 'Starting',
  'off-by-plan': 'Off by plan',
  'rolling-back': 'Rolling back',
  'rolled-back': 'Rolled back',
  advanced: 'Advanced',
  complete: 'Complete',
};

/** The tag of a verdict that is worse than Advanced though it was decided to advance. */
export const advanceDecided = 'Advance decided';

/** One thing that is wrong (or right): a verdict state with its sentences. */
export interface Cause {
  readonly state: VerdictState;
  readonly reason: string;
  readonly evidence: string;
  readonly next: string;
  /** The criterion or source it is about; `null` for the stage as a whole. */
  readonly about: string | null;
}

/** A roll-back limit that broke in this run. It stays until someone reviews it, whatever the data do next. */
export interface Latch {
  readonly criterion: string;
  /** When it was first judged broken. */
  readonly since: EpochMs;
  readonly reason: string;
  readonly evidence: string;
}

/** What a stage's verdict is, and why. */
export interface Verdict extends Cause {
  readonly word: string;
  /** Lesser causes, worst first. */
  readonly also: readonly Cause[];
  readonly tags: readonly string[];
  readonly judgedAt: EpochMs;
  /** End of the newest bucket every required criterion was judged through; `null` when nothing could be. */
  readonly judgedThrough: EpochMs | null;
  /** After this instant the verdict is too old to stand: the page must say Can't tell. */
  readonly staleAfter: EpochMs;
  readonly readings: readonly Reading[];
  readonly traffic: readonly TrafficReading[];
  /** Who has what of several toggles; `null` when the stage sets fewer than two by percentage. */
  readonly mixture: Mixture | null;
  readonly latches: readonly Latch[];
}

/** Everything else that is wrong at a stage beside what its verdict says first, worst first, in words. */
export function sayAlso({ also }: { readonly also: readonly Pick<Cause, 'reason'>[] }): string {
  return also.map((cause) => cause.reason).join(' ');
}
