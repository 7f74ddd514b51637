import * as z from 'zod';
import type { Signal } from '../plan/plan.ts';
import { parseDuration } from '../time/duration.ts';
import type { Ms } from '../time/time.ts';
import type { SeriesKind, SeriesResult } from './series.ts';

const values = z.array(z.number().nullable());

const moment = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);

const width = z.preprocess(
  (value) => (typeof value === 'string' ? (parseDuration(value) ?? value) : value),
  z
    .number({
      error: (issue) =>
        `${JSON.stringify(issue.input) ?? 'nothing'} is not a width. Write it as 1m, 1h or in milliseconds.`,
    })
    .positive(),
);

const one = z.union([
  values.transform((list) => ({ values: list, start: undefined, groups: undefined, total: undefined })),
  z.strictObject({
    values,
    start: moment.optional(),
    groups: z.record(z.string(), values).optional(),
    total: z.number().nullable().optional(),
  }),
]);

const stretch = z.strictObject({
  label: z.string().min(1),
  start: moment,
  percent: z.number().min(0).max(100).nullable().optional(),
  series: z.record(z.string(), one),
});

/** A file of recorded series: buckets of one width from one start, per signal; and, where wanted, of the past. */
const recordedFile = z.strictObject({
  start: moment,
  width,
  end: moment.nullable().optional(),
  series: z.record(z.string(), one),
  'previous-stage': stretch.optional(),
  'before-launch': z.array(stretch).optional(),
});

type RecordedOne = z.infer<typeof one>;

/** A stretch of recorded series, ready to be judged. */
export interface RecordedStretch {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly percent: number | null;
  readonly series: ReadonlyMap<string, SeriesResult>;
}

/** Recorded series of a stage, and what it can be compared with. */
export interface Recorded {
  readonly start: number;
  readonly end: number | null;
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly previousStage: RecordedStretch | null;
  readonly beforeLaunch: readonly RecordedStretch[];
}

/**
 * Reads recorded series from parsed JSON.
 * @returns the series, or every problem with the path it is at and what was expected.
 */
export function readRecorded(json: unknown, signals: readonly Signal[]): Recorded | readonly string[] {
  const read = recordedFile.safeParse(json);
  if (!read.success)
    return read.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  const { start, end, width: step } = read.data;
  const unknown = Object.keys(read.data.series).filter((id) => signals.every((signal) => signal.id !== id));
  if (unknown.length > 0)
    return unknown.map(
      (id) =>
        `series.${id}: the plan has no such signal. It has ${signals.map((signal) => signal.id).join(', ')}.`,
    );
  const stretchOf = (from: z.infer<typeof stretch>): RecordedStretch => {
    const longest = Math.max(0, ...Object.values(from.series).map((series) => series.values.length));
    return {
      label: from.label,
      from: from.start,
      to: from.start + longest * step,
      percent: from.percent ?? null,
      series: seriesOf(from.series, signals, from.start, step),
    };
  };
  const previous = read.data['previous-stage'];
  return {
    start,
    end: end ?? null,
    series: seriesOf(read.data.series, signals, start, step),
    previousStage: previous === undefined ? null : stretchOf(previous),
    beforeLaunch: (read.data['before-launch'] ?? []).map(stretchOf),
  };
}

function seriesOf(
  recorded: Readonly<Record<string, RecordedOne>>,
  signals: readonly Signal[],
  start: number,
  step: Ms,
): ReadonlyMap<string, SeriesResult> {
  return new Map(
    Object.entries(recorded).map(([id, series]) => {
      const signal = signals.find((one_) => one_.id === id);
      return [id, resultOf(id, signal, series, start, step)];
    }),
  );
}

function resultOf(
  id: string,
  signal: Signal | undefined,
  series: RecordedOne,
  start: number,
  step: Ms,
): SeriesResult {
  const from = series.start ?? start;
  const source = signal?.source ?? 'recorded';
  const through = from + series.values.length * step;
  return {
    id,
    source,
    example: source === 'example',
    status: series.values.some((value) => value !== null) ? 'ok' : 'empty',
    issues: [],
    data: {
      kind: kindOf(signal),
      start: from,
      width: step,
      values: series.values,
      ...(series.groups === undefined
        ? {}
        : { groups: Object.entries(series.groups).map(([key, list]) => ({ key, values: list })) }),
      ...(series.total === undefined ? {} : { total: series.total }),
      completeThrough: through,
      fetchedAt: through,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source, endpoint: 'recorded', query: signal?.query ?? '' },
    },
  };
}

function kindOf(signal: Signal | undefined): SeriesKind {
  switch (signal?.kind) {
    case 'duration':
    case 'gauge':
    case 'unique':
    case 'histogram':
      return signal.kind;
    case 'count':
    case 'counter':
    case 'issues':
    case undefined:
      return 'count';
  }
}
