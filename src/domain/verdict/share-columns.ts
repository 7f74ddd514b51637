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
  const length = columns[0]?.length ?? 0;
  const out = columns.map(() => new Float64Array(length));
  let used = 0;
  let lookAt = 0;
  for (let i = 0; i < length; i++) {
    if (plannedRows !== null && i === plannedRows) lookAt = used;
    if (!allKnown(columns, i)) continue;
    for (let c = 0; c < out.length; c++) {
      const target = out[c];
      if (target !== undefined) target[used] = columns[c]?.[i] ?? 0;
    }
    used += 1;
  }
  if (plannedRows !== null && plannedRows >= length) lookAt = used;
  return {
    columns: out.map((column) => column.subarray(0, used)),
    lookAt: plannedRows === null ? null : lookAt,
  };
}

function allKnown(columns: readonly (readonly (number | null)[])[], i: number): boolean {
  for (const column of columns) if (column[i] === null || column[i] === undefined) return false;
  return true;
}

/** The rows `usableColumns` keeps. */
export function usableRows(columns: readonly (readonly (number | null)[])[]): readonly number[] {
  return Array.from(columns[0] ?? [], (_, i) => i).filter((i) => allKnown(columns, i));
}

/** The trials that did not end in the event. */
export function complement(share: ShareBuckets): readonly (number | null)[] {
  return share.trials.map((n, i) => {
    const x = share.events[i];
    return n === null || x === null || x === undefined ? null : n - x;
  });
}
