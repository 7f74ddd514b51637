import gammainc from '@stdlib/math-base-special-gammainc';
import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import gammaln from '@stdlib/math-base-special-gammaln';
import { bisect } from './bisect.ts';
import { decide, sumOf, thresholdsOf, type Evidence, type Levels } from './evidence.ts';
import type { Range } from './exact-binomial.ts';
import { runKept, type EngineMemo } from './memo.ts';
import { countEngine, countMet } from './poisson-bets.ts';
import { equalWeights } from './share-bets.ts';
import { startEngine } from './sequential-engine.ts';

interface CountInput extends Levels {
  /** Events per bucket, and how many the limit allows in it on average. */
  readonly x: Float64Array;
  readonly allowed: Float64Array;
  readonly id: string;
  readonly memo: EngineMemo | undefined;
}

/**
 * Evidence about a count without a denominator against a known average rate (M2p, statistics §3.3): the sequential
 * engine with the Poisson likelihood, and one exact Poisson look at the planned end. The range is in multiples of what
 * is allowed.
 */
export function countEvidence(input: CountInput): Evidence {
  const { x, allowed, plannedBuckets, lookAt } = input;
  const state = runKept({
    kept: input.memo?.sequential,
    id: input.id,
    settings: `count ${plannedBuckets}`,
    columns: [x, allowed],
    start: () => startEngine(plannedBuckets, equalWeights),
    stepper: (engine) => {
      const { add } = countEngine(plannedBuckets, engine);
      return (i) => add(x[i] ?? 0, allowed[i] ?? 0);
    },
  });
  const at = thresholdsOf(input);
  const total = { x: sumOf(x), allowed: sumOf(allowed) };
  const logMet = countMet(total.x, total.allowed);
  const look = lookAt === null ? null : { x: sumOf(x, lookAt), allowed: sumOf(allowed, lookAt) };
  const brokenAtEnd = look !== null && countTail(look.x, look.allowed) <= at.lookBad;
  const metAtEnd = look !== null && countUpper(look.x, at.lookMet) <= look.allowed;
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd, metAtEnd }),
    range: countRange(total.x, total.allowed, lookAt === x.length),
    more: null,
  };
}

/** P(X >= x) for a Poisson count of mean `mean`: a regularized lower incomplete gamma function. */
export function countTail(x: number, mean: number): number {
  if (x === 0) return 1;
  return mean === 0 ? 0 : gammainc(mean, x);
}

/** One-sided upper limit of a Poisson mean at level 1 − alpha (Garwood 1936). */
function countUpper(x: number, alpha: number): number {
  return gammaincinv(1 - alpha, x + 1);
}

/**
 * Likely multiples of the allowed rate: Garwood's exact interval at the planned end; while live the confidence sequence of
 * a gamma mixture (shape ½, prior mean the limit), valid at every look like that of a share.
 */
function countRange(x: number, allowed: number, atEnd: boolean): Range | null {
  if (allowed === 0) return null;
  if (atEnd)
    return {
      low: x === 0 ? 0 : gammaincinv(0.025, x) / allowed,
      high: countUpper(x, 0.025) / allowed,
    };
  const a = 0.5;
  const b = 0.5;
  const base = gammaln(a + x) - gammaln(a) + a * Math.log(b) - (a + x) * Math.log(b + allowed) - Math.log(20);
  const outside = (rate: number): boolean => base - (x === 0 ? 0 : x * Math.log(rate)) + rate * allowed >= 0;
  const seen = x / allowed;
  let far = seen + 1;
  while (!outside(far)) far *= 2;
  return { low: x === 0 ? 0 : bisect(0, seen, outside), high: bisect(far, seen, outside) };
}
