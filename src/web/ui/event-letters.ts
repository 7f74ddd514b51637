/** The letter of the nth event, from 0: A to Z, then AA, AB and so on. */
export function letterOf(n: number): string {
  const head = Math.floor(n / 26);
  return `${head === 0 ? '' : letterOf(head - 1)}${String.fromCodePoint(65 + (n % 26))}`;
}

/** A mark over a chart: one letter, or the first and the last of those that stand too close to be told apart. */
export interface LetterMark {
  readonly label: string;
  /** Pixels from the left edge of the plot. */
  readonly x: number;
  readonly width: number;
}

/** Width of a mark: a square for one letter, wider for more. */
const square = 20;
const perLetter = 9;

interface Group {
  readonly first: string;
  readonly last: string;
  readonly x: number;
}

/**
 * Places the letters of events in their order, none over another and none beyond the plot. Letters that would overlap share
 * a mark ("C–F"), which stands where the first of them is. The same events on the same width give the same marks.
 */
export function placeLetters(
  events: readonly { readonly letter: string; readonly x: number }[],
  plotWidth: number,
): readonly LetterMark[] {
  let groups: readonly Group[] = events.map(({ letter, x }) => ({ first: letter, last: letter, x }));
  for (;;) {
    const marks = groups.map((group) => markOf(group, plotWidth));
    const i = marks.findIndex((mark, n) => covers(mark, marks[n + 1]));
    if (i === -1) return marks;
    groups = joined(groups, i);
  }
}

function markOf({ first, last, x }: Group, plotWidth: number): LetterMark {
  const label = first === last ? first : `${first}–${last}`;
  const width = Math.max(square, 6 + label.length * perLetter);
  return { label, width, x: Math.max(width / 2, Math.min(x, plotWidth - width / 2)) };
}

function covers(mark: LetterMark, next: LetterMark | undefined): boolean {
  return next !== undefined && next.x - next.width / 2 < mark.x + mark.width / 2;
}

/** A group and the one after it, as one. */
function joined(groups: readonly Group[], i: number): readonly Group[] {
  return groups.flatMap((group, n) => {
    if (n === i + 1) return [];
    return n === i ? [{ ...group, last: groups[i + 1]?.last ?? group.last }] : [group];
  });
}
