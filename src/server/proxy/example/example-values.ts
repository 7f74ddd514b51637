import type { SeriesData } from '#domain/series/series.ts';
import { second, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';
import { countsPerAtom } from './example-counts.ts';
import { flowPerAtom, valueAt, type Atoms } from './example-flow.ts';
import type { ExampleQuery, Faults, MeasureShape, UniqueShape } from './example-query.ts';
import { binomial, hashText, normal, seededRandom } from './seeded-random.ts';

type Values = Pick<SeriesData, 'values' | 'groups' | 'total'>;

export interface ExampleGrid {
  /** Whole buckets. */
  readonly window: Window;
  readonly width: Ms;
  /** Start of the run. */
  readonly anchor: EpochMs;
}

interface Cut {
  readonly atoms: Atoms;
  /** The first atom with data. */
  readonly earliest: number;
  /** First and one past the last atom of each bucket; `null` where the source has no data. */
  readonly buckets: readonly ({ readonly first: number; readonly end: number } | null)[];
}

const usualAtom: Ms = 10 * second;

/** The numbers of a query on a grid. They depend on the words of the query and on where a bucket lies in the run. */
export function exampleValues(query: ExampleQuery, grid: ExampleGrid): Values {
  const cut = cutIntoAtoms(query.faults, grid);
  const { shape } = query;
  switch (shape.kind) {
    case 'unique':
      return uniqueValues(shape, cut);
    case 'average':
    case 'level':
      return { values: measureValues(shape, cut, grid) };
    case 'count':
    case 'part':
    case 'classes':
    case 'histogram': {
      const { whole, keys, parts } = countsPerAtom(shape, cut.atoms);
      const values = cut.buckets.map((bucket) => (bucket === null ? null : sumOver(bucket, whole)));
      if (keys.length === 0) return { values };
      const table = cut.buckets.map((bucket) =>
        bucket === null ? null : sumsOver(bucket, parts, keys.length),
      );
      return {
        values,
        groups: keys.map((key, i) => ({ key, values: table.map((row) => row?.[i] ?? null) })),
      };
    }
  }
}

function cutIntoAtoms(faults: Faults, grid: ExampleGrid): Cut {
  const { window, width, anchor } = grid;
  const atom = width % usualAtom === 0 ? usualAtom : width;
  const origin = Math.floor(anchor / atom) * atom;
  const count = Math.max(0, Math.round((window.to - window.from) / width));
  const earliest = Math.floor((anchor + faults.since - origin) / atom);
  const buckets = Array.from({ length: count }, (_, i) => {
    const start = window.from + i * width;
    const from = start - anchor;
    const first = Math.max(earliest, Math.round((start - origin) / atom));
    const end = Math.round((start + width - origin) / atom);
    const inGap = faults.gaps.some((gap) => from < gap.to && from + width > gap.from);
    return inGap || from + width > faults.silentFrom || first >= end ? null : { first, end };
  });
  return { atoms: { width: atom, lead: anchor - origin }, earliest, buckets };
}

type Bucket = NonNullable<Cut['buckets'][number]>;

function sumOver(bucket: Bucket, of: (atom: number) => number): number {
  let sum = 0;
  for (let atom = bucket.first; atom < bucket.end; atom++) sum += of(atom);
  return sum;
}

function sumsOver(
  bucket: Bucket,
  of: (atom: number) => readonly number[],
  length: number,
): readonly number[] {
  const sums = Array.from({ length }, () => 0);
  for (let atom = bucket.first; atom < bucket.end; atom++) {
    for (const [i, value] of of(atom).entries()) sums[i] = (sums[i] ?? 0) + value;
  }
  return sums;
}

/** Distinct people: whoever comes back after `after` is counted again only where the first visit lies before. */
function uniqueValues(shape: UniqueShape, cut: Cut): Values {
  const { atoms, earliest, buckets } = cut;
  const flow = flowPerAtom(shape.flow, atoms);
  const arriving = (atom: number): number => (atom < earliest ? 0 : flow(atom));
  const seed = hashText(`${shape.flow.seed} again`);
  const delay = Math.max(1, Math.round(shape.after / atoms.width));
  const back = (atom: number): number =>
    shape.again === 0 ? 0 : binomial(arriving(atom - delay), shape.again, seededRandom(seed, atom));
  const seen = (bucket: Bucket, since: number): number =>
    sumOver(bucket, (atom) => arriving(atom) + (atom - delay < since ? back(atom) : 0));
  const first = buckets.find((bucket) => bucket !== null)?.first;
  return {
    values: buckets.map((bucket) => (bucket === null ? null : seen(bucket, bucket.first))),
    total:
      first === undefined
        ? null
        : buckets.reduce((sum, bucket) => sum + (bucket === null ? 0 : seen(bucket, first)), 0),
  };
}

function measureValues(shape: MeasureShape, cut: Cut, grid: ExampleGrid): readonly (number | null)[] {
  const seed = hashText(shape.seed);
  return cut.buckets.map((bucket, i) => {
    if (bucket === null) return null;
    const offset = grid.window.from + i * grid.width - grid.anchor;
    const noise = shape.spread === 0 ? 0 : shape.spread * normal(seededRandom(seed, bucket.first));
    return Number((valueAt(shape.value, Math.max(0, offset)) * Math.max(0.05, 1 + noise)).toPrecision(6));
  });
}
