import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import betaln from '@stdlib/math-base-special-betaln';
import type { More } from './reading.ts';

export interface ProportionInput {
  /** Events `x` out of trials `n`, bucket by bucket since the start of the run. Whole numbers, x <= n. */
  readonly pairs: readonly { readonly x: number; readonly n: number }[];
  /** The limit, as an upper bound on the share of bad events. */
  readonly p0: number;
  /** Buckets the stage is planned to last; `null` without a length. */
  readonly plannedBuckets: number | null;
  /** How many of the pairs lie before the planned end, once it is reached: what the one exact look sees. */
  readonly lookAt: number | null;
  readonly alpha: number;
  readonly alphaMet: number;
  /** M: criteria alpha is shared over. */
  readonly sharedOver: number;
}

export interface ProportionEvidence {
  /** Running maximum of the evidence against the limit, natural log. */
  readonly logBadMax: number;
  readonly logMet: number;
  readonly broken: boolean;
  readonly met: boolean;
  /** 95 %: confidence sequence while live, Clopper–Pearson at the planned end. */
  readonly range: { readonly low: number; readonly high: number };
  readonly more: More;
}

/** Odds multiples of the limit the engine bets on, equal weights (statistics §2.1). */
const oddsMultiples = [1.2, 1.6, 2.5, 5, 12, 40] as const;

/** Multiples below the limit for showing it is met (§2.2). */
const metMultiples = [0, 0.1, 0.3, 0.6] as const;

/**
 * Evidence about a share against its limit, valid however often it is looked at.
 * Sequential engine: Shiryaev–Roberts e-process with a prior on the start bucket (statistics §2.1), restarted so that
 * a late problem does not first have to repay a healthy past; plus one exact binomial look at the planned end (§2.3).
 */
export function proportionEvidence(input: ProportionInput): ProportionEvidence {
  const { pairs, p0, alpha, sharedOver, plannedBuckets, lookAt, alphaMet } = input;
  const { x, n } = totals(pairs);
  if (p0 <= 0 || p0 >= 1) return degenerate(p0, x, n);
  const { logBadMax, logTerms } = runEngine(pairs, p0, plannedBuckets);
  const logMet = metEvidence(x, n, p0);
  // With a planned end alpha is split between the live engine and the one look at the end (§2.3).
  const split = plannedBuckets === null ? 1 : 2;
  const live = logBadMax >= Math.log((split * sharedOver) / alpha);
  const look = lookAt === null ? null : totals(pairs.slice(0, lookAt));
  const atEnd = look !== null && tail(look.x, look.n, p0) <= alpha / (2 * sharedOver);
  const metLive = logMet >= Math.log(split / alphaMet);
  const metAtEnd = look !== null && look.n > 0 && upperBound(look.x, look.n, alphaMet / 2) <= p0;
  const broken = live || atEnd;
  return {
    logBadMax,
    logMet,
    broken,
    met: !broken && (metLive || metAtEnd),
    range: lookAt === pairs.length ? clopperPearson(x, n) : confidenceSequence(x, n, p0),
    more: moreNeeded({
      x,
      n,
      p0,
      target: Math.log((split * sharedOver) / alpha),
      metTarget: Math.log(split / alphaMet),
      logTerms,
    }),
  };
}

function totals(pairs: ProportionInput['pairs']): { readonly x: number; readonly n: number } {
  return {
    x: pairs.reduce((sum, pair) => sum + pair.x, 0),
    n: pairs.reduce((sum, pair) => sum + pair.n, 0),
  };
}

/** A limit of 0 % breaks at the first event and can never be shown to hold; one of 100 % can never break. */
function degenerate(p0: number, x: number, n: number): ProportionEvidence {
  const broken = p0 <= 0 && x > 0;
  return {
    logBadMax: broken ? Infinity : 0,
    logMet: 0,
    broken,
    met: p0 >= 1,
    range: clopperPearson(x, n),
    more: { kind: 'undecidable' },
  };
}

function theta(multiple: number, p0: number): number {
  const odds = (multiple * p0) / (1 - p0);
  return odds / (1 + odds);
}

function logLikelihood(t: number, p0: number, x: number, n: number): number {
  const events = x === 0 ? 0 : x * Math.log(t / p0);
  return events + (n - x) * Math.log((1 - t) / (1 - p0));
}

/** Prior mass that the problem starts in bucket `i` (1-based). */
function startWeight(i: number, planned: number | null): number {
  if (i === 1) return 0.5;
  if (planned === null) return 0.5 / (i * (i - 1));
  if (i <= planned) return 0.45 / (planned - 1);
  const overrun = i - planned;
  return 0.05 / (overrun * (overrun + 1));
}

