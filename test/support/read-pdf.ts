import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** One page as a reader of PDF files finds it, by its tags and not by its looks. */
export interface PdfPage {
  /** Every word on the page, margins included, without blanks: where a blank stands is the reader's guess. */
  readonly words: string;
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  /** Cells of each table, row by row. A table that breaks over pages is on each of them. */
  readonly tables: readonly (readonly (readonly { readonly role: string; readonly text: string }[])[])[];
  /** Round shapes that are drawn: the dots of a chart. */
  readonly dots: number;
}

interface Node {
  readonly role: string;
  readonly children: readonly (Node | { readonly type: string; readonly id: string })[];
}

/** Reads a PDF as a screen reader or a search engine would. */
export async function readPdf(bytes: Uint8Array): Promise<readonly PdfPage[]> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: PdfPage[] = [];
  for (let n = 1; n <= document.numPages; n++) pages.push(await readPage(await document.getPage(n)));
  await task.destroy();
  return pages;
}

type Proxy = Awaited<ReturnType<Awaited<ReturnType<typeof getDocument>['promise']>['getPage']>>;

async function readPage(page: Proxy): Promise<PdfPage> {
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const texts = new Map<string, string>();
  let id = '';
  let words = '';
  for (const item of items) {
    if ('str' in item) {
      words += item.str;
      texts.set(id, `${texts.get(id) ?? ''}${item.str}${item.hasEOL ? ' ' : ''}`);
    } else {
      id = item.type === 'endMarkedContent' ? '' : (item.id ?? '');
    }
  }
  const root: Node = await page.getStructTree();
  const found = root === null ? [] : walk(root);
  const textOf = (node: Node): string =>
    idsOf(node)
      .map((one) => texts.get(one) ?? '')
      .join('')
      .trim();
  return {
    words: words.replaceAll(/\s/g, ''),
    headings: found.flatMap((node) => {
      const level = Number(/^H([1-6])$/.exec(node.role)?.[1]);
      return Number.isNaN(level) ? [] : [{ level, text: textOf(node) }];
    }),
    tables: found
      .filter((node) => node.role === 'Table')
      .map((table) =>
        walk(table)
          .filter((node) => node.role === 'TR')
          .map((row) =>
            walk(row)
              .filter((node) => node.role === 'TH' || node.role === 'TD')
              .map((cell) => ({ role: cell.role, text: textOf(cell) })),
          ),
      ),
    dots: await dotsOn(page),
  };
}

function walk(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap((child) => ('role' in child ? walk(child) : []))];
}

function idsOf(node: Node): readonly string[] {
  return node.children.flatMap((child) => ('role' in child ? idsOf(child) : [child.id]));
}

/** Code of a curve in a path, as the reader numbers its drawing steps. */
const curve = 2;
/** Numbers that follow each step: move, line, curve, flat curve, close. */
const lengths = [2, 2, 6, 4, 0];

async function dotsOn(page: Proxy): Promise<number> {
  const { fnArray, argsArray } = await page.getOperatorList();
  return fnArray.filter((step, i) => step === OPS.constructPath && curvesIn(argsArray[i]) >= 4).length;
}

/** Curves of a filled path; the outline around it is a path of its own. */
function curvesIn(args: unknown): number {
  if (!Array.isArray(args) || args[0] === OPS.stroke) return 0;
  const path: unknown = Array.isArray(args[1]) ? args[1][0] : null;
  if (!(path instanceof Float32Array)) return 0;
  let curves = 0;
  for (let i = 0; i < path.length; i += 1 + (lengths[path[i] ?? 0] ?? 0)) if (path[i] === curve) curves++;
  return curves;
}
