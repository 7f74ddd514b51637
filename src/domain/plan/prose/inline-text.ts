import type { Heading, Paragraph, PhrasingContent, TableCell } from 'mdast';
import type { ProseLink } from './entry.ts';

/** Plain text of one source line of a paragraph, heading or cell. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
  readonly links: readonly ProseLink[];
  readonly codes: readonly string[];
  readonly strong: boolean;
}

type InlineParent = Heading | Paragraph | TableCell;

interface Draft {
  text: string;
  strongChars: number;
  links: ProseLink[];
  codes: string[];
}

/** Splits inline content by source line and takes the Markdown off it, keeping links and code apart. */
export function inlineLines(parent: InlineParent, linesBefore: number): readonly TextLine[] {
  const drafts = new Map<number, Draft>();
  const walk = new InlineWalk(drafts, linesBefore, parent.position?.start.line ?? 1);
  for (const node of parent.children) walk.take(node, false);
  return [...drafts]
    .toSorted(([a], [b]) => a - b)
    .map(([line, draft]) => {
      const text = draft.text.replace(/\s+/g, ' ').trim();
      const solid = text.replace(/\s/g, '').length;
      return {
        line,
        text,
        links: draft.links,
        codes: draft.codes,
        strong: solid > 0 && draft.strongChars >= solid - 1,
      };
    });
}

class InlineWalk {
  readonly #drafts: Map<number, Draft>;
  readonly #linesBefore: number;
  /** Bare addresses and the words around them come without a place: they follow what was read last. */
  #last = 0;
  /** An HTML anchor that has been opened and not closed. */
  #anchor: { readonly url: string; readonly line: number; label: string } | null = null;

  constructor(drafts: Map<number, Draft>, linesBefore: number, firstLine: number) {
    this.#drafts = drafts;
    this.#linesBefore = linesBefore;
    this.#last = linesBefore + firstLine;
  }

  take(node: PhrasingContent, strong: boolean): void {
    const line = node.position === undefined ? this.#last : node.position.start.line + this.#linesBefore;
    this.#last = line;
    switch (node.type) {
      case 'text':
        this.#put(node.value, line, strong);
        return;
      case 'inlineCode':
        this.#put(node.value, line, strong);
        this.#at(line).codes.push(node.value);
        return;
      case 'html':
        this.#html(node.value, line);
        return;
      case 'image':
        this.#at(line).links.push({ label: node.alt ?? '', url: node.url, line });
        return;
      case 'link':
        this.#at(line).links.push({ label: labelOf(node.children), url: node.url, line });
        for (const child of node.children) this.take(child, strong);
        return;
      case 'strong':
      case 'emphasis':
      case 'delete':
      case 'linkReference':
        for (const child of node.children) this.take(child, strong || node.type === 'strong');
        return;
      case 'break':
      case 'footnoteReference':
      case 'imageReference':
        return;
    }
  }

  #at(line: number): Draft {
    const found = this.#drafts.get(line);
    if (found !== undefined) return found;
    const draft: Draft = { text: '', strongChars: 0, links: [], codes: [] };
    this.#drafts.set(line, draft);
    return draft;
  }

  #put(value: string, line: number, strong: boolean): void {
    value.split('\n').forEach((part, i) => {
      const draft = this.#at(line + i);
      draft.text += part;
      if (strong) draft.strongChars += part.replace(/\s/g, '').length;
      this.#last = line + i;
    });
    if (this.#anchor !== null) this.#anchor.label += value;
  }

  #html(value: string, line: number): void {
    const url = /^<a\s[^>]*?href\s*=\s*["']?([^"'\s>]+)/i.exec(value)?.[1];
    if (url !== undefined) this.#anchor = { url, line, label: '' };
    else if (/^<\/a/i.test(value) && this.#anchor !== null) {
      const { label, url: target, line: start } = this.#anchor;
      this.#at(start).links.push({ label: label.trim(), url: target, line: start });
      this.#anchor = null;
    } else if (/^<br/i.test(value)) this.#at(line).text += ' ';
  }
}

function labelOf(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      if ('value' in node) return node.value;
      return 'children' in node ? labelOf(node.children) : '';
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}
