/** A few words are enough to know a line again, and too few to copy a plan into its block. */
const longest = 40;

/** Characters that only Markdown sees, and the bullet or box a line begins with. */
const marks = /^\s*(?:[-+*]|\d+[.)])\s+(?:\[[ xX]\]\s*)?|[*_`#>|~]+/g;

/** A line as it is read, without Markdown's marks. */
function bare(line: string): string {
  return line.replaceAll(marks, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** The words by which a line is known again when lines move; `null` for a line that has none. */
export function anchorWords(line: string): string | null {
  const words = Array.from(bare(line)).slice(0, longest).join('').trim();
  return words === '' ? null : words;
}

/**
 * Where the words that were noted of a line stand now: on that line still, or else on the only other one that has them.
 * @param lines the plan's lines, with blanks where its block stands
 * @returns `null` where the words stand nowhere, or on several other lines.
 */
export function lineWithWords(lines: readonly string[], line: number, words: string): number | null {
  const wanted = bare(words);
  const has = (text: string | undefined): boolean => text !== undefined && bare(text).includes(wanted);
  if (wanted === '' || has(lines[line - 1])) return line;
  const others = lines.flatMap((text, i) => (has(text) ? [i + 1] : []));
  const [only] = others;
  return others.length === 1 && only !== undefined ? only : null;
}
