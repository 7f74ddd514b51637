import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from './metric-source.ts';

export interface UpstreamRequest {
  /** The source's name as users know it, for messages. */
  readonly name: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
}

export type UpstreamAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly text: string;
      readonly headers: Headers;
      /** The upstream's clock, to the second; `null` where it does not say. */
      readonly date: EpochMs | null;
    }
  | SourceFailure;

/**
 * The one way out: a size limit, no redirects followed, every network failure named; the deadline is the signal's.
 * Headers with credentials go no further than this; they are in no message.
 */
export async function upstreamFetch(
  request: UpstreamRequest,
  fetchImpl: typeof fetch,
  signal: AbortSignal,
): Promise<UpstreamAnswer> {
  try {
    const response = await fetchImpl(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await readLimited(response, request.maxBytes);
    if (text === undefined) {
      const limit = `${Math.round(request.maxBytes / 1_000_000)} MB`;
      const message = `${request.name} answered with more than ${limit}. Ask for fewer series or a shorter window.`;
      return failure('too_many_points', message);
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      ok: true,
      status: response.status,
      text,
      headers: response.headers,
      date: Number.isNaN(date) ? null : date,
    };
  } catch (error) {
    return networkFailure(request.name, error);
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

/** Thrown by a gate in front of an upstream instead of asking it. */
export class Refused extends Error {
  readonly why: SourceFailure;

  constructor(why: SourceFailure) {
    super(why.message);
    this.why = why;
  }
}

function networkFailure(name: string, error: unknown): SourceFailure {
  if (error instanceof Refused) return error.why;
  const kind = error instanceof Error ? error.name : '';
  if (kind === 'TimeoutError' || kind === 'AbortError') {
    return failure('timeout', `${name} did not answer in time. Check its load, or ask for less.`, {
      retryable: kind === 'TimeoutError',
    });
  }
  const cause =
    error instanceof Error && error.cause instanceof Error && 'code' in error.cause
      ? ` (${String(error.cause.code)})`
      : '';
  const message = `${name} can't be reached${cause}. Check that it runs and that its address is right.`;
  return failure('upstream_unavailable', message, { retryable: true });
}

/** When to come back, from `Retry-After` in seconds or as a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
export function retryAfter(headers: Headers, now: EpochMs): EpochMs | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return now + Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
}

/** Text as JSON, or `undefined`: a body is not always JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of a text, cut between words: a secret or an address is in it whole, and can be found, or not at all. */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.slice(0, most + 1).search(/\s\S*$/);
  return text.slice(0, Math.max(0, end));
}
