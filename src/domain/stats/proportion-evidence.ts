import { shareSequence } from './confidence-sequence.ts';
import { decide, sumOf, thresholdsOf, type Evidence, type Levels } from './evidence.ts';
import { clopperPearson, upperLimit, upperTail } from './exact-binomial.ts';
import { runKept, type EngineMemo } from './memo.ts';
import { moreNeeded } from './more-needed.ts';
import { equalWeights, metEvidence, shareEngine } from './share-bets.ts';
import { logTerms, startEngine } from './sequential-engine.ts';

interface ProportionInput extends Levels {
  /** Events and trials, bucket by bucket since the start of the run. */
  readonly x: Float64Array;
  readonly n: Float64Array;
  /** The limit, as an upper bound on the share of bad events. */
  readonly p0: number;
  /** Overdispersion: counts are divided by it. 1 for independent trials. */
  readonly phi: number;
  readonly id: string;
  readonly memo: EngineMemo | undefined;
}

/**
 * Evidence about a share against its limit: the sequential engine while live, and one exact binomial look at the
 * planned end (statistics §2).
 */
export function proportionEvidence(input: ProportionInput): Evidence {
  const { x, n, p0, phi, plannedBuckets, lookAt } = input;
  const total = { x: sumOf(x) / phi, n: sumOf(n) / phi };
  if (p0 <= 0 || p0 >= 1) return certain(p0, total.x * phi, total.n * phi);
  const state = runKept({
    kept: input.memo?.sequential,
    id: input.id,
    settings: `share ${p0} ${phi} ${plannedBuckets}`,
    columns: [x, n],
    start: () => startEngine(plannedBuckets, equalWeights),
    stepper: (engine) => {
      const { add } = shareEngine(p0, plannedBuckets, engine);
      return (i) => add((x[i] ?? 0) / phi, (n[i] ?? 0) / phi);
    },
  });
  const at = thresholdsOf(input);
  const logMet = metEvidence(total.x, total.n, p0);
  const look = lookAt === null ? null : { x: sumOf(x, lookAt) / phi, n: sumOf(n, lookAt) / phi };
  const brokenAtEnd = look !== null && look.n > 0 && upperTail(look.x, look.n, p0) <= at.lookBad;
  const metAtEnd = look !== null && look.n > 0 && upperLimit(look.x, look.n, at.lookMet) <= p0;
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd, metAtEnd }),
    range: lookAt === x.length ? clopperPearson(total.x, total.n) : shareSequence(total.x, total.n, p0),
    more: moreNeeded({ ...total, p0, target: at.bad, metTarget: at.met, logTerms: logTerms(state) }),
  };
}

/** A limit of 0 % breaks at the first event and can never be shown to hold; one of 100 % can never break. */
function certain(p0: number, x: number, n: number): Evidence {
  const broken = p0 <= 0 && x > 0;
  return {
    logBadMax: broken ? Infinity : 0,
    logBad: broken ? Infinity : 0,
    logMet: p0 >= 1 && n > 0 ? Infinity : 0,
    broken,
    stillBroken: broken,
    met: p0 >= 1 && n > 0,
    staysMet: p0 >= 1 && n > 0,
    range: clopperPearson(x, n),
    more: { kind: 'undecidable' },
  };
}
