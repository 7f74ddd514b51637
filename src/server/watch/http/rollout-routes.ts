import type { Hono } from 'hono';
import { postAllotment, postRollout } from '#contract/requests.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { fromFolder, slugOf } from '../rollouts/library.ts';
import { toRollout } from '../rollouts/rollout.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable, findRollout } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { itemOf, known, rolloutView } from './views.ts';

/** The list, one rollout, its plan, its findings and its allotments. */
export function rolloutRoutes(app: Hono, deps: AppDeps): void {
  const { library, store, now } = deps;

  app.get('/api/rollouts', async (c) => {
    const items = await Promise.all(library.all().map((rollout) => itemOf(store, rollout, now())));
    return answer(c, items);
  });

  app.post('/api/rollouts', async (c) => {
    const body = await readBody(c, postRollout);
    if (!body.ok) return body.response;
    const { markdown, who } = body.value;
    if (who === fromFolder) {
      return problem(c, 422, {
        title: 'Not a person',
        detail: `"${who}" stands for the files of the plans folder.`,
        remedy: 'Give the name of the person who posts the plan.',
      });
    }
    const trial = toRollout('trial', 'plan.md', markdown, 1);
    if (trial.kind === 'unreadable') {
      const detail = trial.problems.map((one) => `line ${one.line ?? '?'}: ${one.message}`).join(' ');
      return problem(c, 422, {
        title: "The plan can't be read",
        detail,
        remedy: 'Correct the lines named; nothing was saved.',
      });
    }
    const id = body.value.id ?? slugOf(trial.plan.title);
    const saved = await store.savePlan({ rollout: id, markdown, by: who, at: now() });
    library.put(id, markdown, saved.version);
    deps.changes.publish({ rollout: id, stage: null, at: now(), state: null });
    return c.json({ id, version: saved.version, findings: trial.findings }, 201, {
      location: `/api/rollouts/${id}`,
    });
  });

  app.get('/api/rollouts/:id', async (c) => {
    const found = findReadable(c, library);
    if (!found.ok) return found.response;
    const allotments = await knownAllotments(found.value, deps, now(), c.req.raw.signal);
    return answer(c, await rolloutView(store, found.value, allotments, now()));
  });

  app.get('/api/rollouts/:id/plan', (c) => {
    const found = findRollout(c, library);
    if (!found.ok) return found.response;
    const { id, file, version, markdown } = found.value;
    return answer(c, { id, file, version, markdown });
  });

  app.get('/api/rollouts/:id/findings', (c) => {
    const found = findReadable(c, library);
    return found.ok ? answer(c, found.value.findings) : found.response;
  });

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
    const { toggle, percent, who } = body.value;
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
