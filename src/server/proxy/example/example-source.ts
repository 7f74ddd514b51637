import type { SeriesData } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { answered, failed, failure, type MetricSource } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import type { ExampleQuery, Shape } from './example-query.ts';
import { exampleValues } from './example-values.ts';
import { parseExampleQuery } from './parse-example-query.ts';

/** Made-up series, marked as such. Like a real source it gives only buckets that have ended. */
export function exampleSource(deps: { readonly now: () => EpochMs }): MetricSource {
  const source = { id: 'example', kind: 'Example data', example: true, assumedLag: 0, deadline: 10_000 };
  return {
    ...source,
    read: async (request) => {
      const now = deps.now();
      const fail = (why: Parameters<typeof failed>[2]): ReturnType<typeof failed> =>
        failed(source, request, why, now);
      const parsed = parseExampleQuery(request.query);
      if (!parsed.ok) return fail(failure('bad_query', parsed.problem));
      const { query } = parsed;
      const misfit = misfitOf(request, query.shape);
      if (misfit !== undefined) return fail(failure('bad_query', misfit));
      const since = now - request.anchor;
      if (query.faults.outages.some((outage) => since >= outage.from && since < outage.to)) {
        const message = 'The example source does not answer: its query asks for an outage now.';
        return fail(failure('upstream_unavailable', message));
      }
      return answered(source, request, dataOf(request, query, now), []);
    },
  };
}

function dataOf(request: SignalRequest, query: ExampleQuery, now: EpochMs): SeriesData {
  const { window, width, anchor } = request;
  const end = Math.max(window.from, Math.min(window.to, Math.floor(now / width) * width));
  const silent = Math.floor((anchor + query.faults.silentFrom) / width) * width;
  const through = Math.min(end, silent);
  return {
    kind: kindOf(request.kind),
    start: window.from,
    width,
    ...exampleValues(query, { window: { from: window.from, to: end }, width, anchor }),
    completeThrough: through > window.from ? through : null,
    fetchedAt: now,
    assumedLag: 0,
    clockSkew: null,
    provenance: { source: 'example', endpoint: 'made up', query: request.query },
  };
}

const shapesByKind: Readonly<Record<SignalRequest['kind'], readonly Shape['kind'][]>> = {
  count: ['count', 'part', 'classes'],
  counter: ['count', 'part', 'classes'],
  issues: ['count', 'part'],
  histogram: ['histogram'],
  duration: ['average'],
  gauge: ['level'],
  unique: ['unique'],
};

function misfitOf(request: SignalRequest, shape: Shape): string | undefined {
  const fitting = shapesByKind[request.kind];
  if (fitting.includes(shape.kind)) return undefined;
  return `A signal of kind ${request.kind} needs an example query that starts with ${fitting.join(' or ')}, not "${shape.kind}".`;
}

function kindOf(kind: SignalRequest['kind']): SeriesData['kind'] {
  return kind === 'counter' || kind === 'issues' ? 'count' : kind;
}
