import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** A fenced block of the plan, with the file line its first content line stands on. */
export interface FencedBlock {
  readonly text: string;
  readonly firstLine: number;
}

/** What the plan reader needs of a Markdown file. */
export interface MarkdownOutline {
  readonly title: { readonly text: string; readonly line: number } | null;
  readonly blocks: readonly FencedBlock[];
}

/** Finds the title (the first H1) and every fenced `stagewatch` block. Never throws on Markdown. */
export function outlineMarkdown(markdown: string): MarkdownOutline {
  const tree = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  let title: MarkdownOutline['title'] = null;
  const blocks: FencedBlock[] = [];
  visit(tree, (node) => {
    if (node.type === 'heading' && node.depth === 1 && title === null) {
      title = { text: textOf(node).trim(), line: node.position?.start.line ?? 1 };
    }
    if (node.type === 'code' && node.lang === 'stagewatch') {
      blocks.push({ text: node.value, firstLine: (node.position?.start.line ?? 0) + 1 });
    }
  });
  return { title, blocks };
}
