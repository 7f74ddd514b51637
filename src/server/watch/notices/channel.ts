import type { Notice } from '#contract/notice.ts';
import type { EpochMs } from '#domain/time/time.ts';

/** What became of one attempt to send. A failure says why, without any secret. */
export type Sent =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: string;
      /** The receiver said to come back then. */
      readonly retryAt: EpochMs | null;
    };

/** A way to reach people. */
export interface Channel {
  readonly name: string;
  send(notice: Notice, signal: AbortSignal): Promise<Sent>;
}

export interface PostDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => EpochMs;
}

/** Posts JSON and reads the answer as a receiver means it: 2xx has it, 429 and 503 may say when to come back. */
export async function postJson(
  deps: PostDeps,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Sent> {
  try {
    const answer = await deps.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal,
      // A redirect would hand the notice, and its signature, to somebody else.
      redirect: 'manual',
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    return { ok: false, why: `It answered ${answer.status}.`, retryAt: readRetryAfter(answer, deps.now()) };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return {
      ok: false,
      why: timedOut ? 'It did not answer in time.' : "It can't be reached.",
      retryAt: null,
    };
  }
}

function readRetryAfter(answer: Response, now: EpochMs): EpochMs | null {
  const text = answer.headers.get('retry-after');
  if (text === null) return null;
  if (/^\d+$/.test(text)) return now + Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
