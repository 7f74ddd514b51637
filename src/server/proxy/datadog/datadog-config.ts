import * as z from 'zod';
import { minute, type Ms } from '#domain/time/time.ts';
import { address, length, secret } from '../environment.ts';
import type { DatadogConfig } from './datadog-ask.ts';

/** https://docs.datadoghq.com/getting_started/site/ ; the address of a dashboard may have a name in front, the API's has not. */
const sites = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'datadoghq.eu',
  'ddog-gov.com',
  'us2.ddog-gov.com',
] as const;

export const datadogVariables = {
  STAGEWATCH_DATADOG_SITE: z
    .enum(sites, {
      error: `is none of Datadog's sites (${sites.join(', ')}); dashboards at NAME.ddog-gov.com are of ddog-gov.com`,
    })
    .optional(),
  STAGEWATCH_DATADOG_API_KEY: secret.optional(),
  STAGEWATCH_DATADOG_APP_KEY: secret.optional(),
  /** Instead of the site's own address: a relay in front of it. */
  STAGEWATCH_DATADOG_URL: address.optional(),
  /** Where people look at dashboards, such as https://NAME.ddog-gov.com. */
  STAGEWATCH_DATADOG_LINK: address.optional(),
  STAGEWATCH_DATADOG_LAG: length.optional(),
};

const variables = z.object(datadogVariables);

/** Metrics arrive a minute or two late. */
const defaultLag: Ms = 2 * minute;

export function datadogConfig(set: z.infer<typeof variables>, deadline: Ms): DatadogConfig | null {
  const {
    STAGEWATCH_DATADOG_SITE: site,
    STAGEWATCH_DATADOG_API_KEY: api,
    STAGEWATCH_DATADOG_APP_KEY: app,
    STAGEWATCH_DATADOG_URL: relay,
  } = set;
  if (site === undefined || api === undefined || app === undefined) return null;
  return {
    url: (relay ?? `https://api.${site}`).replace(/\/+$/, ''),
    ...(set.STAGEWATCH_DATADOG_LINK === undefined ? {} : { page: set.STAGEWATCH_DATADOG_LINK }),
    headers: { 'dd-api-key': api, 'dd-application-key': app },
    lag: set.STAGEWATCH_DATADOG_LAG ?? defaultLag,
    deadline,
  };
}
