import * as z from 'zod';
import { second, type Ms } from '#domain/time/time.ts';
import { address, bearer, headerList, length, name, secret } from '../environment.ts';
import type { PrometheusConfig } from './prometheus-client.ts';

export const prometheusVariables = {
  STAGEWATCH_PROMETHEUS_URL: address.optional(),
  /** Where the address is Grafana's: the data source's uid, or its number where Grafana is older than 9. */
  STAGEWATCH_PROMETHEUS_GRAFANA: name.optional(),
  STAGEWATCH_PROMETHEUS_TOKEN: secret.optional(),
  STAGEWATCH_PROMETHEUS_USER: z.string().min(1, 'is empty').optional(),
  STAGEWATCH_PROMETHEUS_PASSWORD: z.string().min(1, 'is empty').optional(),
  STAGEWATCH_PROMETHEUS_HEADERS: headerList.optional(),
  /** Where people look at it, where that is another address than the one asked. */
  STAGEWATCH_PROMETHEUS_LINK: address.optional(),
  STAGEWATCH_PROMETHEUS_LAG: length.optional(),
};

const variables = z.object(prometheusVariables);

/** Two scrapes at Prometheus' usual 15 seconds: until then a bucket may still lack its last sample. */
const defaultLag: Ms = 30 * second;

/** Prometheus itself, or Grafana's way through to it. */
export function prometheusConfig(set: z.infer<typeof variables>, deadline: Ms): PrometheusConfig | null {
  const { STAGEWATCH_PROMETHEUS_URL: url, STAGEWATCH_PROMETHEUS_GRAFANA: source } = set;
  if (url === undefined) return null;
  const { STAGEWATCH_PROMETHEUS_USER: user = '', STAGEWATCH_PROMETHEUS_PASSWORD: password } = set;
  const basic = password === undefined ? {} : { authorization: `Basic ${base64(`${user}:${password}`)}` };
  return {
    url: source === undefined ? url : grafanaPath(url, source),
    ...pageOf(set),
    headers: {
      ...set.STAGEWATCH_PROMETHEUS_HEADERS,
      ...basic,
      ...bearer(set.STAGEWATCH_PROMETHEUS_TOKEN),
    },
    lag: set.STAGEWATCH_PROMETHEUS_LAG ?? defaultLag,
    deadline,
  };
}

/** Grafana serves its pages where it is asked; Prometheus too, unless people come in by another address. */
function pageOf(set: z.infer<typeof variables>): Pick<PrometheusConfig, 'page' | 'grafana'> {
  const { STAGEWATCH_PROMETHEUS_GRAFANA: grafana, STAGEWATCH_PROMETHEUS_LINK: page } = set;
  if (grafana === undefined) return page === undefined ? {} : { page };
  return { page: page ?? set.STAGEWATCH_PROMETHEUS_URL, grafana };
}

/** https://grafana.com/docs/grafana/latest/developers/http_api/data_source/#data-source-proxy-calls */
function grafanaPath(url: string, source: string): string {
  const way = /^\d+$/.test(source) ? source : `uid/${source}`;
  return `${url.replace(/\/+$/, '')}/api/datasources/proxy/${way}`;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
