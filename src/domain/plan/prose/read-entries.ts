import type { Blockquote, Code, Heading, List, ListItem, Paragraph, RootContent, Table } from 'mdast';
import { plainEntry, type Entry } from './entry.ts';
import { htmlEntries } from './html-entries.ts';
import { inlineLines, type TextLine } from './inline-text.ts';
import { parseMarkdown, type MarkdownChunk } from './parse-markdown.ts';

/** Reads a plan's Markdown as a flat list of entries in reading order. What stands in HTML comments is not part of it. */
export function readEntries(markdown: string): readonly Entry[] {
  return parseMarkdown(markdown).flatMap((chunk) => new Flattener(chunk).read());
}

class Flattener {
  readonly #entries: Entry[] = [];
  readonly #chunk: MarkdownChunk;

  constructor(chunk: MarkdownChunk) {
    this.#chunk = chunk;
  }

  read(): readonly Entry[] {
    this.#blocks(this.#chunk.tree.children, -1);
    return this.#entries;
  }

  #blocks(nodes: readonly RootContent[], indent: number): void {
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node === undefined) continue;
      if (node.type === 'html') {
        // HTML that blank lines have split belongs together: a table must keep its header.
        const from = i;
        while (nodes[i + 1]?.type === 'html') i++;
        this.#html(nodes.slice(from, i + 1));
      } else this.#block(node, indent);
    }
  }

  #block(node: RootContent, indent: number): void {
    // Definitions, rules and the like say nothing by themselves.
    if (!isSpoken(node)) return;
    switch (node.type) {
      case 'heading':
        this.#heading(node);
        return;
      case 'paragraph':
        this.#paragraph(inlineLines(node, this.#chunk.linesBefore), indent);
        return;
      case 'list':
        this.#list(node);
        return;
      case 'blockquote':
        this.#blocks(node.children, indent);
        return;
      case 'table':
        this.#table(node);
        return;
      case 'code':
        if (node.lang !== 'stagewatch') this.#code(node.value, this.#line(node), indent, node.lang ?? null);
        return;
    }
  }

  #line(node: { readonly position?: { readonly start: { readonly line: number } } | undefined }): number {
    return (node.position?.start.line ?? 1) + this.#chunk.linesBefore;
  }

  #source(line: number): string {
    return this.#chunk.lines[line - this.#chunk.linesBefore - 1] ?? '';
  }

  #heading(node: Heading): void {
    const lines = inlineLines(node, this.#chunk.linesBefore);
    const [first] = lines;
    const line = this.#line(node);
    const isUnderlined = !/^[\s>*+-]*#/.test(this.#source(line));
    // "Some words" over "---" becomes a heading by accident; what reads as a field or a sentence is left as one.
    if (
      isUnderlined &&
      node.depth === 2 &&
      (lines.length > 1 || first === undefined || isSentence(first.text))
    ) {
      this.#paragraph(lines, -1);
      return;
    }
    const text = lines.map((part) => part.text).join(' ');
    const links = lines.flatMap((part) => part.links);
    const codes = lines.flatMap((part) => part.codes);
    this.#entries.push(plainEntry('heading', line, text, { depth: node.depth, links, codes }));
  }

  #list(node: List): void {
    for (const item of node.children) this.#item(item);
  }

  #item(item: ListItem): void {
    const line = this.#line(item);
    const indent = indentOf(this.#source(line), item.position?.start.column ?? 1);
    const [first, ...rest] = item.children;
    const checked = item.checked ?? null;
    if (first?.type === 'paragraph')
      this.#paragraph(inlineLines(first, this.#chunk.linesBefore), indent, checked, true);
    else {
      this.#entries.push(plainEntry('item', line, '', { indent, checked }));
      if (first !== undefined) this.#blocks([first], indent + 1);
    }
    this.#blocks(rest, indent + 1);
  }

  /** Each line of a paragraph is an entry of its own unless it plainly runs on from the one before. */
  #paragraph(
    lines: readonly TextLine[],
    indent: number,
    checked: boolean | null = null,
    isItem = false,
  ): void {
    lines.forEach((line, i) => {
      const entry = this.#lineEntry(line, indent, isItem && i === 0, checked);
      const before = this.#entries.at(-1);
      const runsOn =
        i > 0 && entry.kind !== 'item' && before !== undefined && isContinuation(before, entry, isItem);
      if (runsOn) this.#entries.splice(-1, 1, joined(before, entry));
      else this.#entries.push(entry);
    });
  }

  #lineEntry(line: TextLine, indent: number, isItem: boolean, checked: boolean | null): Entry {
    const box = /^\[\s*([xX]?)\s*\](?=\s|$)/.exec(line.text);
    // A dash that could not interrupt the paragraph was still meant as a bullet.
    const bullet = /^(?:[•◦▪●‣·]\s*|[-*+]\s+)/.exec(line.text);
    const text = line.text.slice((box ?? bullet)?.[0].length ?? 0).trim();
    const isBox = box !== null && checked === null;
    const kind = isItem || bullet !== null || isBox ? 'item' : 'line';
    return plainEntry(kind, line.line, checked === null || box === null ? text : line.text, {
      indent: kind === 'item' && indent < 0 ? leadingWidth(this.#source(line.line)) : indent,
      checked: isBox ? box[1] !== '' : checked,
      links: line.links,
      codes: line.codes,
      strong: line.strong,
    });
  }

  #table(node: Table): void {
    const [head, ...body] = node.children.map((row) => ({
      line: this.#line(row),
      cells: row.children.map((cell) => inlineLines(cell, this.#chunk.linesBefore)),
    }));
    const table = head?.line ?? 0;
    const header = head?.cells.map(cellText) ?? [];
    const headLinks = head?.cells.flatMap((cell) => cell.flatMap((line) => line.links)) ?? [];
    if (headLinks.length > 0) this.#entries.push(plainEntry('line', table, '', { links: headLinks }));
    for (const { line, cells } of body) {
      const texts = cells.map(cellText);
      const before = this.#entries.at(-1);
      const isTail = texts.length === 1 && !this.#source(line).includes('|') && before?.table === table;
      if (isTail && before !== undefined) {
        // A cell that its author broke over two lines.
        const last = before.cells.length - 1;
        const merged = before.cells.map((cell, i) =>
          i === last ? `${cell} ${texts[0] ?? ''}`.trim() : cell,
        );
        this.#entries.splice(-1, 1, { ...before, cells: merged, text: merged.join(' | '), endLine: line });
        continue;
      }
      this.#entries.push(
        plainEntry('row', line, texts.join(' | '), {
          cells: texts,
          header,
          table,
          links: cells.flatMap((cell) => cell.flatMap((part) => part.links)),
          codes: cells.flatMap((cell) => cell.flatMap((part) => part.codes)),
        }),
      );
    }
  }

  #code(value: string, line: number, indent: number, lang: string | null): void {
    const from = lang === null ? line : line + 1;
    value.split('\n').forEach((text, i) => {
      if (text.trim() !== '') this.#entries.push(plainEntry('code', from + i, text.trim(), { indent }));
    });
  }

  #html(nodes: readonly RootContent[]): void {
    const [first] = nodes;
    if (first === undefined) return;
    let at = this.#line(first);
    const from = at;
    const text = nodes
      .map((node) => {
        const value = node.type === 'html' ? node.value : '';
        const gap = '\n'.repeat(Math.max(0, this.#line(node) - at));
        at = this.#line(node) + value.split('\n').length - 1;
        return gap + value;
      })
      .join('');
    this.#entries.push(...htmlEntries(text, from));
  }
}

