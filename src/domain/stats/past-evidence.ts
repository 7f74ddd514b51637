import { shareSequence } from './confidence-sequence.ts';
import { decide, sumOf, thresholdsOf, type Evidence, type Levels } from './evidence.ts';
import { clopperPearson, upperLimit, upperTail, type Range } from './exact-binomial.ts';
import { runKept, type EngineMemo } from './memo.ts';
import { least, type MoreNeeded } from './more-needed.ts';
import { pastMet, pastRatio, settlePast, startPast, stepPast, type PastCounts } from './past-baseline.ts';

interface PastInput extends Levels {
  /** Events and trials (or exposure) of the stage, bucket by bucket. */
  readonly x: Float64Array;
  readonly n: Float64Array;
  readonly past: PastCounts;
  /** Rate ratio the plan tolerates. */
  readonly tolerated: number;
  readonly id: string;
  readonly memo: EngineMemo | undefined;
}

/**
 * Evidence that the stage's rate is higher than that of a finite past (M2h, statistics §3.2), with one exact conditional
 * look at the planned end. The past's own chance is part of it: few events in the past mean little can be shown.
 */
export function pastEvidence(input: PastInput): Evidence {
  const { x, n, past, tolerated, plannedBuckets, lookAt } = input;
  const state = runKept({
    kept: input.memo?.past,
    id: input.id,
    settings: `past ${past.events} ${past.trials} ${tolerated} ${plannedBuckets}`,
    columns: [x, n],
    start: () => startPast(past, tolerated, plannedBuckets),
    stepper: (engine) => (i) => stepPast(engine, x[i] ?? 0, n[i] ?? 0),
  });
  settlePast(state);
  const at = thresholdsOf(input);
  const seen = { events: sumOf(x), trials: sumOf(n) };
  const logMet = pastMet(seen, past, tolerated);
  const look = lookAt === null ? null : { events: sumOf(x, lookAt), trials: sumOf(n, lookAt) };
  const brokenAtEnd = look !== null && tail(look, past, tolerated) <= at.lookBad;
  const metAtEnd = look !== null && isUnder(look, past, tolerated, at.lookMet);
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd, metAtEnd }),
    range: ratioRange(seen, past, lookAt === x.length),
    more: more(seen, past, tolerated, at),
  };
}

/** Share of all events that fall in the stage when its rate is `ratio` times the past's. */
function stageShare(seen: PastCounts, past: PastCounts, ratio: number): number {
  return (ratio * seen.trials) / (ratio * seen.trials + past.trials);
}

function tail(seen: PastCounts, past: PastCounts, ratio: number): number {
  const events = seen.events + past.events;
  return events === 0 || seen.trials === 0
    ? 1
    : upperTail(seen.events, events, stageShare(seen, past, ratio));
}

function isUnder(seen: PastCounts, past: PastCounts, ratio: number, alpha: number): boolean {
  const events = seen.events + past.events;
  return (
    events > 0 && past.trials > 0 && upperLimit(seen.events, events, alpha) <= stageShare(seen, past, ratio)
  );
}

function ratioRange(seen: PastCounts, past: PastCounts, atEnd: boolean): Range | null {
  const events = seen.events + past.events;
  const even = stageShare(seen, past, 1);
  if (events === 0 || !(even > 0 && even < 1)) return null;
  const share = atEnd ? clopperPearson(seen.events, events) : shareSequence(seen.events, events, even);
  const odds = (p: number): number => (p / (1 - p)) * ((1 - even) / even);
  return share.high >= 1 ? null : { low: odds(share.low), high: odds(share.high) };
}

function more(
  seen: PastCounts,
  past: PastCounts,
  tolerated: number,
  at: { readonly bad: number; readonly met: number },
): MoreNeeded {
  if (seen.trials <= 0 || past.trials <= 0) return { kind: 'undecidable' };
  const rate = seen.events === 0 ? 0 : (seen.events + 0.5) / seen.trials;
  const grown = (m: number): PastCounts => ({
    events: seen.events + m * rate,
    trials: seen.trials + m,
  });
  const rising = past.events === 0 || rate / (past.events / past.trials) >= tolerated;
  const found = rising
    ? least((m) => pastRatio(grown(m), past, tolerated) + Math.log(0.5) >= at.bad)
    : least((m) => pastMet(grown(m), past, tolerated) >= at.met);
  if (found === null) return { kind: 'undecidable' };
  return { kind: 'to-meet', n: found, assuming: seen.events === 0 ? 'error-free' : 'current rate' };
}
