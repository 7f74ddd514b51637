import { logAdd } from './log-sum.ts';
import { logRatio, metEvidence, multiples, shareAt } from './share-bets.ts';

/** How many more trials would decide, and on what assumption. */
export type MoreNeeded =
  | {
      readonly kind: 'to-meet';
      readonly n: number;
      readonly assuming: 'error-free' | 'current rate';
    }
  | { readonly kind: 'undecidable' };

export interface MoreInput {
  readonly x: number;
  readonly n: number;
  readonly p0: number;
  /** Log-evidence at which the limit counts as broken, and as met. */
  readonly target: number;
  readonly metTarget: number;
  readonly logTerms: readonly number[];
}

/** More than this would not be waited for. */
const most = 10_000_000;

/** "About N more" (statistics §2.5): to show the limit is met or, with the rate at or over it, that it is broken. */
export function moreNeeded(input: MoreInput): MoreNeeded {
  const { x, n, p0 } = input;
  const rate = x === 0 ? 0 : (x + 0.5) / (n + 1);
  const found =
    rate < p0
      ? least((m) => metWith(input, rate, m) >= input.metTarget)
      : least((m) => brokenWith(input, rate, m) >= input.target);
  if (found === null) return { kind: 'undecidable' };
  return { kind: 'to-meet', n: found, assuming: x === 0 ? 'error-free' : 'current rate' };
}

function metWith({ x, n, p0 }: MoreInput, rate: number, more: number): number {
  return metEvidence(x + rate * more, n + more, p0);
}

function brokenWith({ p0, logTerms }: MoreInput, rate: number, more: number): number {
  return multiples.reduce((sum, multiple, k) => {
    const growth = logRatio(shareAt(multiple, p0), p0, rate, 1);
    return logAdd(sum, (logTerms[k] ?? -Infinity) + more * growth);
  }, -Infinity);
}

/** The least whole m for which `enough` holds, by doubling and bisection; `null` where none is in reach. */
export function least(enough: (m: number) => boolean): number | null {
  if (enough(0)) return 0;
  let high = 1;
  while (!enough(high)) {
    high *= 2;
    if (high > most) return null;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
