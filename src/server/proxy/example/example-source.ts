import type { SeriesData } from '#domain/series/series.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import { failure, type MetricSource } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import { parseExampleQuery, type Average, type ExampleQuery, type Flow, type Part } from './example-query.ts';
import { binomial, normal, poisson, seededRandom } from './seeded-random.ts';

/**
 * Made-up series that depend on the query and the run's start alone: history never changes, and every viewer sees the same.
 * Only buckets that have ended are given, as from a real source.
 */
export function exampleSource(deps: { readonly now: () => EpochMs }): MetricSource {
  return {
    id: 'example',
    kind: 'Example data',
    example: true,
    assumedLag: 0,
    read: async (request) => {
      const query = parseExampleQuery(request.query);
      if (typeof query === 'string') return failure('bad_query', query);
      const now = deps.now();
      if (query.outage !== null && now - request.anchor >= query.outage) {
        return failure('upstream_unavailable', 'The example source stopped answering, as its query says.', {
          retryable: true,
        });
      }
      return { ok: true, data: dataOf(request, query, now), issues: [] };
    },
  };
}

function dataOf(request: SignalRequest, query: ExampleQuery, now: EpochMs): SeriesData {
  const { window, width, anchor } = request;
  const origin = Math.floor(anchor / width) * width;
  const end = Math.min(window.to, Math.floor(now / width) * width);
  const buckets = Math.max(0, Math.round((end - window.from) / width));
  const first = Math.round((window.from - origin) / width);
  const valueAt = bucketValue(query, width);
  const values = Array.from({ length: buckets }, (_, i) => {
    const index = first + i;
    const offset = index * width;
    const missing = index < 0 || (query.gap !== null && offset >= query.gap.from && offset < query.gap.to);
    return missing ? null : valueAt(index);
  });
  return {
    kind: kindOf(request),
    start: window.from,
    width,
    values,
    completeThrough: end,
    fetchedAt: now,
    assumedLag: 0,
    clockSkew: null,
    provenance: { source: 'example', endpoint: 'example', query: request.query },
  };
}

function kindOf(request: SignalRequest): SeriesData['kind'] {
  return request.kind === 'duration' || request.kind === 'gauge' ? request.kind : 'count';
}

function bucketValue(query: ExampleQuery, width: Ms): (index: number) => number {
  const { shape, seed } = query;
  if (shape.kind === 'average') return (index) => averageAt(shape, seed, index);
  if (shape.kind === 'part') return partAt(shape, seed, width);
  return flowAt(shape, seed, width);
}

function averageAt(shape: Average, seed: string, index: number): number {
  const random = seededRandom(`${seed}/average/${index}`);
  return Math.max(1, Math.round(shape.mean * (1 + shape.spread * normal(random)) * 10) / 10);
}

function flowAt(flow: Flow, seed: string, width: Ms): (index: number) => number {
  if (flow.kind === 'rate')
    return (index) => poisson(flow.perMs * width, seededRandom(`${seed}/rate/${index}`));
  const counts = new Map<number, number>();
  for (const index of momentsOf(flow, seed, width)) counts.set(index, (counts.get(index) ?? 0) + 1);
  return (index) => counts.get(index) ?? 0;
}

function partAt(part: Part, seed: string, width: Ms): (index: number) => number {
  const { of, later } = part;
  if (part.total !== null && of.kind === 'total') {
    // The last of a shuffled list are the unlucky ones: exactly so many, anywhere in the window.
    const moments = shuffled(momentsOf(of, seed, width), seededRandom(`${seed}/which`)).slice(0, part.total);
    const counts = new Map<number, number>();
    for (const index of moments) counts.set(index, (counts.get(index) ?? 0) + 1);
    return (index) => counts.get(index) ?? 0;
  }
  const whole = flowAt(of, seed, width);
  return (index) => {
    const share = later !== null && index * width >= later.at ? later.share : (part.share ?? 0);
    return binomial(whole(index), share, seededRandom(`${seed}/part/${index}`));
  };
}

/** The bucket of each event of an exact total. */
function momentsOf(flow: Extract<Flow, { kind: 'total' }>, seed: string, width: Ms): readonly number[] {
  const random = seededRandom(`${seed}/moments`);
  return Array.from({ length: flow.total }, () => Math.floor((random() * flow.over) / width));
}

function shuffled(items: readonly number[], random: () => number): readonly number[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
