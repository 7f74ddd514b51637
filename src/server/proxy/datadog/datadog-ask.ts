import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { SourceFailure } from '../metric-source.ts';
import { withRetries, type RetryDeps } from '../retries.ts';
import { upstreamFetch } from '../upstream-fetch.ts';
import { datadogFailure } from './datadog-errors.ts';

export interface DatadogConfig {
  /** `https://api.` and the site. */
  readonly url: string;
  /** Where people look at it; without one nothing links there. */
  readonly page?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly lag: Ms;
  readonly deadline: Ms;
}

export interface DatadogDeps extends RetryDeps {
  readonly fetch: typeof fetch;
}

export interface Answered {
  readonly ok: true;
  readonly text: string;
  readonly date: EpochMs | null;
}

/** One request, tried again after a passing failure. `null` as body: a GET. */
export type Ask = (
  path: string,
  body: object | null,
  signal: AbortSignal,
) => Promise<Answered | SourceFailure>;

const maxBytes = 16_000_000;

export function datadogAsk(config: DatadogConfig, deps: DatadogDeps): Ask {
  const once = async (
    path: string,
    body: object | null,
    signal: AbortSignal,
  ): Promise<Answered | SourceFailure> => {
    const sent = body === null ? {} : { body: JSON.stringify(body) };
    const type: Readonly<Record<string, string>> =
      body === null ? {} : { 'content-type': 'application/json' };
    const answer = await upstreamFetch(
      {
        name: 'Datadog',
        url: `${config.url}${path}`,
        method: body === null ? 'GET' : 'POST',
        headers: { ...config.headers, accept: 'application/json', ...type },
        ...sent,
        maxBytes,
      },
      deps.fetch,
      signal,
    );
    if (!answer.ok) return answer;
    return answer.status === 200 ? answer : datadogFailure(answer, deps.now());
  };
  // A batch is tried again as one: its members trying each for itself would be a storm.
  return async (path, body, signal) => {
    const { answer } = await withRetries(
      () => once(path, body, signal),
      (one) => (one.ok ? null : one),
      deps.now() + config.deadline,
      deps,
      signal,
    );
    return answer;
  };
}
