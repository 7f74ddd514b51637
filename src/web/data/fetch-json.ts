import type * as z from 'zod/mini';
import { httpProblem, type HttpProblem } from '#contract/http-problem.ts';

/** Every way an answer can fail to arrive. A page branches on these and on nothing else. */
export type ApiFailure =
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'problem'; readonly problem: HttpProblem }
  | { readonly kind: 'not-json'; readonly status: number }
  | { readonly kind: 'wrong-shape'; readonly where: string };

/** Carries an `ApiFailure` through React Query. */
class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: ApiFailure;
  constructor(failure: ApiFailure) {
    super(sayFailure(failure).title);
    this.failure = failure;
  }
}

const deadline = 20_000;

type Listener = () => void;
const contact = new Set<Listener>();

/** Calls back whenever the server has answered in its own words: what stands in its way may answer too, and is not it. */
export function onContact(listener: Listener): () => void {
  contact.add(listener);
  return () => contact.delete(listener);
}

/** The one fetch: deadline, problem details, and the contract's schema over every answer. Throws `ApiError` only. */
export async function fetchJson<T>(
  path: string,
  schema: z.ZodMiniType<T>,
  options: {
    readonly signal?: AbortSignal;
    readonly body?: unknown;
    /** A status that carries the answer too, though it says that something is wrong. */
    readonly alsoStatus?: number;
  } = {},
): Promise<T> {
  const response = await send(path, options);
  const json: unknown = await response.json().catch(() => {
    throw new ApiError({ kind: 'not-json', status: response.status });
  });
  if (!response.ok && response.status !== options.alsoStatus) {
    const parsed = httpProblem.safeParse(json);
    if (!parsed.success) throw new ApiError({ kind: 'not-json', status: response.status });
    heard();
    throw new ApiError({ kind: 'problem', problem: parsed.data });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) {
    heard();
    return parsed.data;
  }
  throw new ApiError({ kind: 'wrong-shape', where: parsed.error.issues[0]?.path.join('.') ?? 'the answer' });
}

function heard(): void {
  for (const listener of contact) listener();
}

async function send(
  path: string,
  options: { readonly signal?: AbortSignal; readonly body?: unknown },
): Promise<Response> {
  const timeout = AbortSignal.timeout(deadline);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  try {
    return await fetch(path, {
      signal,
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { method: 'POST', body: JSON.stringify(options.body) }),
    });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new ApiError({ kind: timeout.aborted ? 'timeout' : 'network' });
  }
}

/** A failure in words: what, why, and what to do. */
export function sayFailure(failure: ApiFailure): {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
} {
  switch (failure.kind) {
    case 'network':
      return {
        title: 'Stagewatch can’t be reached',
        detail: 'The server did not answer.',
        remedy: 'Check that it runs. Until then nothing here can be trusted.',
      };
    case 'timeout':
      return {
        title: 'Stagewatch is slow',
        detail: `No answer within ${deadline / 1000} seconds.`,
        remedy: 'Try again in a moment.',
      };
    case 'problem':
      return { title: failure.problem.title, detail: failure.problem.detail, remedy: failure.problem.remedy };
    case 'not-json':
      return {
        title: 'An answer that can’t be read',
        detail: `HTTP ${failure.status}, and not in the form expected.`,
        remedy: 'Something between this page and Stagewatch answered instead. Check the address.',
      };
    case 'wrong-shape':
      return {
        title: 'An answer of another version',
        detail: `The part "${failure.where}" is not as expected.`,
        remedy: 'Reload the page: it may be older than the server.',
      };
  }
}

/** Any thrown value as words. */
export function sayError(error: unknown): ReturnType<typeof sayFailure> {
  if (error instanceof ApiError) return sayFailure(error.failure);
  return {
    title: 'Something failed',
    detail: error instanceof Error ? error.message : 'Unknown reason.',
    remedy: 'Reload the page.',
  };
}

/** The same for an error that may not be there. */
export function failureOf(error: Error | null): ReturnType<typeof sayFailure> | null {
  return error === null ? null : sayError(error);
}

/** The server's own words on why it refused, with whatever it added; `null` where it did not answer in them. */
export function problemOf(error: unknown): HttpProblem | null {
  return error instanceof ApiError && error.failure.kind === 'problem' ? error.failure.problem : null;
}
