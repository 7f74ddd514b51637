import { createHash } from 'node:crypto';
import type { Context } from 'hono';

/** Answers JSON with an ETag; a reader that has it already gets 304. `stamp` leaves fields that always change out of the tag. */
export function answer(c: Context, body: object, stamp: unknown = body): Response {
  const etag = `W/"${createHash('sha256').update(JSON.stringify(stamp)).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  return c.json(body, 200, headers);
}
