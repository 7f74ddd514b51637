import { Parser } from 'htmlparser2';
import { plainEntry, type Entry, type ProseLink } from './entry.ts';

const breaking = new Set(['p', 'div', 'br', 'li', 'ul', 'ol', 'tr', 'table', 'details', 'summary', 'hr']);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const silent = new Set(['script', 'style', 'template']);

/**
 * Reads a block of HTML: its table rows, list items, headings and lines. Comments are left out, as a reader never sees them.
 * The parser is a stream without a tree, so unbalanced HTML costs no more than its length.
 */
export function htmlEntries(html: string, firstLine: number): readonly Entry[] {
  const read = new HtmlReader(html, firstLine);
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => read.open(name, attributes['href'], parser.startIndex),
      ontext: (text) => read.text(text, parser.startIndex),
      onclosetag: (name) => read.close(name),
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return read.done();
}

class HtmlReader {
  readonly #entries: Entry[] = [];
  readonly #starts: readonly number[];
  readonly #firstLine: number;
  #text = '';
  #line = 0;
  #kind: 'line' | 'item' | 'heading' = 'line';
  #depth = 0;
  #links: ProseLink[] = [];
  #link: { label: string; readonly url: string; readonly line: number } | null = null;
  #row: { readonly cells: string[]; readonly line: number; header: boolean } | null = null;
  #table: { header: readonly string[]; readonly line: number } | null = null;
  #silent = 0;

  constructor(html: string, firstLine: number) {
    this.#firstLine = firstLine;
    this.#starts = [0, ...Array.from(html.matchAll(/\n/g), (match) => match.index + 1)];
  }

  open(name: string, href: string | undefined, at: number): void {
    if (silent.has(name)) this.#silent++;
    const line = this.#lineOf(at);
    if (name === 'table') this.#table = { header: [], line };
    if (name === 'tr') {
      this.#flush();
      this.#row = { cells: [], line, header: false };
    }
    if (name === 'th' && this.#row !== null) this.#row.header = true;
    if (name === 'a' && href !== undefined) this.#link = { label: '', url: href, line };
    if (this.#row !== null) return;
    if (breaking.has(name) || headings.has(name)) this.#flush();
    if (name === 'li') this.#kind = 'item';
    if (headings.has(name)) {
      this.#kind = 'heading';
      this.#depth = Number(name.slice(1));
    }
  }

  text(text: string, at: number): void {
    if (this.#silent > 0) return;
    if (this.#text === '') this.#line = this.#lineOf(at);
    this.#text += text;
    if (this.#link !== null) this.#link.label += text;
    // Outside tables a source line is a line of its own, as in the rest of the plan.
    if (this.#row === null && this.#link === null && text.includes('\n')) this.#splitLines();
  }

  close(name: string): void {
    if (silent.has(name)) this.#silent = Math.max(0, this.#silent - 1);
    if (name === 'a' && this.#link !== null) {
      this.#links.push({ ...this.#link, label: this.#link.label.trim() });
      this.#link = null;
    }
    if ((name === 'td' || name === 'th') && this.#row !== null) {
      this.#row.cells.push(this.#text.replace(/\s+/g, ' ').trim());
      this.#text = '';
    }
    if (name === 'tr') this.#endRow();
    if (name === 'table') this.#table = null;
    if (breaking.has(name) || headings.has(name)) this.#flush();
  }

  done(): readonly Entry[] {
    this.#endRow();
    this.#flush();
    return this.#entries;
  }

  #endRow(): void {
    const row = this.#row;
    this.#row = null;
    if (row === null || row.cells.length === 0) return;
    const table = this.#table;
    if (table !== null && table.header.length === 0 && row.header) {
      table.header = row.cells;
      return;
    }
    const more = {
      cells: row.cells,
      header: table?.header ?? [],
      table: table?.line ?? row.line,
      links: this.#links,
    };
    this.#entries.push(plainEntry('row', row.line, row.cells.join(' | '), more));
    this.#links = [];
  }

  #splitLines(): void {
    const parts = this.#text.split('\n');
    const last = parts.pop() ?? '';
    const start = this.#line;
    for (const [i, part] of parts.entries()) {
      this.#text = part;
      this.#line = start + i;
      this.#flush();
    }
    this.#text = last;
    this.#line = start + parts.length;
  }

  #flush(): void {
    if (this.#row !== null) return;
    const text = this.#text.replace(/\s+/g, ' ').trim();
    const lead = this.#text.slice(0, this.#text.length - this.#text.trimStart().length);
    this.#line += lead.split('\n').length - 1;
    this.#text = '';
    if (text !== '' || this.#links.length > 0) {
      const indent = this.#kind === 'item' ? 0 : -1;
      const line = text === '' ? (this.#links[0]?.line ?? this.#line) : this.#line;
      this.#entries.push(
        plainEntry(this.#kind, line, text, { depth: this.#depth, indent, links: this.#links }),
      );
    }
    this.#links = [];
    this.#kind = 'line';
    this.#depth = 0;
  }

  #lineOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#firstLine + low;
  }
}