type Spoken = Heading | Paragraph | List | Blockquote | Table | Code;

const spoken: ReadonlySet<string> = new Set(['heading', 'paragraph', 'list', 'blockquote', 'table', 'code']);

function isSpoken(node: RootContent): node is Spoken {
  return spoken.has(node.type);
}

function cellText(lines: readonly TextLine[]): string {
  return lines
    .map((line) => line.text)
    .join(' ')
    .trim();
}

function isSentence(text: string): boolean {
  return text.length > 80 || /[.!?:,;]$/.test(text) || /:\s/.test(text);
}

/** A long line that stops in mid-sentence was wrapped by hand; a short or finished one stands alone. */
function isContinuation(before: Entry, next: Entry, isItem: boolean): boolean {
  if (/^[A-Z*].{2,160}(?::\s|:$|\?$)/.test(next.text)) return false;
  if (isItem) return true;
  return before.text.length >= 55 && !/[.:;?!]$/.test(before.text);
}

function joined(before: Entry, next: Entry): Entry {
  return {
    ...before,
    text: `${before.text} ${next.text}`,
    endLine: next.endLine,
    links: [...before.links, ...next.links],
    codes: [...before.codes, ...next.codes],
    strong: before.strong && next.strong,
  };
}

function leadingWidth(line: string): number {
  return indentOf(line, line.length - line.trimStart().length + 1);
}

/** Width of what stands before a column, a tab filling up to the next multiple of four. */
function indentOf(line: string, column: number): number {
  let width = 0;
  for (const char of line.slice(0, column - 1)) width += char === '\t' ? 4 - (width % 4) : 1;
  return width;
}
