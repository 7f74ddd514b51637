import type { Allotment } from '#contract/verdict.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { json, upstreamFetch, type UpstreamAnswer } from '../upstream-fetch.ts';
import { refused, unknown, wantsLogin } from './flipper-errors.ts';
import { allotmentOf, feature, features, flipperError } from './flipper-schema.ts';

export interface FlipperConfig {
  /** Where the API is mounted: `/features` lies below it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly deadline: Ms;
}

export interface FlipperDeps {
  readonly fetch: typeof fetch;
  readonly now: () => EpochMs;
}

export type FlipperAnswer = ReadonlyMap<string, Allotment | SourceFailure>;

/** Reads allotments from Flipper's HTTP API. GET only: the same mount takes writes, and Stagewatch never makes one. */
export async function readFlipper(
  config: FlipperConfig,
  keys: readonly string[],
  deps: FlipperDeps,
  signal: AbortSignal,
): Promise<FlipperAnswer> {
  const get = (path: string): Promise<UpstreamAnswer> =>
    upstreamFetch(
      {
        name: 'Flipper',
        url: `${config.url.replace(/\/+$/, '')}${path}`,
        method: 'GET',
        headers: { ...config.headers, accept: 'application/json' },
        maxBytes: 4_000_000,
      },
      deps.fetch,
      signal,
    );
  const list = await get(`/features?${new URLSearchParams({ keys: keys.join(',') }).toString()}`);
  if (!list.ok) return all(keys, list);
  const parsed = list.status === 200 ? features.safeParse(json(list.text)) : undefined;
  if (parsed?.success === true) {
    return new Map(
      keys.map((key) => {
        const found = parsed.data.features.find((one) => one.key === key);
        return [key, found === undefined ? unknown(key) : allotmentOf(found, deps.now())];
      }),
    );
  }
  // A host may mount single features alone, or answer the list in a shape of its own.
  if (list.status !== 200 && list.status !== 404) return all(keys, refused(list, deps.now()));
  const entries = keys.map(async (key) => [key, await readOne(key, get, deps.now)] as const);
  return new Map(await Promise.all(entries));
}

async function readOne(
  key: string,
  get: (path: string) => Promise<UpstreamAnswer>,
  now: () => EpochMs,
): Promise<Allotment | SourceFailure> {
  const answer = await get(`/features/${encodeURIComponent(key)}`);
  if (!answer.ok) return answer;
  if (answer.status === 404 && flipperError.safeParse(json(answer.text)).success) return unknown(key);
  if (answer.status !== 200) return refused(answer, now());
  const parsed = feature.safeParse(json(answer.text));
  if (parsed.success) return allotmentOf(parsed.data, now());
  // A page of HTML with a good status is the usual sign of a login in front.
  if (answer.text.trimStart().startsWith('<')) return wantsLogin(answer.status);
  const message = 'Flipper answered in a shape this version does not know. Check STAGEWATCH_FLIPPER_URL.';
  return failure('schema_drift', message);
}

function all(keys: readonly string[], why: SourceFailure): FlipperAnswer {
  return new Map(keys.map((key) => [key, why]));
}
