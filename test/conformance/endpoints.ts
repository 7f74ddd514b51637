import * as z from 'zod';
import { statsAnswer, timeseriesAnswer } from '../../src/server/proxy/sentry/sentry-schema.ts';
import type { Exchange } from './recordings.ts';

/** What the adapters read. */
export type Endpoint =
  | 'datadog timeseries'
  | 'datadog scalar'
  | 'datadog v1 query'
  | 'datadog aggregate'
  | 'datadog monitor'
  | 'prometheus range'
  | 'prometheus samples'
  | 'flipper'
  | 'sentry timeseries'
  | 'sentry stats'
  | 'sentry issues';

/** By method and path. The first that fits counts; a path in neither list is a fault of this command. */
const readable: readonly (readonly [RegExp, Endpoint])[] = [
  [/^POST \/api\/v2\/query\/timeseries$/, 'datadog timeseries'],
  [/^POST \/api\/v2\/query\/scalar$/, 'datadog scalar'],
  [/^GET \/api\/v1\/query$/, 'datadog v1 query'],
  [/^POST \/api\/v2\/(logs|spans)\/analytics\/aggregate$/, 'datadog aggregate'],
  [/^GET \/api\/v1\/monitor\/\d+$/, 'datadog monitor'],
  [/^(GET|POST) \/api\/v1\/query_range$/, 'prometheus range'],
  [/^GET \/features(\/[^/]+)?$/, 'flipper'],
  [/^GET \/api\/0\/organizations\/[^/]+\/events-timeseries\/$/, 'sentry timeseries'],
  [/^GET \/api\/0\/organizations\/[^/]+\/events-stats\/$/, 'sentry stats'],
  [/^GET \/api\/0\/organizations\/[^/]+\/issues\/$/, 'sentry issues'],
];

/** What Stagewatch never asks, by service, method and path. Writes first: none is ever made. */
export const unread: readonly RegExp[] = [
  /^datadog (POST|PUT|PATCH|DELETE) (?!\/api\/v2\/(query|logs\/analytics|spans\/analytics)\/)/,
  /^datadog GET \/api\/v1\/(validate|monitor(\?|$)|monitor\/(search|groups|can_delete)|slo|synthetics|dashboard|notebooks|events|metrics|downtime|hosts|tags|usage|service_)/,
  /^datadog GET \/api\/v2\/(events|logs\/(?!analytics)|metrics|rum|spans\/(?!analytics)|remote_config|slo|monitor|security|audit|ci|incidents|services|on-call)/,
  /^prometheus GET \/api\/v1\/(alerts|rules|labels|label\/|series|targets|metadata|status\/|query_exemplars|format_query|parse_query|alertmanagers|scrape_pools|notifications)/,
  /^flipper (POST|PUT|PATCH|DELETE) /,
  /^flipper GET \/actors\//,
  // Always by name: the whole list can be long.
  /^flipper GET \/features(\?(?!keys=).*)?$/,
  /^sentry GET \/api\/0\/organizations\/[^/]+\/(events\/|sessions\/|stats_v2\/|stats-summary\/|issues\/[^/]+\/|releases|tags|projects|monitors|trace|replays)/,
  /^sentry GET \/api\/0\/projects\//,
  /^(ga4|alertmanager) /,
];

const v1 = z.looseObject({ series: z.array(z.looseObject({ pointlist: z.array(z.unknown()) })) });
const matrix = z.looseObject({ data: z.looseObject({ resultType: z.literal('matrix') }) });
/** A table of `…/events/`: rows by the names of their fields. */
const table = z.looseObject({
  meta: z.looseObject({ fields: z.record(z.string(), z.string()).refine(isFilled) }),
});
const issues = z.array(z.looseObject({ id: z.string(), firstSeen: z.string() }));

/** Examples and pasted answers have no request: their shape tells what they answer. */
const shapes: readonly (readonly [string, z.ZodType, Endpoint])[] = [
  ['datadog', v1, 'datadog v1 query'],
  ['prometheus', matrix, 'prometheus range'],
  ['sentry', timeseriesAnswer, 'sentry timeseries'],
  ['sentry', statsAnswer, 'sentry stats'],
  ['sentry', issues, 'sentry issues'],
];

function isFilled(fields: object): boolean {
  return Object.keys(fields).length > 0;
}

export type Found = Endpoint | 'unread' | 'unlisted';

export function endpointOf(service: string, one: Exchange): Found {
  const { url, method } = one;
  if (url === null) {
    const shape = shapes.find(([of, schema]) => of === service && schema.safeParse(one.body).success);
    if (shape !== undefined && !table.safeParse(one.body).success) return shape[2];
    return one.status >= 400 ? 'unlisted' : 'unread';
  }
  const line = `${method} ${url.pathname}`;
  if (service === 'prometheus' && url.pathname === '/api/v1/query') {
    return matrix.safeParse(one.body).success ? 'prometheus samples' : 'unread';
  }
  if (unread.some((pattern) => pattern.test(`${service} ${line}${url.search}`))) return 'unread';
  const found = readable.find(([pattern, endpoint]) => endpoint.startsWith(service) && pattern.test(line));
  return found?.[1] ?? 'unlisted';
}
