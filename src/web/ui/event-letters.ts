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

/**
 * Places the letters of events in their order, none over another and none beyond the plot. Letters that would overlap share
 * a mark ("C–F"), which stands where the first of them is. The same events on the same width give the same marks.
 */
export function placeLetters(
  events: readonly { readonly letter: string; readonly x: number }[],
  plotWidth: number,
): readonly LetterMark[] {
  const groups: { first: string; last: string; x: number; end: number }[] = [];
  for (const { letter, x } of events) {
    const group = groups.at(-1);
    if (group !== undefined && x - widthOf(letter) / 2 < group.end) {
      group.last = letter;
      group.end = Math.max(group.end, group.x + widthOf(labelOf(group)) / 2);
    } else groups.push({ first: letter, last: letter, x, end: x + widthOf(letter) / 2 });
  }
  return groups.map((group) => {
    const label = labelOf(group);
    const width = widthOf(label);
    return {
      label,
      width,
      x: Math.min(Math.max(group.x, width / 2), Math.max(width / 2, plotWidth - width / 2)),
    };
  });
}

function labelOf({ first, last }: { readonly first: string; readonly last: string }): string {
  return first === last ? first : `${first}–${last}`;
}

function widthOf(label: string): number {
  return Math.max(square, 6 + label.length * perLetter);
}
