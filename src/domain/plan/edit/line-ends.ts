/** The text as a text area holds it: one kind of line end. */
export function toLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/**
 * Puts the file's own line ends back into a text that was edited without them. Lines before and behind the change keep
 * theirs; what is new gets the kind the file has most of.
 * @param before the text as the file has it
 * @param edited the text as edited, with line feeds alone
 */
export function withLineEnds(before: string, edited: string): string {
  const ends = before.match(/\r\n|\r|\n/g) ?? [];
  const kinds = new Set(ends);
  const [only] = kinds;
  if (kinds.size <= 1) return only === undefined || only === '\n' ? edited : edited.replaceAll('\n', only);
  const old = toLineFeeds(before).split('\n');
  const now = edited.split('\n');
  const most = [...kinds].toSorted((a, b) => times(ends, b) - times(ends, a))[0] ?? '\n';
  const shared = Math.min(old.length, now.length);
  let head = 0;
  while (head < shared && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shared - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const mended = now
    .map((line, i) => {
      if (i === now.length - 1) return line;
      if (i < head) return line + (ends[i] ?? most);
      // The line end that belonged to the same line, counted from the end.
      const fromEnd = now.length - i;
      return line + (fromEnd <= tail ? (ends[old.length - fromEnd] ?? most) : most);
    })
    .join('');
  // An old Mac's line end before a line feed of its own would read as one: then one kind for all.
  return toLineFeeds(mended) === edited ? mended : edited.replaceAll('\n', most);
}

function times(ends: readonly string[], kind: string): number {
  return ends.filter((end) => end === kind).length;
}
