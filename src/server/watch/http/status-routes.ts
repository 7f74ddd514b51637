import type { Hono } from 'hono';
import type { Me } from '#contract/me.ts';
import type { SourceHealth, Health } from '#contract/rollout.ts';
import { minute, second } from '#domain/time/time.ts';
import { signalsOf } from '#domain/plan/read-criterion.ts';
import type { SourceState } from '#server/proxy/proxy.ts';
import type { Library } from '../rollouts/library.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { reader } from './who.ts';

/** Without a pass of the watcher for this long nothing on a page can be believed. */
const stalledAfter = 90 * second;

/** Whether the watcher has fallen silent: alive as a process is not alive as a watcher. */
export function isStalled({ watcher, startedAt, now }: AppDeps): boolean {
  return now() - (watcher.lastPass() ?? startedAt) > stalledAfter;
}

/** Health of the watcher and of the sources. */
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
    const body: Me = { login: deps.identity.kind === 'header', ...reader(c, deps) };
    return c.json(body, 200, { 'cache-control': 'no-store' });
  });

  app.get('/api/sources', (c) => {
    const states = new Map(deps.proxy.sources().map((state) => [state.id, state]));
    const wanted = new Set([...states.keys(), ...namedSources(deps.library)]);
    const list = [...wanted].toSorted().map((id) => healthOf(id, states.get(id), deps));
    return answer(c, list);
  });
}

function namedSources(library: Library): readonly string[] {
  return library
    .all()
    .flatMap((rollout) =>
      rollout.kind === 'readable' ? rollout.plan.signals.map((signal) => signal.source) : [],
    );
}

function healthOf(id: string, state: SourceState | undefined, deps: AppDeps): SourceHealth {
  const dependents = dependentsOf(id, deps.library);
  const seen = state ?? {
    id,
    kind: id,
    example: false,
    configured: false,
    lastGood: null,
    newestPoint: null,
    lastError: null,
  };
  return {
    id,
    kind: seen.kind,
    example: seen.example,
    state: stateOf(seen, deps.now()),
    lastGood: seen.lastGood,
    newestPoint: seen.newestPoint,
    lastError: seen.lastError,
    dependents,
  };
}

function stateOf(state: SourceState, now: number): SourceHealth['state'] {
  if (!state.configured) return 'not-configured';
  if (state.lastError !== null) return 'failing';
  if (state.lastGood === null) return 'unused';
  return now - state.lastGood > 10 * minute ? 'late' : 'ok';
}

function dependentsOf(source: string, library: Library): readonly string[] {
  return library.all().flatMap((rollout) => {
    if (rollout.kind !== 'readable') return [];
    const ids = new Set(
      rollout.plan.signals.filter((signal) => signal.source === source).map((signal) => signal.id),
    );
    return rollout.plan.criteria
      .filter((criterion) => signalsOf(criterion.measure).some((id) => ids.has(id)))
      .map((criterion) => `${rollout.plan.title} / ${criterion.label}`);
  });
}
