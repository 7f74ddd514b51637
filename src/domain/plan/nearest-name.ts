import { distance } from 'fastest-levenshtein';

/** The known name most like `name`, or `undefined` when none is close enough to be what was meant. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const best = known
    .map((candidate) => ({ candidate, d: distance(name, candidate) }))
    .toSorted((a, b) => a.d - b.d)[0];
  return best !== undefined && best.d <= Math.max(2, Math.floor(name.length / 3))
    ? best.candidate
    : undefined;
}

/** "Did you mean errors?", or the list of what there is. Empty when there is nothing to name. */
export function nameHint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return ` Did you mean "${nearest}"?`;
  return known.length === 0 ? '' : ` There is: ${known.join(', ')}.`;
}
