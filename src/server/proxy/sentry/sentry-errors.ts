import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { excerpt, json, retryAfter } from '../upstream-fetch.ts';
import { errorAnswer } from './sentry-schema.ts';

export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Names what Sentry said when it did not answer with data. Its query timeouts come as 400 with a text. */
export function sentryFailure({ status, text, headers }: Refusal, now: EpochMs): SourceFailure {
  const said = saidIn(text);
  const more = { httpStatus: status };
  switch (status) {
    case 400:
    case 422:
      if (/time[d ]?\s?out|overload|try again/i.test(said)) {
        const message = `Sentry gave the query up: ${said}. Ask for a shorter window.`;
        return failure('timeout', message, { ...more, retryable: true });
      }
      return failure('bad_query', `Sentry can't run the query: ${said}. Correct it in the plan.`, more);
    case 401:
      return failure('unauthorized', 'Sentry wants a login: check STAGEWATCH_SENTRY_TOKEN.', more);
    case 403:
      return failure('forbidden', 'Sentry refused the token: it needs the scope org:read.', more);
    case 404: {
      const message = 'Sentry answered 404: check STAGEWATCH_SENTRY_ORG, _PROJECTS and _URL.';
      return failure('not_found', message, more);
    }
    case 429: {
      const retryAt = sentryReset(headers) ?? retryAfter(headers, now);
      const message = 'Sentry asks for fewer requests (HTTP 429).';
      return failure('rate_limited', message, { ...more, retryable: true, retryAt });
    }
    default:
      if (status >= 300 && status < 400) {
        return failure('unauthorized', `Sentry sends on to a login (HTTP ${status}).`, more);
      }
      return otherFailure(status, said);
  }
}

function otherFailure(httpStatus: number, said: string): SourceFailure {
  if (httpStatus === 408 || httpStatus === 504) {
    const message = `Sentry gave the query up (HTTP ${httpStatus}). Ask for a shorter window.`;
    return failure('timeout', message, { httpStatus, retryable: true });
  }
  if (httpStatus < 500) {
    return failure('bad_query', `Sentry won't answer (HTTP ${httpStatus}): ${said}.`, { httpStatus });
  }
  return failure('upstream_unavailable', `Sentry answered HTTP ${httpStatus}.`, {
    httpStatus,
    retryable: true,
  });
}

/** `Reset` is an instant in seconds here. */
function sentryReset(headers: Headers): EpochMs | null {
  const text = headers.get('x-sentry-rate-limit-reset')?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) * 1000 : null;
}

function saidIn(text: string): string {
  const parsed = errorAnswer.safeParse(json(text));
  if (!parsed.success) return 'no reason given';
  const { detail } = parsed.data;
  return excerpt(typeof detail === 'string' ? detail : JSON.stringify(detail), 300).replace(/\.$/, '');
}
