import type { SeriesData, SeriesResult } from '../series/series.ts';
import type { EpochMs, Ms, Window } from '../time/time.ts';
import type { Run } from './run.ts';
import { plannedEnd } from './run.ts';
import { saySource } from './say-value.ts';
import { allowedDelay } from './allowed-delay.ts';

/** What a criterion is judged on: its series cut to the run, on one grid; or why it can't be judged. */
export type Basis =
  | {
      readonly kind: 'error';
      readonly source: string;
      readonly message: string;
      readonly lastGood: EpochMs | null;
    }
  | { readonly kind: 'no-data'; readonly source: string; readonly message: string }
  | { readonly kind: 'stale'; readonly source: string; readonly newest: EpochMs; readonly allowed: Ms }
  | Buckets;

/** Aligned complete buckets of all series a criterion reads. `columns[s][i]` is series `s` in bucket `i`; `null` is unknown. */
export interface Buckets {
  readonly kind: 'buckets';
  readonly source: string;
  readonly columns: readonly (readonly (number | null)[])[];
  readonly data: readonly SeriesData[];
  readonly window: Window;
  readonly width: Ms;
  /** Buckets in which every series has a value, and how many the window holds. */
  readonly measured: number;
  readonly expected: number;
  /** Rows that lie before the planned end, once the judged buckets have reached it; `null` until then. */
  readonly plannedRows: number | null;
  /** A source answered only in part: its counts may be too low. */
  readonly partial: boolean;
  /** Rows left out by a person's decision. */
  readonly leftOut: ReadonlySet<number>;
}

export interface BasisInput {
  readonly ids: readonly string[];
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly run: Run;
  readonly now: EpochMs;
  /** Planned outages a person has decided not to count: their buckets are neither data nor gaps. */
  readonly excluded?: readonly Window[] | undefined;
}

/**
 * Cuts the series of a criterion to the complete buckets of a run.
 * The first bucket is the one the run starts in. The window ends at the run's end, or now: a stage that runs on is still judged.
 * A missing, failing, empty or late series is never turned into numbers.
 */
export function basisFor(input: BasisInput): Basis {
  const found: SeriesData[] = [];
  let partial = false;
  for (const id of input.ids) {
    const result = input.series.get(id);
    const unusable = unusableSeries(id, result);
    if (unusable !== undefined) return unusable;
    if (result === undefined || result.status === 'error') continue;
    found.push(result.data);
    if (result.status === 'partial') partial = true;
  }
  const [first] = found;
  if (first === undefined)
    return { kind: 'no-data', source: 'no source', message: 'No signal is bound to it.' };
  const source = first.provenance.source;
  const offGrid = found.find(
    (data) => data.width !== first.width || (data.start - first.start) % first.width !== 0,
  );
  if (offGrid !== undefined) {
    const message = `${offGrid.provenance.source} answered in buckets of ${offGrid.width} ms, not the ${first.width} ms asked for.`;
    return { kind: 'error', source: offGrid.provenance.source, message, lastGood: null };
  }
  const basis = cut(input, found, source, first.width);
  return basis.kind === 'buckets' && partial ? { ...basis, partial } : basis;
}

function unusableSeries(id: string, result: SeriesResult | undefined): Basis | undefined {
  if (result === undefined) {
    return { kind: 'error', source: id, message: `The signal "${id}" was not read.`, lastGood: null };
  }
  if (result.status === 'error') {
    return {
      kind: 'error',
      source: result.source,
      message: result.error.message,
      lastGood: result.lastGood?.completeThrough ?? null,
    };
  }
  if (result.status === 'empty' || result.data.values.every((value) => value === null)) {
    return {
      kind: 'no-data',
      source: result.source,
      message: `${saySource(result.source)} answered, but nothing matched the query of "${id}".`,
    };
  }
  return undefined;
}

