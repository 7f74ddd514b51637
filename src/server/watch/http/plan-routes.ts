import type { Hono } from 'hono';
import { postPlanCheck, type PlanCheck, type PlanVersions, type SavedPlan } from '#contract/plan-check.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findRollout } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';

/** A plan's text, its versions, and what is understood of one nobody saved yet. */
export function planRoutes(app: Hono, deps: AppDeps): void {
  const { library, store } = deps;

  app.post('/api/plans/check', async (c) => {
    const body = await readBody(c, postPlanCheck);
    if (!body.ok) return body.response;
    const understood: PlanCheck = await deps.plans.understand(body.value.markdown, body.value.perDay ?? null);
    return c.json(understood);
  });

  app.get('/api/rollouts/:id/plan', (c) => {
    const found = findRollout(c, library);
    if (!found.ok) return found.response;
    const { id, file, version, markdown } = found.value;
    const plan: SavedPlan = { id, file, version, markdown };
    return answer(c, plan);
  });

  app.get('/api/rollouts/:id/plan/versions', async (c) => {
    const found = findRollout(c, library);
    if (!found.ok) return found.response;
    const versions: PlanVersions = await store.planVersions(found.value.id);
    return answer(c, versions);
  });

  app.get('/api/rollouts/:id/plan/versions/:version', async (c) => {
    const found = findRollout(c, library);
    if (!found.ok) return found.response;
    const { id, file } = found.value;
    const asked = Number(c.req.param('version'));
    const saved = Number.isSafeInteger(asked) ? await store.planVersion(id, asked) : null;
    if (saved !== null) {
      const plan: SavedPlan = { id, file, version: saved.version, markdown: saved.markdown };
      return answer(c, plan);
    }
    const versions = await store.planVersions(id);
    return problem(c, 404, {
      title: 'No such version',
      detail: `The plan of "${id}" has no version ${c.req.param('version')}.`,
      remedy: `There is: ${versions.map((one) => one.version).join(', ') || 'none'}.`,
    });
  });
}
