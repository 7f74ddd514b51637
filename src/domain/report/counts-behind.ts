/** Beyond this many candidates a printed rate says nothing about the counts behind it. */
const most = 200_000;

/**
 * Failures that a rate printed as failures / (successes + failures) can stand for, given the successes: every f whose
 * rate rounds to it (the GRIM test of Brown & Heathers 2017, turned round). 17.8 % with 2,299 successes: 497 to 499.
 * @param share the printed rate, 0 to 1; `decimals` as printed in percent.
 */
export function failuresBehind(
  share: number,
  decimals: number,
  successes: number,
): { readonly low: number; readonly high: number } | null {
  const half = 0.5 / 10 ** (decimals + 2);
  const failures = (rate: number): number => (rate * successes) / (1 - rate);
  if (share + half >= 1 || successes <= 0) return null;
  const low = Math.max(0, Math.ceil(failures(Math.max(0, share - half)) - 1e-9));
  const high = Math.floor(failures(share + half) + 1e-9);
  return high < low || high - low > most ? null : { low, high };
}
