import { failure, type SourceFailure } from './metric-source.ts';

export interface UpstreamRequest {
  /** The source's name as users know it, for messages. */
  readonly name: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly deadline: number;
  readonly maxBytes: number;
}

export type UpstreamAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly text: string;
      readonly date: number | null;
      readonly type: string;
    }
  | SourceFailure;

/**
 * The one way out: a deadline, a size limit, no redirects followed, every network failure named.
 * Headers with credentials go no further than this; they are in no message.
 */
export async function upstreamFetch(
  request: UpstreamRequest,
  fetchImpl: typeof fetch,
  signal: AbortSignal,
): Promise<UpstreamAnswer> {
  const deadline = AbortSignal.timeout(request.deadline);
  try {
    const response = await fetchImpl(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await readLimited(response, request.maxBytes);
    if (text === undefined) {
      return failure(
        'too_many_points',
        `${request.name} answered with more than ${Math.round(request.maxBytes / 1_000_000)} MB. Ask for fewer series or a shorter window.`,
      );
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      ok: true,
      status: response.status,
      text,
      date: Number.isNaN(date) ? null : date,
      type: response.headers.get('content-type') ?? '',
    };
  } catch (error) {
    return networkFailure(request, error, deadline.aborted);
  }
}

async function readLimited(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function networkFailure(request: UpstreamRequest, error: unknown, late: boolean): SourceFailure {
  const name = error instanceof Error ? error.name : '';
  if (late || name === 'TimeoutError') {
    return failure(
      'timeout',
      `${request.name} did not answer within ${request.deadline / 1000} s. Check its load, or ask for less.`,
      {
        retryable: true,
      },
    );
  }
  if (name === 'AbortError')
    return failure('timeout', `The question to ${request.name} was given up: nobody waits for it any more.`);
  const cause =
    error instanceof Error && error.cause instanceof Error && 'code' in error.cause
      ? ` (${String(error.cause.code)})`
      : '';
  return failure(
    'upstream_unavailable',
    `${request.name} can't be reached${cause}. Check that it runs and that its address is right.`,
    {
      retryable: true,
    },
  );
}
