import { shareSequence } from './confidence-sequence.ts';
import { clopperPearson, upperLimit, upperTail, type Range } from './exact-binomial.ts';
import { moreNeeded, type MoreNeeded } from './more-needed.ts';
import { metEvidence, shareEngine, type Trial } from './share-engine.ts';

interface ProportionInput {
  /** Bucket by bucket since the start of the run. */
  readonly pairs: readonly Trial[];
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
  readonly broken: boolean;
  readonly met: boolean;
  /** 95 %: confidence sequence while live, Clopper–Pearson at the planned end. */
  readonly range: Range;
  readonly more: MoreNeeded;
}

/**
 * Evidence about a share against its limit: the sequential engine while live, and one exact binomial look at the
 * planned end. With a planned end alpha is split between the two (statistics §2.3); without one the engine has it all.
 */
export function proportionEvidence(input: ProportionInput): ProportionEvidence {
  const { pairs, p0, alpha, alphaMet, sharedOver, plannedBuckets, lookAt } = input;
  const { x, n } = totals(pairs);
  if (p0 <= 0 || p0 >= 1) return degenerate(p0, x, n);
  const { logMax, logTerms } = shareEngine(pairs, p0, plannedBuckets);
  const split = plannedBuckets === null ? 1 : 2;
  const target = Math.log((split * sharedOver) / alpha);
  const metTarget = Math.log(split / alphaMet);
  const look = lookAt === null ? null : totals(pairs.slice(0, lookAt));
  const brokenAtEnd = look !== null && upperTail(look.x, look.n, p0) <= alpha / (2 * sharedOver);
  const metAtEnd = look !== null && look.n > 0 && upperLimit(look.x, look.n, alphaMet / 2) <= p0;
  const broken = logMax >= target || brokenAtEnd;
  return {
    logBadMax: logMax,
    broken,
    met: !broken && (metEvidence(x, n, p0) >= metTarget || metAtEnd),
    range: lookAt === pairs.length ? clopperPearson(x, n) : shareSequence(x, n, p0),
    more: moreNeeded({ x, n, p0, target, metTarget, logTerms }),
  };
}

function totals(pairs: readonly Trial[]): Trial {
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
    broken,
    met: p0 >= 1 && n > 0,
    range: clopperPearson(x, n),
    more: { kind: 'undecidable' },
  };
}
