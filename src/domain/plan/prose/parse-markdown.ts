import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** A stretch of the file parsed on its own, with the number of lines before it. */
export interface MarkdownChunk {
  readonly tree: Root;
  readonly linesBefore: number;
  /** The lines as they were parsed. */
  readonly lines: readonly string[];
}

/** A file up to this size is parsed whole, so that it reads exactly as CommonMark says. */
const wholeUpTo = 24_000;
/** Beyond it the parser's time grows with the square of a block's size; these keep it linear. */
const chunkChars = 12_000;
const chunkLines = 240;
const lineChars = 4_000;
/** What stands further along one line is read by nobody, and would be read in the square of its length. */
const lineMost = 8_000;
const maxNesting = 12;

const processor = unified().use(remarkParse).use(remarkGfm);

/** Parses Markdown in time about proportional to its length, whatever it holds. Never throws. */
export function parseMarkdown(source: string): readonly MarkdownChunk[] {
  const lines = source.split(/\r\n|\r|\n/).map(tame);
  const chunks = source.length <= wholeUpTo ? [{ from: 0, to: lines.length }] : cut(lines);
  return chunks.map(({ from, to }) => {
    const part = lines.slice(from, to);
    return { tree: parse(part.join('\n')), linesBefore: from, lines: part };
  });
}

function parse(text: string): Root {
  try {
    return processor.parse(text);
  } catch {
    // A parser that gives up must not take the plan's watching with it: the words stay readable as one block.
    return { type: 'root', children: [{ type: 'code', value: text, position: wholePosition(text) }] };
  }
}

function wholePosition(text: string) {
  const line = text.split('\n').length;
  return { start: { line: 1, column: 1, offset: 0 }, end: { line, column: 1, offset: text.length } };
}

const nestingMark = />|[-*+]|\d{1,9}[.)]/g;

/**
 * Keeps a line's words but takes away what makes parsers slow: nesting beyond all use,
 * and markup in the far end of an over-long line.
 */
function tame(line: string): string {
  const marks = /^(?:\s*(?:>|[-*+](?=\s|$)|\d{1,9}[.)](?=\s|$)))+/.exec(line)?.[0] ?? '';
  const nested = marks.match(nestingMark)?.length ?? 0;
  const shallow = nested > maxNesting ? limitMarks(marks) + line.slice(marks.length) : line;
  if (shallow.length <= lineChars) return shallow;
  return shallow.slice(0, lineChars) + shallow.slice(lineChars, lineMost).replace(/[^\p{L}\p{N}\s.,]/gu, ' ');
}

function limitMarks(marks: string): string {
  let kept = 0;
  return marks.replace(nestingMark, (mark) => (++kept > maxNesting ? ' '.repeat(mark.length) : mark));
}

/** Cuts before headings where it can, and anywhere once a chunk has grown too large. */
function cut(lines: readonly string[]): readonly { readonly from: number; readonly to: number }[] {
  const chunks: { from: number; to: number }[] = [];
  let from = 0;
  let size = 0;
  let closed = true;
  lines.forEach((line, i) => {
    const large = size > chunkChars || i - from > chunkLines;
    const tooLarge = size > 2 * chunkChars || i - from > 2 * chunkLines;
    const atHeading = closed && /^#{1,4}\s/.test(line);
    if (i > from && (tooLarge || (atHeading && large))) {
      chunks.push({ from, to: i });
      from = i;
      size = 0;
    }
    if (/^\s*(?:```|~~~|<!--)/.test(line) !== /-->\s*$/.test(line)) closed = !closed;
    size += line.length + 1;
  });
  chunks.push({ from, to: lines.length });
  return chunks;
}
