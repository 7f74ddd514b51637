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
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** Concentration of the prior around the allotment (statistics §4: quick for a wrong toggle). */
const kappa = 100;

/** A share within a fifth of the allotment is not abnormal. */
const tolerance = 0.2;

/** Abnormal at less than once in 1,000 by chance. */
const logThreshold = Math.log(1000);

/**
 * Whether a split is one the allotment explains, valid however often it is looked at: a beta-binomial
 * mixture martingale (Lindon & Malek 2022) with a tolerance band. People are counted once each; requests of one person
 * fall on one side together, so they are first divided by the design effect 2m − 1 (geometric requests per actor).
 * Without a known number of requests per actor nothing is said.
 */
export function splitEvidence(input: SplitInput): SplitEvidence {
  const { unit, perActor, share } = input;
  if (unit === 'requests' && perActor === null) return { abnormal: false, range: null };
  const design = unit === 'requests' ? Math.max(1, 2 * (perActor ?? 1) - 1) : 1;
  const s = input.onNew / design;
  const f = input.onOld / design;
  if (s + f === 0) return { abnormal: false, range: null };
  const mixture =
    betaln(kappa * share + s, kappa * (1 - share) + f) - betaln(kappa * share, kappa * (1 - share));
  const logOf = (p: number): number => (s === 0 ? 0 : s * Math.log(p)) + (f === 0 ? 0 : f * Math.log1p(-p));
  const nearest = Math.min(
    Math.max(s / (s + f), share * (1 - tolerance)),
    Math.min(1, share * (1 + tolerance)),
  );
  const abnormal = mixture - logOf(nearest) >= logThreshold;
  const outside = (p: number): boolean => mixture - logOf(p) >= Math.log(20);
  return {
    abnormal,
    range: {
      low: s === 0 ? 0 : bisect(0, s / (s + f), outside),
      high: f === 0 ? 1 : bisect(1, s / (s + f), outside),
    },
  };
}
