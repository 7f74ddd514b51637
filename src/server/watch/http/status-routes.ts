import type { Hono } from 'hono';
import type { Me } from '#contract/me.ts';
import type { Health } from '#contract/rollout.ts';
import { second } from '#domain/time/time.ts';
import type { AppDeps } from './app-deps.ts';
import { reader } from './who.ts';

/** Without a pass of the watcher for this long nothing on a page can be believed. */
const stalledAfter = 90 * second;

/** Whether the watcher has fallen silent: alive as a process is not alive as a watcher. */
export function isStalled({ watcher, startedAt, now }: AppDeps): boolean {
  return now() - (watcher.lastPass() ?? startedAt) > stalledAfter;
}

/** Health of the watcher, and who asks. */
export function statusRoutes(app: Hono, deps: AppDeps): void {
  app.get('/api/health', async (c) => {
    const last = deps.watcher.lastPass();
    const now = deps.now();
    const stalled = isStalled(deps);
    const body: Health = {
      status: stalled ? 'stalled' : 'ok',
      version: deps.version,
      startedAt: deps.startedAt,
      serverNow: now,
      watcher: { lastPass: last, openRuns: (await deps.store.openRuns()).length },
      store: deps.storeName,
    };
    return c.json(body, stalled ? 503 : 200, { 'cache-control': 'no-store' });
  });

  app.get('/api/me', (c) => {
    const { identity } = deps;
    const ask = identity.kind === 'header' ? (identity.ask ?? []).slice(0, 3) : [];
    const body: Me = { login: identity.kind === 'header', ...reader(c, deps), ask };
    return c.json(body, 200, { 'cache-control': 'no-store' });
  });
}
