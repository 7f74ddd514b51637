import { timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { exposition } from '../metrics/exposition.ts';
import { families, type RunAge } from '../metrics/families.ts';
import type { AppDeps } from './app-deps.ts';
import { problem } from './problem.ts';
import { isStalled } from './status-routes.ts';
import { identityGuard } from './who.ts';

/**
 * `GET /metrics` for Prometheus. With a token it is told to whoever has it; without one to whom the API is told.
 */
export function metricsRoute(app: Hono, deps: AppDeps): void {
  const { token } = deps.vitals;
  app.use('/metrics', token === null ? identityGuard(deps) : async (c, next) => refused(c, token) ?? next());
  app.get('/metrics', async (c) => {
    const { store, vitals, watcher } = deps;
    const [open, judged, outbox] = await Promise.all([
      store.openRuns(),
      store.judgedRuns(),
      store.outboxCounts(),
    ]);
    const byRun = new Map(judged.map((one) => [one.run, one]));
    const runs = open.map(({ id, rollout, stage, start }): RunAge => {
      const { at: judgedAt = null, staleAfter = null } = byRun.get(id) ?? {};
      return { rollout, stage, start, judgedAt, staleAfter };
    });
    const text = exposition(
      families({
        now: deps.now(),
        startedAt: deps.startedAt,
        version: deps.version,
        lastPass: watcher.lastPass(),
        stalled: isStalled(deps),
        judging: vitals.judging(),
        runs,
        outbox,
        listeners: deps.changes.listeners(),
        sources: deps.proxy.sources(),
        counts: vitals.counts,
        delay: vitals.loopDelay(),
        memory: vitals.memory(),
      }),
    );
    return c.body(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}

function refused(c: Context, token: string): Response | undefined {
  const given = Buffer.from(c.req.header('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined;
  return problem(c, 401, {
    title: 'Not the token',
    detail: '/metrics asks for the token of STAGEWATCH_METRICS_TOKEN.',
    remedy: 'Send it as "Authorization: Bearer …".',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
