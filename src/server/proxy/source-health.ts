import type { SeriesError } from '#domain/series/series.ts';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import type { GateState } from './upstream-gate.ts';

/** How a source has been doing. */
export interface SourceState {
  readonly id: string;
  readonly kind: string;
  readonly example: boolean;
  readonly configured: boolean;
  /** When it last answered. */
  readonly lastGood: EpochMs | null;
  /** End of the newest bucket it ever gave a value for. */
  readonly newestPoint: EpochMs | null;
  /** How far its newest point stayed behind what was asked for; `null` before it gave any. */
  readonly lag?: Ms | null;
  /** A newest point further behind than this is stale; `null` where it was never asked. */
  readonly allowedDelay?: Ms | null;
  /** How long after a bucket's end its numbers may still change; `null` where it was never asked. */
  readonly assumedLag?: Ms | null;
  /** Of the questions that still fail, the newest; `null` once all are answered again. */
  readonly lastError: SeriesError | null;
  /** Which of the questions asked lately fail, as `questionOf` names them. */
  readonly questions?: { readonly of: number; readonly failing: readonly string[] };
  /** Budget, circuit, clock and limits; `null` where no request leaves the machine. */
  readonly gate?: GateState | null;
  /** How toggles are read, where they are; by what each way last told. */
  readonly ways?: readonly WayState[];
}

/** What is asked of a source, whatever the window. */
export function questionOf(asked: {
  readonly source: string;
  readonly kind: string;
  readonly query: string;
}): string {
  return `${asked.source} ${asked.kind} ${asked.query}`;
}

/** One way to learn what toggles give. */
export interface WayState {
  readonly way: 'flipper' | 'toggle page' | 'toggle export';
  /** As of when its newest answer holds: a file of events is as old as the file. */
  readonly at: EpochMs | null;
  readonly lastError: SeriesError | null;
}

/** One answer, as far as the health of its source goes. */
interface GoodAnswer {
  readonly at: EpochMs;
  readonly newestPoint: EpochMs | null;
  /** Up to where values were asked for. */
  readonly reach: EpochMs;
  readonly allowedDelay: Ms | null;
  readonly assumedLag: Ms | null;
}

export interface SourceHealth {
  /** `question`: what was asked, so that one failing question is not covered by another's answer. */
  good(id: string, question: string, answer: GoodAnswer): void;
  bad(id: string, question: string, error: SeriesError, at: EpochMs): void;
  states(): readonly SourceState[];
}

/** A question that failed and was not asked again for this long, while others were answered, is no news any more. */
const forgotten: Ms = 15 * minute;

/** The slowest cadence: an answer older than this, while others fail, no longer shows that the source is there. */
const lately: Ms = 5 * minute;

interface Kept {
  readonly about: Pick<SourceState, 'id' | 'kind' | 'example' | 'configured'>;
  lastGood: EpochMs | null;
  newestPoint: EpochMs | null;
  reach: EpochMs | null;
  allowedDelay: Ms | null;
  assumedLag: Ms | null;
  readonly failing: Map<string, { readonly error: SeriesError; readonly at: EpochMs }>;
  /** When each question was answered that was answered last time. */
  readonly answered: Map<string, EpochMs>;
}

export function sourceHealth(
  known: readonly Pick<SourceState, 'id' | 'kind' | 'example' | 'configured'>[],
  gateOf: (id: string) => GateState | null,
): SourceHealth {
  const kept = new Map<string, Kept>(
    known.map((about) => [
      about.id,
      {
        about,
        lastGood: null,
        newestPoint: null,
        reach: null,
        allowedDelay: null,
        assumedLag: null,
        failing: new Map(),
        answered: new Map(),
      },
    ]),
  );
  return {
    good: (id, question, { at, newestPoint, reach, allowedDelay, assumedLag }) => {
      const one = kept.get(id);
      if (one === undefined) return;
      one.failing.delete(question);
      one.answered.set(question, at);
      one.lastGood = at;
      one.newestPoint = newer(one.newestPoint, newestPoint);
      // A look at an old run says nothing about how late the source is now.
      if (one.reach !== null && reach < one.reach) return;
      one.reach = reach;
      one.allowedDelay = allowedDelay;
      one.assumedLag = assumedLag;
    },
    bad: (id, question, error, at) => {
      const one = kept.get(id);
      one?.answered.delete(question);
      one?.failing.set(question, { error, at });
    },
    states: () => [...kept.values()].map((one) => ({ ...stateOf(one), gate: gateOf(one.about.id) })),
  };
}

function stateOf({
  about,
  lastGood,
  newestPoint,
  reach,
  allowedDelay,
  assumedLag,
  failing,
  answered,
}: Kept): Omit<SourceState, 'gate'> {
  const oldest = (lastGood ?? 0) - forgotten;
  const errors = [...failing]
    .map(([question, one]) => ({ question, ...one }))
    .filter((one) => one.at >= oldest)
    .toSorted((a, b) => b.at - a.at);
  const newest = Math.max(lastGood ?? 0, errors[0]?.at ?? 0);
  const good = [...answered.values()].filter((at) => at >= newest - lately);
  const questions = {
    of: errors.length + good.length,
    failing: errors.map((one) => one.question).toSorted(),
  };
  const lag = reach === null || newestPoint === null ? null : Math.max(0, reach - newestPoint);
  const lastError = errors[0]?.error ?? null;
  return { ...about, lastGood, newestPoint, lag, allowedDelay, assumedLag, lastError, questions };
}

function newer(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** Since when each question has been failing, over retries and rounds. */
export function failingSince(): (key: string, result: 'good' | SeriesError) => EpochMs {
  const since = new Map<string, EpochMs>();
  return (key, result) => {
    if (result === 'good') {
      since.delete(key);
      return 0;
    }
    const first = since.get(key) ?? result.firstSeen;
    since.set(key, first);
    return first;
  };
}
