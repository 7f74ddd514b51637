import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { excerpt, json, retryAfter } from '../upstream-fetch.ts';
import { errorAnswer } from './prometheus-schema.ts';

export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Names what Prometheus, or whatever stands in front of it, said when it did not answer with data. */
export function prometheusFailure({ status, text, headers }: Refusal, now: EpochMs): SourceFailure {
  const parsed = errorAnswer.safeParse(json(text));
  const said = parsed.success ? excerpt(parsed.data.error, 300) : plainWords(text);
  switch (status) {
    case 400:
    case 422:
      return refusedQuery(status, said, parsed.success ? parsed.data.errorType : '');
    case 401:
      return wantsLogin(status);
    case 403:
      return failure('forbidden', 'Prometheus refused the key (HTTP 403). Check what it may read.', {
        httpStatus: status,
      });
    case 404:
      return failure('not_found', 'Prometheus answered 404. Check the path in STAGEWATCH_PROMETHEUS_URL.', {
        httpStatus: status,
      });
    case 429: {
      const more = { httpStatus: status, retryable: true, retryAt: retryAfter(headers, now) };
      return failure('rate_limited', 'Prometheus asks for fewer requests (HTTP 429).', more);
    }
    default:
      if (status >= 300 && status < 400) return wantsLogin(status);
      return broken(status, said, parsed.success && parsed.data.errorType === 'timeout');
  }
}

/** A redirect or a page of HTML is the usual sign of a login in front. */
export function wantsLogin(httpStatus: number): SourceFailure {
  const message = `Prometheus wants a login (HTTP ${httpStatus}). Set STAGEWATCH_PROMETHEUS_TOKEN, or _USER and _PASSWORD.`;
  return failure('unauthorized', message, { httpStatus });
}

function refusedQuery(httpStatus: number, said: string, type: string): SourceFailure {
  if (said.includes('exceeded maximum resolution')) {
    const message = `Prometheus allows at most 11,000 points a series: ${said}. Use wider buckets.`;
    return failure('too_many_points', message, { httpStatus });
  }
  if (type === 'timeout' || type === 'canceled') return gaveUp(httpStatus, said);
  const message = `Prometheus can't run the query: ${said}. Correct it in the plan.`;
  return failure('bad_query', message, { httpStatus });
}

function broken(httpStatus: number, said: string, timedOut: boolean): SourceFailure {
  const reason = said === '' ? 'no reason given' : said;
  if (timedOut || httpStatus === 408 || httpStatus === 504) return gaveUp(httpStatus, reason);
  if (httpStatus < 500) {
    return failure('bad_query', `Prometheus won't answer (HTTP ${httpStatus}): ${reason}.`, { httpStatus });
  }
  return failure('upstream_unavailable', `Prometheus answered HTTP ${httpStatus}: ${reason}.`, {
    httpStatus,
    retryable: true,
  });
}

function gaveUp(httpStatus: number, said: string): SourceFailure {
  const message = `Prometheus gave the query up: ${said}. Make the query cheaper, or its buckets wider.`;
  return failure('timeout', message, { httpStatus, retryable: true });
}

function plainWords(text: string): string {
  return text.trimStart().startsWith('<') ? 'a page of HTML' : excerpt(text.trim(), 120);
}
