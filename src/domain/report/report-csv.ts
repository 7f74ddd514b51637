/** One row of results.csv. */
export interface ResultRow {
  readonly about: string;
  readonly label: string;
  readonly value: string;
  readonly events: number | null;
  readonly of: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: string;
  readonly source: string;
  /** ISO instant; empty where nothing is frozen. */
  readonly frozenAt: string;
}

const columns = [
  'about',
  'label',
  'value',
  'events',
  'of',
  'low',
  'high',
  'state',
  'source',
  'frozenAt',
] as const;

/** RFC 4180. A text that a spreadsheet would run as a formula is kept a text by an apostrophe before it. */
export function reportCsv(rows: readonly ResultRow[]): string {
  return [columns, ...rows.map((row) => columns.map((name) => row[name]))].map(line).join('');
}

function line(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
