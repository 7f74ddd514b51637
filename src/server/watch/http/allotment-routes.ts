import type { Hono } from 'hono';
import { postAllotment } from '#contract/requests.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { known } from './views.ts';
import { writer } from './who.ts';

/** What the toggles of a rollout give: read, and entered by hand. */
export function allotmentRoutes(app: Hono, deps: AppDeps): void {
  const { library, store, now } = deps;

  app.get('/api/rollouts/:id/allotment', async (c) => {
    const found = findReadable(c, library);
    if (!found.ok) return found.response;
    return answer(c, known(await knownAllotments(found.value, deps, now(), c.req.raw.signal)));
  });

  app.post('/api/rollouts/:id/allotment', async (c) => {
    const found = findReadable(c, library);
    if (!found.ok) return found.response;
    const body = await readBody(c, postAllotment);
    if (!body.ok) return body.response;
    const person = writer(c, deps, body.value.who, 'monitor');
    if (!person.ok) return person.response;
    const who = person.value.name;
    const { toggle, percent } = body.value;
    const keys = found.value.plan.toggles.map((one) => one.key);
    if (!keys.includes(toggle)) {
      return problem(c, 422, {
        title: 'No such toggle',
        detail: `The plan has no toggle "${toggle}".`,
        remedy: `Use one of: ${keys.join(', ') || 'none'}.`,
      });
    }
    const at = Math.min(body.value.at ?? now(), now());
    await store.enterAllotment({ rollout: found.value.id, toggle, percent, at, by: who });
    deps.changes.publish({ rollout: found.value.id, stage: null, at: now(), state: null });
    await deps.watcher.judgeNow(found.value.id);
    return c.json({ toggle, percent, at, by: who }, 201);
  });
}
