/** A link of the plan with the line it stands on. */
export interface ProseLink {
  readonly label: string;
  readonly url: string;
  readonly line: number;
}

/**
 * One piece of a plan in reading order: a heading, a bullet, a line of a paragraph, a row of a table or a line of code.
 * The reader works on these, so that a field reads the same whether it is a bullet, a line or a cell.
 */
export interface Entry {
  readonly kind: 'heading' | 'item' | 'line' | 'row' | 'code';
  /** First line in the file, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** Heading 1–6; 0 for the rest. */
  readonly depth: number;
  /** Column of the bullet as the author indented it; -1 for what stands outside lists, so that a list below a line is its child. */
  readonly indent: number;
  /** Plain text without Markdown. */
  readonly text: string;
  /** `null` where there is no check box. */
  readonly checked: boolean | null;
  readonly links: readonly ProseLink[];
  readonly codes: readonly string[];
  /** All of the text is bold. */
  readonly strong: boolean;
  /** Cells of a row, else empty. */
  readonly cells: readonly string[];
  /** Header cells of a row's table, else empty. */
  readonly header: readonly string[];
  /** Line of the table's header; 0 outside tables. */
  readonly table: number;
}

/** An entry with everything but its kind, place and text left empty. */
export function plainEntry(
  kind: Entry['kind'],
  line: number,
  text: string,
  more: Partial<Entry> = {},
): Entry {
  return {
    kind,
    line,
    endLine: line,
    depth: 0,
    indent: -1,
    text,
    checked: null,
    links: [],
    codes: [],
    strong: false,
    cells: [],
    header: [],
    table: 0,
    ...more,
  };
}
