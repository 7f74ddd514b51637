import type { Context } from 'hono';
import type { HttpProblem } from '#contract/http-problem.ts';

/** Answers with problem details (RFC 9457): what failed, the value, the remedy. */
export function problem(
  c: Context,
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 502 | 503,
  parts: {
    readonly title: string;
    readonly detail: string;
    readonly remedy: string;
    readonly headers?: Record<string, string>;
    /** Further members, such as both versions of what is in conflict. */
    readonly more?: Readonly<Record<string, unknown>>;
  },
): Response {
  const body: HttpProblem = {
    type: 'about:blank',
    title: parts.title,
    status,
    detail: parts.detail,
    remedy: parts.remedy,
    ...parts.more,
  };
  return c.body(JSON.stringify(body), status, {
    ...parts.headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
}
