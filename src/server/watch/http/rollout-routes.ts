import type { Context, Hono } from 'hono';
import { postRollout } from '#contract/requests.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { fromFolder, rolloutId } from '../rollouts/library.ts';
import type { SavedPlan } from '../records/store.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { itemOf, rolloutView } from './views.ts';
import { writer } from './who.ts';

/** The list, one rollout, its findings, and a new plan. */
export function rolloutRoutes(app: Hono, deps: AppDeps): void {
  const { library, store, now } = deps;

  app.get('/api/rollouts', async (c) => {
    const alerts = await store.alerts();
    const items = await Promise.all(library.all().map((rollout) => itemOf(store, rollout, now(), alerts)));
    return answer(c, items);
  });

  app.post('/api/rollouts', async (c) => {
    const body = await readBody(c, postRollout);
    if (!body.ok) return body.response;
    const { markdown } = body.value;
    const person = writer(c, deps, body.value.who, 'owner');
    if (!person.ok) return person.response;
    const who = person.value.name;
    if (who === fromFolder) {
      return problem(c, 422, {
        title: 'Not a person',
        detail: `"${who}" stands for the files of the plans folder.`,
        remedy: 'Give the name of the person who posts the plan.',
      });
    }
    const trial = await deps.plans.rollout('trial', 'plan.md', markdown, 1);
    if (trial.kind === 'unreadable') {
      const detail = trial.problems.map((one) => `line ${one.line ?? '?'}: ${one.message}`).join(' ');
      return problem(c, 422, {
        title: "The plan can't be read",
        detail,
        remedy: 'Correct the lines named; nothing was saved.',
      });
    }
    const id = rolloutId(body.value.id ?? trial.plan.title);
    // Without an id it is meant as a new rollout: another team's of the same title must not be overwritten.
    if (body.value.id === undefined && library.find(id) !== undefined) {
      return problem(c, 409, {
        title: 'There is such a rollout already',
        detail: `A rollout "${id}" is watched already, and this plan has the same title.`,
        remedy: `Change the plan's title, or bring this text as a new version of "${id}".`,
      });
    }
    const plan = { rollout: id, markdown, by: who, at: now() };
    const { seenVersion } = body.value;
    const replaced = seenVersion === undefined ? null : await store.replacePlan(plan, seenVersion);
    if (replaced?.ok === false) return planConflict(c, plan, replaced.newest);
    const saved = replaced?.plan ?? (await store.savePlan(plan));
    library.put({ ...trial, id, file: `${id}.md`, version: saved.version });
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

  app.get('/api/rollouts/:id/findings', (c) => {
    const found = findReadable(c, library);
    return found.ok ? answer(c, found.value.findings) : found.response;
  });
}

/** Both versions, so that whoever writes can see what changed under them. */
function planConflict(
  c: Context,
  yours: { readonly rollout: string; readonly markdown: string; readonly by: string },
  newest: SavedPlan | null,
): Response {
  return problem(c, 409, {
    title: 'The plan has changed since you looked',
    detail:
      newest === null
        ? `There is no plan "${yours.rollout}".`
        : `Version ${newest.version} was saved by ${newest.savedBy}.`,
    remedy: 'Look at both, and save again with the version you saw. Nothing was saved.',
    more: { yours, theirs: newest },
  });
}
