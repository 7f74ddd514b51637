import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { excerpt, json, retryAfter } from '../upstream-fetch.ts';
import { errorsAnswer } from './datadog-schema.ts';

export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Names what Datadog said when it did not answer with data. A bad key and a missing scope are both 403 there. */
export function datadogFailure({ status, text, headers }: Refusal, now: EpochMs): SourceFailure {
  const said = errorWords(json(text)) || plainWords(text);
  switch (status) {
    case 400:
    case 409:
    case 422:
      return refusedQuery(status, said);
    case 401:
    case 403:
      return refusedKey(status, said);
    case 404:
      return failure('not_found', `Datadog answered 404${after(said)}. Check STAGEWATCH_DATADOG_SITE.`, {
        httpStatus: status,
      });
    case 408:
    case 504:
      return failure('timeout', `Datadog gave the query up (HTTP ${status}). Ask for less.`, {
        httpStatus: status,
        retryable: true,
      });
    case 413:
      return failure('too_many_points', `Datadog won't answer so much at once${after(said)}.`, {
        httpStatus: status,
      });
    case 429:
      return limited(headers, now);
    default:
      return broken(status, said);
  }
}

function refusedKey(httpStatus: number, said: string): SourceFailure {
  const message = `Datadog refused the key (HTTP ${httpStatus}${after(said)}): check STAGEWATCH_DATADOG_API_KEY and STAGEWATCH_DATADOG_APP_KEY, and that they may read time series.`;
  return failure(httpStatus === 401 ? 'unauthorized' : 'forbidden', message, { httpStatus });
}

function refusedQuery(httpStatus: number, said: string): SourceFailure {
  if (/retention/i.test(said)) {
    const message = `Datadog no longer holds the time asked for${after(said)}.`;
    return failure('window_unsupported', message, { httpStatus });
  }
  const message = `Datadog can't run the query${after(said)}. Correct it in the plan.`;
  return failure('bad_query', message, { httpStatus });
}

function limited(headers: Headers, now: EpochMs): SourceFailure {
  const name = headers.get('x-ratelimit-name');
  const of = name === null ? '' : ` for ${name}`;
  const message = `Datadog's rate limit${of} is used up (HTTP 429). It is one limit for the whole organisation.`;
  return failure('rate_limited', message, {
    httpStatus: 429,
    retryable: true,
    retryAt: datadogReset(headers, now),
  });
}

/** `x-ratelimit-reset` counts seconds from now. */
function datadogReset(headers: Headers, now: EpochMs): EpochMs | null {
  const text = headers.get('x-ratelimit-reset')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return now + Math.ceil(Number(text) * 1000);
  return retryAfter(headers, now);
}

function broken(httpStatus: number, said: string): SourceFailure {
  if (httpStatus >= 300 && httpStatus < 400) {
    const message = `Datadog's address sends on elsewhere (HTTP ${httpStatus}). Check STAGEWATCH_DATADOG_SITE.`;
    return failure('unauthorized', message, { httpStatus });
  }
  if (httpStatus < 500) {
    return failure('bad_query', `Datadog won't answer (HTTP ${httpStatus}${after(said)}).`, { httpStatus });
  }
  return failure('upstream_unavailable', `Datadog answered HTTP ${httpStatus}${after(said)}.`, {
    httpStatus,
    retryable: true,
  });
}

/** What an `errors` member says, in one line; empty where there is none. */
export function errorWords(body: unknown): string {
  const parsed = errorsAnswer.safeParse(body);
  if (!parsed.success) return '';
  const { errors } = parsed.data;
  const items = typeof errors === 'string' ? [errors] : errors;
  const words = items
    .map((item) => (typeof item === 'string' ? item : (item.detail ?? item.title ?? '')))
    .filter((item) => item !== '')
    .join('; ');
  return excerpt(words, 300);
}

function after(said: string): string {
  return said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
}

function plainWords(text: string): string {
  return /^\s*[<{[]/.test(text) ? '' : excerpt(text.trim(), 120);
}
