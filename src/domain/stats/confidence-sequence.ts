import betaln from '@stdlib/math-base-special-betaln';
import { bisect } from './bisect.ts';
import type { Range } from './exact-binomial.ts';

/**
 * Confidence sequence of a share (95 %): a range that holds at every look at once. Beta-binomial mixture (Robbins) with
 * prior a = ½ and prior mean `centre`, the limit (statistics §2.4).
 */
export function shareSequence(x: number, n: number, centre: number, alpha = 0.05): Range {
  if (n === 0) return { low: 0, high: 1 };
  const a = 0.5;
  const b = (0.5 * (1 - centre)) / centre;
  const base = betaln(a + x, b + n - x) - betaln(a, b) + Math.log(alpha);
  const outside = (p: number): boolean =>
    base - (x === 0 ? 0 : x * Math.log(p)) - (n === x ? 0 : (n - x) * Math.log1p(-p)) >= 0;
  const seen = x / n;
  return { low: x === 0 ? 0 : bisect(0, seen, outside), high: x === n ? 1 : bisect(1, seen, outside) };
}
