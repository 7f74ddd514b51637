import betaln from '@stdlib/math-base-special-betaln';
import { bisect } from './bisect.ts';

export interface SplitInput {
  readonly onNew: number;
  readonly onOld: number;
  /** Share the allotment explains, strictly between 0 and 1. */
  readonly share: number;
  readonly unit: 'actors' | 'requests';
  /** Mean requests per actor, where requests are counted; `null` when unknown. */
  readonly perActor: number | null;
}

export interface SplitEvidence {
  readonly abnormal: boolean;
  /** 95 % confidence sequence, for showing. */
  readonly range: ShareRange | null;
  /** 99.9 % confidence sequence, for naming the allotments that remain possible. */
  readonly possible: ShareRange | null;
}

export interface ShareRange {
  readonly low: number;
  readonly high: number;
}

/** Concentration of the prior around the allotment: quick for a wrong toggle. */
const kappa = 100;

/** A share within a fifth of the allotment is not abnormal. */
const tolerance = 0.2;

/** Abnormal at less than once in 1,000 by chance. */
const logThreshold = Math.log(1000);

/**
 * Whether a split is one the allotment explains, valid however often it is looked at: a beta-binomial
 * mixture martingale (Lindon & Malek 2022) with a tolerance band. People are counted once each; requests of one person
 * fall on one side together, so they are first divided by the design effect. It judges the cumulative totals it is given.
 * Without a known number of requests per actor nothing is said.
 */
export function splitEvidence(input: SplitInput): SplitEvidence {
  const { unit, perActor, share } = input;
  const none: SplitEvidence = { abnormal: false, range: null, possible: null };
  if (unit === 'requests' && perActor === null) return none;
  const design = unit === 'requests' ? designEffect(perActor ?? 1) : 1;
  const s = input.onNew / design;
  const f = input.onOld / design;
  if (s + f === 0) return none;
  return {
    abnormal: logSplitFactor(s, f, share, tolerance) >= logThreshold,
    range: shareRange(s, f, share, 0.05),
    possible: shareRange(s, f, share, 0.001),
  };
}

/** Design effect of requests clustered in actors: 2m − 1 for geometric requests with mean m (Kish 1965). */
export function designEffect(perActor: number): number {
  return Math.max(1, 2 * perActor - 1);
}

/**
 * Natural log of the Bayes factor against the allotment, divided by the likeliest share within `within` (relative) of it:
 * at 0 the point hypothesis, above it the composite one, for which dividing by the maximum keeps the test valid.
 */
export function logSplitFactor(s: number, f: number, share: number, within: number): number {
  const lowest = share * (1 - within);
  const highest = Math.min(1, share * (1 + within));
  const nearest = s + f === 0 ? share : Math.min(Math.max(s / (s + f), lowest), highest);
  return logMixture(s, f, share) - logLikelihood(s, f, nearest);
}

/** Shares a confidence sequence of level 1 − alpha leaves possible, the prior centred on `share` (Robbins 1970). */
export function shareRange(s: number, f: number, share: number, alpha: number): ShareRange {
  const mixture = logMixture(s, f, share);
  const outside = (p: number): boolean => mixture - logLikelihood(s, f, p) >= -Math.log(alpha);
  return {
    low: s === 0 ? 0 : bisect(0, s / (s + f), outside),
    high: f === 0 ? 1 : bisect(1, s / (s + f), outside),
  };
}

/** Of the candidate shares (0..1), those the data leave possible, lowest first and each once. */
export function likelyAllotments(range: ShareRange, candidates: readonly number[]): readonly number[] {
  return [...new Set(candidates)]
    .filter((share) => share >= range.low && share <= range.high)
    .toSorted((a, b) => a - b);
}

function logMixture(s: number, f: number, share: number): number {
  return betaln(kappa * share + s, kappa * (1 - share) + f) - betaln(kappa * share, kappa * (1 - share));
}

function logLikelihood(s: number, f: number, p: number): number {
  return (s === 0 ? 0 : s * Math.log(p)) + (f === 0 ? 0 : f * Math.log1p(-p));
}
