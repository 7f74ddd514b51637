import { diffArrays } from 'diff';

/** Where lines of an old text stand in a new one, by number from 1; without those that are gone. */
export type LineMap = ReadonlyMap<number, number>;

/** Edits beyond this are another text. */
const mostEdits = 4_000;

/**
 * Where each line of the old text stands in the new one, as far as it is still there. Blank lines are nobody's words.
 * @param inPlace a stretch of lines that were changed one for one keeps its places, as when somebody types in a line.
 */
export function lineMap(before: readonly string[], after: readonly string[], inPlace = false): LineMap {
  const map = new Map<number, number>();
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) map.set(++head, head);
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    map.set(before.length - tail, after.length - tail);
    tail++;
  }
  const old = wordsOf(before.slice(head, before.length - tail), head);
  const now = wordsOf(after.slice(head, after.length - tail), head);
  for (const [i, k] of pairs(old, now, inPlace)) map.set(old[i]?.line ?? 0, now[k]?.line ?? 0);
  return map;
}

interface Line {
  readonly text: string;
  readonly line: number;
}

function wordsOf(lines: readonly string[], skipped: number): readonly Line[] {
  return lines
    .map((one, i) => ({ text: one.trimEnd(), line: skipped + i + 1 }))
    .filter((one) => one.text !== '');
}

function pairs(
  old: readonly Line[],
  now: readonly Line[],
  inPlace: boolean,
): readonly (readonly [number, number])[] {
  const texts = (lines: readonly Line[]): string[] => lines.map((one) => one.text);
  const changes = diffArrays(texts(old), texts(now), { maxEditLength: mostEdits }) ?? [];
  const found: (readonly [number, number])[] = [];
  const stretch = (i: number, k: number, count: number): void => {
    for (let n = 0; n < count; n++) found.push([i + n, k + n]);
  };
  let i = 0;
  let k = 0;
  for (const [n, { added, removed, count }] of changes.entries()) {
    const next = changes[n + 1];
    if (!added && !removed) stretch(i, k, count);
    else if (inPlace && removed && next?.added === true && next.count === count) stretch(i, k, count);
    if (!added) i += count;
    if (!removed) k += count;
  }
  return found;
}