function cut(input: BasisInput, found: readonly SeriesData[], source: string, width: Ms): Basis {
  const { run, now } = input;
  // Counted from where the source's buckets begin: a day may start at any hour.
  const grid = found[0]?.start ?? 0;
  const from = grid + Math.floor((run.start - grid) / width) * width;
  const end = Math.min(run.end ?? now, now);
  const through = Math.min(end, ...found.map((data) => data.completeThrough ?? from));
  const rows = Math.max(0, Math.floor((through - from) / width));
  const leftOut = leftOutRows(input.excluded ?? [], from, width, rows);
  const columns = found.map((data) => column(data, from, width, rows, leftOut));
  const lag = Math.max(...found.map((data) => data.assumedLag));
  const allowed = allowedDelay(run.length, width, lag);
  const newest = newestKnown(columns, rows, leftOut);
  const newestEnd = from + newest * width;
  if (end - newestEnd > allowed) {
    const late = found.find((data) => (data.completeThrough ?? from) <= newestEnd) ?? found[0];
    return { kind: 'stale', source: late?.provenance.source ?? source, newest: newestEnd, allowed };
  }
  let measured = 0;
  for (let i = 0; i < rows; i++) if (allKnown(columns, i)) measured++;
  const planned = plannedEnd(run);
  const plannedCount = planned === null ? 0 : Math.max(1, Math.floor((planned - from) / width));
  return {
    kind: 'buckets',
    source,
    columns,
    data: found,
    window: { from, to: from + rows * width },
    width,
    measured,
    expected: rows - leftOut.size,
    plannedRows: planned !== null && rows >= plannedCount ? plannedCount : null,
    leftOut,
    partial: false,
  };
}

/** Rows any part of which lies in an excluded window. */
function leftOutRows(
  excluded: readonly Window[],
  from: EpochMs,
  width: Ms,
  rows: number,
): ReadonlySet<number> {
  const out = new Set<number>();
  for (const window of excluded) {
    const first = Math.max(0, Math.floor((window.from - from) / width));
    const last = Math.min(rows, Math.ceil((window.to - from) / width));
    for (let i = first; i < last; i++) out.add(i);
  }
  return out;
}

function column(
  data: SeriesData,
  from: EpochMs,
  width: Ms,
  rows: number,
  leftOut: ReadonlySet<number>,
): readonly (number | null)[] {
  const offset = Math.round((from - data.start) / width);
  const { values } = data;
  const out: (number | null)[] = values.slice(Math.max(0, offset), Math.max(0, offset + rows));
  for (let i = 0; i < out.length; i++) if (!isKnown(out[i])) out[i] = null;
  for (let i = 0; i < Math.min(rows, -offset); i++) out.unshift(null);
  while (out.length < rows) out.push(null);
  for (const i of leftOut) out[i] = null;
  return out;
}

function allKnown(columns: readonly (readonly (number | null)[])[], i: number): boolean {
  for (const values of columns) if (values[i] === null) return false;
  return true;
}

/** A usable number: neither a gap nor something a broken source made up. Counts and latencies are never negative. */
function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value) && value >= 0;
}

/** One past the last row in which every column is known or which is left out; 0 when there is none. */
function newestKnown(
  columns: readonly (readonly (number | null)[])[],
  rows: number,
  leftOut: ReadonlySet<number>,
): number {
  for (let i = rows - 1; i >= 0; i--) if (leftOut.has(i) || allKnown(columns, i)) return i + 1;
  return 0;
}

/**
 * True where so much is missing that no statistic may be called met: over a twentieth of the window, or an unknown part of
 * an answer.
 */
export function hasGaps(buckets: Buckets): boolean {
  if (buckets.partial) return true;
  const missing = buckets.expected - buckets.measured;
  return missing > buckets.expected / 20;
}

/** True where anything is missing: an event rule is met only where every bucket was seen, for the event may be in the other. */
export function hasUnseen(buckets: Buckets): boolean {
  return buckets.partial || buckets.measured < buckets.expected;
}
