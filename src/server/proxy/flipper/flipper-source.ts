import * as z from 'zod';
import type { Allotment } from '#contract/verdict.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { json } from '../prometheus/prometheus-errors.ts';
import { upstreamFetch } from '../upstream-fetch.ts';

export interface FlipperConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly deadline: Ms;
}

/** A feature as Flipper's API gives it. Gates are found by key: their order and number differ between versions. */
const feature = z.looseObject({
  key: z.string(),
  state: z.string(),
  gates: z.array(z.looseObject({ key: z.string(), value: z.unknown() })),
});

const features = z.looseObject({ features: z.array(feature) });

export type FlipperAnswer = ReadonlyMap<string, Allotment | SourceFailure>;

/** Reads allotments from Flipper's HTTP API. GET only: the same mount takes writes, and Stagewatch never makes one. */
export async function readFlipper(
  config: FlipperConfig,
  keys: readonly string[],
  deps: { readonly fetch: typeof fetch; readonly now: () => EpochMs },
  signal: AbortSignal,
): Promise<FlipperAnswer> {
  const query = new URLSearchParams({ keys: keys.join(',') });
  const answer = await upstreamFetch(
    {
      name: 'Flipper',
      url: `${config.url.replace(/\/$/, '')}/features?${query.toString()}`,
      method: 'GET',
      headers: { ...config.headers, accept: 'application/json' },
      deadline: config.deadline,
      maxBytes: 2_000_000,
    },
    deps.fetch,
    signal,
  );
  if (!answer.ok) return all(keys, answer);
  if (answer.status !== 200) return all(keys, refused(answer.status));
  const parsed = features.safeParse(json(answer.text));
  if (!parsed.success) {
    return all(
      keys,
      failure(
        'schema_drift',
        'Flipper answered in a shape this version does not know. Check STAGEWATCH_FLIPPER_URL.',
      ),
    );
  }
  return new Map(
    keys.map((key) => {
      const found = parsed.data.features.find((one) => one.key === key);
      return [key, found === undefined ? unknown(key) : allotmentOf(found, deps.now())];
    }),
  );
}

function all(keys: readonly string[], why: SourceFailure): FlipperAnswer {
  return new Map(keys.map((key) => [key, why]));
}

function refused(status: number): SourceFailure {
  if (status === 401 || (status >= 300 && status < 400))
    return failure('unauthorized', `Flipper wants a login (HTTP ${status}). Set STAGEWATCH_FLIPPER_TOKEN.`, {
      httpStatus: status,
    });
  if (status === 403)
    return failure('forbidden', 'Flipper refused the key (HTTP 403).', { httpStatus: status });
  if (status === 404)
    return failure('not_found', 'Flipper answered 404. Check the path in STAGEWATCH_FLIPPER_URL.', {
      httpStatus: status,
    });
  return failure('upstream_unavailable', `Flipper answered HTTP ${status}.`, {
    httpStatus: status,
    retryable: status >= 500,
  });
}

function unknown(key: string): SourceFailure {
  return failure('not_found', `Flipper knows no toggle "${key}". Check its name in the plan.`);
}

/**
 * What the gates give together. Everyone: boolean on, or 100 % of time. 100 % of actors stays a percentage: checks
 * without an actor still get off. Actors are counted and forgotten here; an actor id can be an e-mail address.
 */
function allotmentOf(found: z.infer<typeof feature>, now: EpochMs): Allotment | SourceFailure {
  const gate = (key: string): unknown => found.gates.find((one) => one.key === key)?.value;
  const actors = percentage(gate('percentage_of_actors'));
  const time = percentage(gate('percentage_of_time'));
  if (actors === undefined || time === undefined) {
    return failure('schema_drift', `Flipper gives "${found.key}" a percentage that is no number.`);
  }
  const everyone = gate('boolean') === 'true' || gate('boolean') === true || time === 100;
  const expression = gate('expression');
  const open = 1 - (1 - (actors ?? 0) / 100) * (1 - (time ?? 0) / 100);
  return {
    toggle: found.key,
    percent: everyone ? 100 : Number((open * 100).toPrecision(12)),
    everyone,
    percentOfActors: actors,
    percentOfTime: time,
    actors: lengthOf(gate('actors')),
    groups: lengthOf(gate('groups')),
    expression: expression !== null && expression !== undefined,
    origin: 'flipper',
    at: now,
    by: null,
    since: null,
  };
}

/** Flipper writes percentages as text; unset is null. `undefined`: not a percentage at all. */
function percentage(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof n === 'number' && n >= 0 && n <= 100 ? n : undefined;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
