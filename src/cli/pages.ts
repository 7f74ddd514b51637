import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import * as z from 'zod';
import { notice } from '#contract/notice.ts';
import { planSchema } from './plan-schema.ts';

/** Serves the built page: hashed assets for ever, the page itself always asked again. Only page addresses get the page. */
export function pages(app: Hono, folder: string): void {
  const index = join(folder, 'index.html');
  const html = existsSync(index) ? readFileSync(index, 'utf8') : null;
  const etag = html === null ? '' : `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
  app.get('/schema/plan.json', (c) => c.json(planSchema()));
  // What the webhook posts, for those who write its receiver.
  app.get('/schema/notice.json', (c) => c.json(z.toJSONSchema(notice)));
  app.use(
    '/assets/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  app.get(
    '*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (_path, c) => c.header('cache-control', 'no-cache'),
    }),
  );
  app.get('*', (c) => {
    const isPage = !/\.[a-z0-9]+$/i.test(c.req.path);
    if (html === null || !isPage)
      return c.text(html === null ? 'The page is not built. Run npm run build.' : 'Not found', 404);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, { etag });
    return c.html(html, 200, { etag, 'cache-control': 'no-cache' });
  });
}