function runEngine(
  pairs: ProportionInput['pairs'],
  p0: number,
  planned: number | null,
): { readonly logBadMax: number; readonly logTerms: readonly number[] } {
  const thetas = oddsMultiples.map((multiple) => theta(multiple, p0));
  const logR = oddsMultiples.map(() => -Infinity);
  let unstarted = 1;
  let logBadMax = 0;
  for (const [i, { x, n }] of pairs.entries()) {
    const weight = startWeight(i + 1, planned);
    unstarted = Math.max(0, unstarted - weight);
    const logWeight = Math.log(weight);
    let logE = Math.log(unstarted);
    for (const [k, t] of thetas.entries()) {
      const next = logAdd(logR[k] ?? -Infinity, logWeight) + logLikelihood(t, p0, x, n);
      logR[k] = next;
      logE = logAdd(logE, next - Math.log(oddsMultiples.length));
    }
    logBadMax = Math.max(logBadMax, logE);
  }
  return { logBadMax, logTerms: logR.map((value) => value - Math.log(oddsMultiples.length)) };
}

function metEvidence(x: number, n: number, p0: number): number {
  return metMultiples.reduce((sum, multiple) => {
    const t = theta(multiple, p0);
    const log = t === 0 && x > 0 ? -Infinity : logLikelihood(t, p0, x, n);
    return logAdd(sum, log - Math.log(metMultiples.length));
  }, -Infinity);
}

function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? -Infinity : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** P(X >= x | n, p): the exact upper binomial tail. */
function tail(x: number, n: number, p: number): number {
  return x === 0 ? 1 : betainc(p, x, n - x + 1);
}

function upperBound(x: number, n: number, alpha: number): number {
  return x >= n ? 1 : betaincinv(1 - alpha, x + 1, n - x);
}

/** Exact 95 % interval for one look (Clopper & Pearson 1934). */
function clopperPearson(x: number, n: number): { readonly low: number; readonly high: number } {
  return { low: x === 0 ? 0 : betaincinv(0.025, x, n - x + 1), high: upperBound(x, n, 0.025) };
}

/** 95 % confidence sequence of the beta-binomial mixture whose prior mean is the limit (§2.4). */
function confidenceSequence(
  x: number,
  n: number,
  p0: number,
): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const a = 0.5;
  const b = (0.5 * (1 - p0)) / p0;
  const base = betaln(a + x, b + n - x) - betaln(a, b) - Math.log(20);
  const outside = (p: number): boolean =>
    base - (x === 0 ? 0 : x * Math.log(p)) - (n === x ? 0 : (n - x) * Math.log1p(-p)) >= 0;
  const centre = x / n;
  return { low: x === 0 ? 0 : bisect(0, centre, outside), high: x === n ? 1 : bisect(1, centre, outside) };
}

/** Where `outside` changes between an outer point (true) and an inner one (false). */
function bisect(outer: number, inner: number, outside: (p: number) => boolean): number {
  let out = outer;
  let into = inner;
  for (let i = 0; i < 80; i++) {
    const middle = (out + into) / 2;
    if (outside(middle)) out = middle;
    else into = middle;
  }
  return (out + into) / 2;
}

interface MoreInput {
  readonly x: number;
  readonly n: number;
  readonly p0: number;
  readonly target: number;
  readonly metTarget: number;
  readonly logTerms: readonly number[];
}

/** "About N more" (§2.5): error-free ones to show the limit is met, or at the present rate to show it is broken. */
function moreNeeded(input: MoreInput): More {
  const { x, n, p0 } = input;
  const rate = x === 0 ? 0 : (x + 0.5) / (n + 1);
  if (rate < p0) {
    const found = least((m) => metAt(x, n, m, rate, p0) >= input.metTarget);
    return found === null
      ? { kind: 'undecidable' }
      : { kind: 'to-meet', n: found, assuming: x === 0 ? 'error-free' : 'current rate' };
  }
  const growth = oddsMultiples.map((multiple) => {
    const t = theta(multiple, p0);
    return rate * Math.log(t / p0) + (1 - rate) * Math.log((1 - t) / (1 - p0));
  });
  if (Math.max(...growth) <= 0) return { kind: 'undecidable' };
  const found = least(
    (m) =>
      input.logTerms.reduce((sum, term, k) => logAdd(sum, term + m * (growth[k] ?? 0)), -Infinity) >=
      input.target,
  );
  return found === null ? { kind: 'undecidable' } : { kind: 'to-meet', n: found, assuming: 'current rate' };
}

function metAt(x: number, n: number, more: number, rate: number, p0: number): number {
  return metMultiples.reduce((sum, multiple) => {
    const t = theta(multiple, p0);
    if (t === 0 && (x > 0 || rate > 0)) return sum;
    return logAdd(sum, logLikelihood(t, p0, x + rate * more, n + more) - Math.log(metMultiples.length));
  }, -Infinity);
}

/** The least m >= 0 for which `enough` holds, by doubling and bisection; `null` beyond ten million. */
function least(enough: (m: number) => boolean): number | null {
  let high = 1;
  while (!enough(high)) {
    high *= 2;
    if (high > 10_000_000) return null;
  }
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return enough(0) ? 0 : high;
}
