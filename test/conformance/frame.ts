import * as z from 'zod';
import type { Exchange } from './recordings.ts';
import type { Endpoint } from './endpoints.ts';

/** The buckets a recording answered for, in milliseconds. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Questions that were asked in one request. */
  readonly questions: number;
}

const totalsOnly = z.union([
  z.looseObject({ data: z.looseObject({ buckets: z.array(z.looseObject({ computes: numbers() })).min(1) }) }),
  z.looseObject({
    data: z.array(z.looseObject({ attributes: z.looseObject({ compute: numbers() }) })).min(1),
  }),
]);

function numbers() {
  return z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
}

/** True of an aggregation without a course over time: one number for the whole window. */
export function isTotal(body: unknown): boolean {
  return totalsOnly.safeParse(body).success;
}

const minute = 60_000;
const fallback: Frame = { from: 0, to: 10 * minute, width: minute, questions: 1 };

const v2Request = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      from: z.number(),
      to: z.number(),
      interval: z.number().nullish(),
      queries: z.array(z.unknown()),
      formulas: z.array(z.unknown()).nullish(),
    }),
  }),
});

/** The frame of a recording: what its request says, else what holds all its stamps. */
export function frameOf(endpoint: Endpoint, one: Exchange): Frame {
  const asked = v2Request.safeParse(one.asked);
  const stamps = stampsOf(endpoint, one.body);
  const step = gcd(stamps) ?? minute;
  if (asked.success) {
    const { from, to, interval, queries, formulas } = asked.data.data.attributes;
    const questions = formulas?.length ?? queries.length;
    return { ...around([from, ...stamps, to - 1], interval ?? step), questions };
  }
  const [first, last] = [stamps[0], stamps.at(-1)];
  if (first === undefined || last === undefined) return fallback;
  if (endpoint === 'prometheus range') {
    const said = secondsOf(one.form.get('step')) * 1000;
    const width = said > 0 ? said : step;
    // A stamp is the end of its bucket there.
    return { from: first - width, to: last, width, questions: 1 };
  }
  const width = endpoint === 'datadog v1 query' ? v1Width(one.body, step) : step;
  return { ...around(stamps, width), questions: 1 };
}

/** A step is a number of seconds, or a length such as 1m. */
function secondsOf(text: string | null): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text ?? '');
  const unit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[parts?.[2] ?? 's'] ?? 1;
  return parts === null ? 0 : Number(parts[1]) * unit;
}

function around(stamps: readonly number[], width: number): Omit<Frame, 'questions'> {
  const from = Math.floor(Math.min(...stamps) / width) * width;
  return { from, to: Math.max(from + width, (Math.floor(Math.max(...stamps) / width) + 1) * width), width };
}

const v1Body = z.looseObject({
  series: z.array(
    z.looseObject({ interval: z.number().nullish(), pointlist: z.array(z.tuple([z.number(), z.unknown()])) }),
  ),
});

function v1Width(body: unknown, step: number): number {
  const read = v1Body.safeParse(body);
  const widest = read.success
    ? Math.max(0, ...read.data.series.map(({ interval }) => (interval ?? 0) * 1000))
    : 0;
  return widest > 0 ? widest : step;
}

const matrix = z.looseObject({
  data: z.looseObject({
    result: z.array(
      z.looseObject({
        values: z.array(z.tuple([z.number(), z.unknown()])).optional(),
        histograms: z.array(z.tuple([z.number(), z.unknown()])).optional(),
      }),
    ),
  }),
});
const times = z.looseObject({
  data: z.looseObject({ attributes: z.looseObject({ times: z.array(z.number()) }) }),
});
const dated = z.looseObject({ data: z.array(z.tuple([z.number(), z.unknown()])) });
const groups = z.record(z.string(), z.unknown());

/** Every list of dated values, of one axis, of several, or of groups of them. */
function seconds(body: unknown, depth = 0): readonly number[] {
  const own = dated.safeParse(body);
  if (own.success) return own.data.data.map(([at]) => at * 1000);
  const members = groups.safeParse(body);
  if (!members.success || depth > 1) return [];
  return Object.values(members.data).flatMap((one) => seconds(one, depth + 1));
}

const stamped = z.looseObject({
  timeSeries: z.array(z.looseObject({ values: z.array(z.looseObject({ timestamp: z.number() })) })),
});
const firstSeen = z.array(z.looseObject({ firstSeen: z.string() }));

/** Every stamp of an answer in milliseconds, in order. */
function stampsOf(endpoint: Endpoint, body: unknown): readonly number[] {
  const found = stampsIn(endpoint, body).map((at) => Math.round(at));
  return [...new Set(found)].toSorted((a, b) => a - b);
}

function stampsIn(endpoint: Endpoint, body: unknown): readonly number[] {
  return readers[endpoint]?.(body) ?? [];
}

type StampReader = (body: unknown) => readonly number[] | undefined;

const matrixStamps: StampReader = (body) =>
  matrix
    .safeParse(body)
    .data?.data.result.flatMap(({ values = [], histograms = [] }) =>
      [...values, ...histograms].map(([at]) => at * 1000),
    );

/** Answers that are one number, a state or a toggle have no stamps. */
const readers: Partial<Readonly<Record<Endpoint, StampReader>>> = {
  'datadog timeseries': (body) => times.safeParse(body).data?.data.attributes.times,
  'datadog v1 query': (body) =>
    v1Body.safeParse(body).data?.series.flatMap(({ pointlist }) => pointlist.map(([at]) => at)),
  'datadog aggregate': (body) =>
    Array.from(JSON.stringify(body ?? '').matchAll(/"time":"([^"]+)"/g), ([, at = '']) => Date.parse(at)),
  'prometheus range': matrixStamps,
  'prometheus samples': matrixStamps,
  'sentry timeseries': (body) =>
    stamped.safeParse(body).data?.timeSeries.flatMap(({ values }) => values.map((one) => one.timestamp)),
  'sentry stats': (body) => seconds(body),
  'sentry issues': (body) => firstSeen.safeParse(body).data?.map((issue) => Date.parse(issue.firstSeen)),
};

/** The widest bucket that has every stamp at its start, an hour at most; `null` where there are no two stamps. */
function gcd(stamps: readonly number[]): number | null {
  const [first, ...rest] = stamps;
  if (first === undefined || rest.length === 0) return null;
  const common = rest.reduce((sum, at) => {
    let [a, b] = [sum, at - first];
    while (b > 0) [a, b] = [b, a % b];
    return a;
  }, 0);
  return Math.min(3_600_000, common);
}
