import type { Buckets } from './basis.ts';

/** Events out of trials per bucket. `null` where either is unknown. */
export interface ShareBuckets {
  readonly events: readonly (number | null)[];
  readonly trials: readonly (number | null)[];
}

/** The buckets in which everything asked for is known, one array per column, in order. */
export interface UsableColumns {
  readonly columns: readonly Float64Array[];
  /** How many of them the exact look at the planned end sees; `null` before it is due. */
  readonly lookAt: number | null;
}

/** Keeps the rows in which every column has a value. What is unknown is left out, never taken as zero. */
export function usableColumns(
  columns: readonly (readonly (number | null)[])[],
  { plannedRows }: Pick<Buckets, 'plannedRows'>,
): UsableColumns {
  const rows = usableRows(columns);
  return {
    columns: columns.map((column) => picked(column, rows)),
    lookAt: plannedRows === null ? null : countBelow(rows, plannedRows),
  };
}

/** The values of some rows, column by column: a week of minutes is read at every look. */
function picked(column: readonly (number | null)[], rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = column[rows[i] ?? 0] ?? 0;
  return out;
}

/** How many of the rows, which are in order, lie before `end`. */
function countBelow(rows: Int32Array, end: number): number {
  const at = rows.findIndex((row) => row >= end);
  return at === -1 ? rows.length : at;
}

/** The first bucket with more events than trials, or fewer than none; -1 where there is none. */
export function contradictionAt(events: Float64Array, trials: Float64Array): number {
  for (let i = 0; i < events.length; i++) {
    const x = events[i] ?? 0;
    if (x < 0 || x > (trials[i] ?? 0)) return i;
  }
  return -1;
}

/** The rows `usableColumns` keeps: those in which every column has a value. */
export function usableRows(columns: readonly (readonly (number | null)[])[]): Int32Array {
  const length = columns[0]?.length ?? 0;
  const missing = new Uint8Array(length);
  for (const column of columns)
    for (let i = 0; i < length; i++) if (column[i] === null || column[i] === undefined) missing[i] = 1;
  const rows = new Int32Array(length);
  let used = 0;
  for (let i = 0; i < length; i++) if (missing[i] === 0) rows[used++] = i;
  return rows.subarray(0, used);
}

/** The trials that did not end in the event. */
export function complement(share: ShareBuckets): readonly (number | null)[] {
  return share.trials.map((n, i) => {
    const x = share.events[i];
    return n === null || x === null || x === undefined ? null : n - x;
  });
}
