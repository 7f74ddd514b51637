/**
 * Which of several e-values stand when looking back over all of them, with the expected share of false ones at most
 * `alpha` under any dependence (Wang & Ramdas 2022): the largest k with k·e₍ₖ₎ ≥ M/alpha. For a report only: it is no rule to
 * act on while evidence still runs.
 * @param logs natural logs of the e-values.
 * @returns the indices of those that stand, in the given order.
 */
export function standingEvidence(logs: readonly number[], alpha: number): readonly number[] {
  const ranked = logs.map((log, index) => ({ log, index })).toSorted((a, b) => b.log - a.log);
  const needed = Math.log(logs.length / alpha);
  const last = ranked.findLastIndex(({ log }, i) => Math.log(i + 1) + log >= needed);
  return ranked
    .slice(0, last + 1)
    .map(({ index }) => index)
    .toSorted((a, b) => a - b);
}
