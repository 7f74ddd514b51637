/** Rows of a CSV text by the names in its first line; `undefined` where a quote never ends. RFC 4180. */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] | undefined {
  const [names = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, '')) ?? [];
  if (names.length === 0) return undefined;
  return rows
    .filter((cells) => cells.length > 1 || cells[0] !== '')
    .map((cells) => Object.fromEntries(names.map((name, i) => [name.trim(), cells[i] ?? ''])));
}

function cellsOf(text: string): string[][] | undefined {
  const rows: string[][] = [];
  let cells: string[] = [];
  // A quoted cell, or one up to the next comma or line end, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return undefined;
    const [, quoted, plain = '', end = ''] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && cell.lastIndex === text.length) cells.push('');
    if (end !== ',') {
      rows.push(cells);
      cells = [];
    }
  }
  if (cells.length > 0) rows.push(cells);
  return rows;
}
