/** A fenced `stagewatch` block of the plan. */
export interface FencedBlock {
  readonly text: string;
  /** The file line its first content line stands on. */
  readonly firstLine: number;
  /** Line of the closing fence; one past the last line where it is never closed. */
  readonly endLine: number;
}

interface Fence {
  readonly mark: string;
  readonly indent: number;
  readonly isOurs: boolean;
  readonly line: number;
}

/**
 * Finds every fenced block with the info string `stagewatch`, line by line, in time linear to the file's length.
 * Fences inside other fences and inside HTML comments are words of those, as in CommonMark.
 */
export function findBlocks(markdown: string): readonly FencedBlock[] {
  const lines = markdown.split(/\r\n|\r|\n/);
  const blocks: FencedBlock[] = [];
  let open: Fence | null = null;
  let inComment = false;
  let inList = false;
  for (const [i, line] of lines.entries()) {
    if (open === null) {
      inComment = inComment ? !line.includes('-->') : opensComment(line);
      inList = staysInList(line, inList);
      if (!inComment) open = opening(line, i + 1, inList);
    } else if (closes(line, open)) {
      if (open.isOurs) blocks.push(block(lines, open, i + 1));
      open = null;
    }
  }
  if (open?.isOurs === true) blocks.push(block(lines, open, lines.length + 1));
  return blocks;
}

/** The lines of a text with blanks where its block stands, so that every other line keeps its number. */
export function linesOutside(markdown: string, fenced: FencedBlock | undefined): readonly string[] {
  const lines = markdown.split(/\r\n|\r|\n/);
  if (fenced === undefined) return lines;
  return lines.map((line, i) => (i + 1 >= fenced.firstLine - 1 && i + 1 <= fenced.endLine ? '' : line));
}

function opensComment(line: string): boolean {
  return /^\s*<!--/.test(line) && !line.slice(line.indexOf('<!--') + 4).includes('-->');
}

/** Whether this line may stand in a list: below a bullet or number, until words stand at the margin again. */
function staysInList(line: string, inList: boolean): boolean {
  if (/^\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line)) return true;
  return inList && (/^\s/.test(line) || line.trim() === '');
}

function opening(line: string, at: number, inList: boolean): Fence | null {
  const match = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)([^`]*)$/.exec(line);
  const [, indent = '', mark, info = ''] = match ?? [];
  // Four blanks outside a list make a text of it that only shows how a fence is written.
  if (!inList && /^(?: {4}| {0,3}\t)/.test(indent)) return null;
  return mark === undefined ? null : { mark, indent: indent.length, isOurs: info === 'stagewatch', line: at };
}

function closes(line: string, { mark }: Fence): boolean {
  const word = line.trim();
  return word.length >= mark.length && word === mark.charAt(0).repeat(word.length);
}

function block(lines: readonly string[], { line, indent }: Fence, endLine: number): FencedBlock {
  const content = lines.slice(line, endLine - 1);
  const bare =
    indent === 0 ? content : content.map((one) => one.replace(new RegExp(`^[ \\t]{0,${indent}}`), ''));
  return { text: bare.join('\n'), firstLine: line + 1, endLine };
}
