/** More whole numbers than this fit a rounded percentage of a large total: it rules nothing out. */
const most = 1_000;

/**
 * Whole numbers of `n` that a percentage printed with so many decimals can stand for (the GRIM test, Brown & Heathers
 * 2017). None: the percentage is of something else, or wrong.
 */
export function wholeCounts(percent: number, decimals: number, n: number): readonly number[] {
  const half = 0.5 / 10 ** decimals;
  const from = Math.max(0, Math.ceil(((percent - half) * n) / 100 - 1e-9));
  const to = Math.min(n, Math.floor(((percent + half) * n) / 100 + 1e-9), from + most);
  const found: number[] = [];
  for (let k = from; k <= to; k++)
    if (Number(((100 * k) / n).toFixed(decimals)) === Number(percent.toFixed(decimals))) found.push(k);
  return found;
}
