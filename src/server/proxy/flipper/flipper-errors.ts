import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { retryAfter, type UpstreamAnswer } from '../upstream-fetch.ts';

/** Names an answer of Flipper, or of what stands in front of it, that is none. `variable`: where its address is set. */
export function refused(
  answer: Extract<UpstreamAnswer, { readonly ok: true }>,
  now: EpochMs,
  variable = 'STAGEWATCH_FLIPPER_URL',
): SourceFailure {
  const { status: httpStatus } = answer;
  if (httpStatus === 401 || (httpStatus >= 300 && httpStatus < 400)) return wantsLogin(httpStatus);
  if (httpStatus === 403) {
    return failure('forbidden', 'Flipper refused the key (HTTP 403). Check what it may read.', {
      httpStatus,
    });
  }
  if (httpStatus === 404) {
    const message = `Flipper answered 404. Check the path in ${variable}.`;
    return failure('not_found', message, { httpStatus });
  }
  if (httpStatus === 429) {
    const more = { httpStatus, retryable: true, retryAt: retryAfter(answer.headers, now) };
    return failure('rate_limited', 'Flipper asks for fewer requests (HTTP 429).', more);
  }
  if (httpStatus === 408 || httpStatus === 504) {
    const message = `Flipper gave the question up (HTTP ${httpStatus}). Check its load.`;
    return failure('timeout', message, { httpStatus, retryable: true });
  }
  if (httpStatus < 500) {
    return failure('bad_query', `Flipper won't answer (HTTP ${httpStatus}). Check ${variable}.`, {
      httpStatus,
    });
  }
  const message = `Flipper answered HTTP ${httpStatus}. Check that it is well.`;
  return failure('upstream_unavailable', message, { httpStatus, retryable: true });
}

export function wantsLogin(httpStatus: number): SourceFailure {
  const message = `Flipper wants a login (HTTP ${httpStatus}). Set STAGEWATCH_FLIPPER_TOKEN.`;
  return failure('unauthorized', message, { httpStatus });
}

export function unknown(key: string): SourceFailure {
  return failure('not_found', `Flipper knows no toggle "${key}". Check its name in the plan.`);
}
