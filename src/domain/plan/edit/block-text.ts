import { type Document } from 'yaml';
import type { FencedBlock } from '../find-block.ts';

/** A block's YAML as it is written into a plan: long lines stay whole. */
export function printed(document: Document): string {
  return document.contents === null ? '' : document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Puts the block's text where it stood, or a new block at the end, with the line ends of the file. */
export function putBlock(markdown: string, fenced: FencedBlock | undefined, yaml: string): string {
  const eol = /\r\n|\r|\n/.exec(markdown)?.[0] ?? '\n';
  const text = yaml.replace(/\n$/, '').replaceAll('\n', eol);
  return fenced === undefined
    ? withNewBlock(markdown, text, eol)
    : withBlockText(markdown, fenced, text, eol);
}

function withNewBlock(markdown: string, text: string, eol: string): string {
  const gap = markdown === '' || markdown.endsWith(eol + eol) ? '' : eol;
  const end = markdown === '' || /[\r\n]$/.test(markdown) ? '' : eol;
  return `${markdown}${end}${gap}\`\`\`stagewatch${eol}${text}${eol}\`\`\`${eol}`;
}

function withBlockText(markdown: string, fenced: FencedBlock, text: string, eol: string): string {
  const ends = Array.from(markdown.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length);
  const startOf = (line: number): number | undefined => (line === 1 ? 0 : ends[line - 2]);
  // A fence that is the last line has no line below it yet.
  const first = startOf(fenced.firstLine);
  const from = first ?? markdown.length;
  const to = startOf(fenced.endLine) ?? markdown.length;
  const indent = /^[ \t]*/.exec(markdown.slice(startOf(fenced.firstLine - 1) ?? 0))?.[0] ?? '';
  const indented = indent === '' ? text : text.replaceAll(/^(?=.)/gm, indent);
  return `${markdown.slice(0, from)}${first === undefined ? eol : ''}${indented}${eol}${markdown.slice(to)}`;
}
