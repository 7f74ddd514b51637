import * as z from 'zod';
import type { Got, Reply } from '../upstream-rig.ts';

export const datadogEnv = {
  STAGEWATCH_DATADOG_SITE: 'ddog-gov.com',
  STAGEWATCH_DATADOG_API_KEY: 'api-key-in-the-test',
  STAGEWATCH_DATADOG_APP_KEY: 'app-key-in-the-test',
  STAGEWATCH_DATADOG_LAG: '0s',
};

const asked = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      from: z.number(),
      to: z.number(),
      interval: z.number().optional(),
      queries: z.array(
        z.looseObject({
          data_source: z.string(),
          name: z.string(),
          query: z.string().optional(),
        }),
      ),
      formulas: z.array(z.looseObject({ formula: z.string() })),
    }),
  }),
});
export type Asked = z.infer<typeof asked>['data']['attributes'];

export function askedOf(got: Got): Asked {
  return asked.parse(JSON.parse(got.body)).data.attributes;
}

export interface Line {
  readonly query: number;
  readonly tags?: readonly string[];
  readonly unit?: object | null;
  readonly values: readonly (number | null)[];
}

/** An answer of `/api/v2/query/timeseries` in the shape it has: shared times, a row per series. */
export function timeseries(times: readonly number[], lines: readonly Line[], more: object = {}): Reply {
  return {
    headers: { 'content-type': 'application/vnd.api+json' },
    body: {
      data: {
        id: '0',
        type: 'timeseries_response',
        attributes: {
          series: lines.map(({ query, tags = [], unit = null }) => ({
            group_tags: tags,
            query_index: query,
            unit: unit === null ? null : [unit, null],
          })),
          times,
          values: lines.map(({ values }) => values),
        },
      },
      ...more,
    },
  };
}

export function scalar(value: number | null): Reply {
  return {
    body: {
      data: {
        id: '0',
        type: 'scalar_response',
        attributes: {
          columns: [
            { name: 'q0', type: 'number', values: value === null ? [] : [value], meta: { unit: null } },
          ],
        },
      },
    },
  };
}
