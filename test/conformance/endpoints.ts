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
  /^datadog (PUT|PATCH|DELETE) /,
  /^datadog GET \/api\/v1\/(validate|monitor(\?|$)|monitor\/(search|groups|can_delete|\d+\/)|slo|synthetics|dashboard|notebooks|events|metrics|downtime|hosts?|tags|usage|service_|search|series|graph|integration|org|user|check_run|logs|security_analytics|daily_custom|monthly_custom|public|ip_ranges|api_key|application_key)/,
  /^datadog GET \/api\/v2\/(events|logs\/(?!analytics)|metrics|rum|spans\/(?!analytics)|remote_config|slo|monitor|security|audit|ci|incidents|services|on-call|apm|apps|api_keys|application_keys|authn|catalog|cases|cloud|cost|container|csm|current_user|dashboard|deployment|domain|downtime|dora|email|error-tracking|entity|forms|hosts|integration|ip_allowlist|llm-obs|network|ndm|notebooks|obs|org|permissions|posture|powerpacks|process|product-analytics|profile|reference|restriction|roles|scorecard|sensitive|series|siem|software|static-analysis|statuspages|synthetics|tags|team|test|usage|user|validate|webhooks|workflow|actions|agentless)/,
  /^prometheus (GET|POST) \/api\/v1\/(alerts|rules|labels|label\/|series|targets|metadata|status\/|query_exemplars|format_query|parse_query|alertmanagers|scrape_pools|notifications|admin|read|write|otlp|openapi)/,
  /^prometheus GET \/(-\/|metrics|federate|api\/datasources|api\/dashboards|api\/ds)/,
  /^flipper (POST|PUT|PATCH|DELETE|OPTIONS) /,
  /^flipper (GET|HEAD) \/actors\//,
  // Always by name: the whole list can be long. And always with the gates, which are the answer.
  /^flipper GET \/features(\?(?!keys=).*)?$/,
  /^flipper GET \/features.*[?&]exclude_gates=true/,
  /^flipper HEAD /,
  /^sentry (POST|PUT|PATCH|DELETE) /,
  /^sentry GET \/api\/0\/organizations\/[^/]+\/(events\/|sessions\/|stats_v2\/|stats-summary\/|issues\/[^/]+\/|releases|tags|projects|monitors|trace|replays|members|teams|users|alert-rules|detectors|workflows|dashboards|discover|environments|eventids|forwarding|group|integrations|metrics|profiling|relay|repos|sentry-app|shortids|spans|user-feedback|seer|scim|config|uptime|explore|$)/,
  /^sentry GET \/api\/0\/(projects|teams|issues|users|seer|sentry-apps|organizations\/$|$)/,
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
  if (service === 'ga4' || service === 'alertmanager') return 'unread';
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
