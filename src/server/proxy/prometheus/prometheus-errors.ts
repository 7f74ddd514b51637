import { failure, type SourceFailure } from '../metric-source.ts';
import { errorAnswer } from './prometheus-schema.ts';

/** Names what Prometheus (or Grafana in front of it) said when it did not answer with data. */
export function prometheusFailure(status: number, text: string): SourceFailure {
  const parsed = errorAnswer.safeParse(json(text));
  const said = parsed.success ? parsed.data.error.slice(0, 300) : text.slice(0, 120).trim();
  const timedOut = status === 503 && parsed.success && parsed.data.errorType === 'timeout';
  if (timedOut)
    return failure('timeout', `Prometheus gave the query up: ${said}.`, {
      httpStatus: status,
      retryable: true,
    });
  if (status === 400 || status === 422) return refusedQuery(status, said);
  return (
    refusedAccess(status) ??
    failure(
      'upstream_unavailable',
      `Prometheus answered HTTP ${status}: ${said === '' ? 'no reason given' : said}.`,
      {
        httpStatus: status,
        retryable: status >= 500,
      },
    )
  );
}

function refusedQuery(httpStatus: number, said: string): SourceFailure {
  return said.includes('exceeded maximum resolution')
    ? failure('too_many_points', `Prometheus allows at most 11,000 points a series: ${said}.`, { httpStatus })
    : failure('bad_query', `Prometheus can't run the query: ${said}. Correct it in the plan.`, {
        httpStatus,
      });
}

function refusedAccess(httpStatus: number): SourceFailure | undefined {
  // A redirect or a page of HTML is the usual sign of a login in front.
  if (httpStatus === 401 || (httpStatus >= 300 && httpStatus < 400)) {
    const message = `Prometheus wants a login (HTTP ${httpStatus}). Set STAGEWATCH_PROMETHEUS_TOKEN, or _USER and _PASSWORD.`;
    return failure('unauthorized', message, { httpStatus });
  }
  if (httpStatus === 403)
    return failure('forbidden', 'Prometheus refused the key (HTTP 403). Check what it may read.', {
      httpStatus,
    });
  if (httpStatus === 404) {
    return failure('not_found', 'Prometheus answered 404. Check the path in STAGEWATCH_PROMETHEUS_URL.', {
      httpStatus,
    });
  }
  if (httpStatus !== 429) return undefined;
  return failure('rate_limited', 'Prometheus asks for fewer requests (HTTP 429).', {
    httpStatus,
    retryable: true,
  });
}

/** Text as JSON, or `undefined`: a body is not always JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
