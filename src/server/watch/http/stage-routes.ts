import type { Context, Hono } from 'hono';
import { postRun, postRunEnd } from '#contract/requests.ts';
import { day } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { openRun } from '../loop/run-book.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { badAt, nothingKept, readAt } from './read-at.ts';
import { judgedAgain, seriesOf, stageViewOf } from './stage-at.ts';
import { publicRun } from './views.ts';
import { writer } from './who.ts';

/** A stage: its verdict now or as it stood, its runs, its series and its history. */
export function stageRoutes(app: Hono, deps: AppDeps): void {
  const { library, store, now } = deps;
  const base = '/api/rollouts/:id/stages/:stage';

  app.get(base, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const at = readAt(c, deps.now());
    if (at === undefined) return badAt(c);
    const view = await stageViewOf(deps, found.value.rollout, found.value.stage, at, c.req.raw.signal);
    // The server's clock changes on every answer; the tag is about what is known.
    return answer(c, view, {
      ...view,
      serverNow: 0,
      nextJudgement: 0,
      allotments: view.allotments.map((one) => [one.toggle, one.percent, one.origin, one.since]),
    });
  });

  app.get(`${base}/runs`, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const runs = await store.runsOf(found.value.rollout.id);
    return answer(c, runs.filter((run) => run.stage === found.value.stage.id).map(publicRun));
  });

  app.get(`${base}/verdicts`, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const { rollout, stage } = found.value;
    const transitions = await store.transitions(rollout.id, stage.id, now(), 200);
    return answer(
      c,
      transitions.map(({ at, run, verdict: { state, word, reason, evidence } }) => ({
        at,
        run,
        state,
        word,
        reason,
        evidence,
      })),
    );
  });

  app.get(`${base}/series`, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const { rollout, stage } = found.value;
    const at = readAt(c, deps.now());
    if (at === undefined) return badAt(c);
    return c.json(await seriesOf(deps, rollout, stage, at, c.req.raw.signal));
  });

  app.get(`${base}/judged-again`, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const at = readAt(c, deps.now());
    if (at === undefined) return badAt(c);
    const again = await judgedAgain(deps, found.value.rollout, found.value.stage, at ?? now());
    return again === null ? nothingKept(c) : answer(c, again);
  });

  app.post(`${base}/runs`, (c) => openByHand(c, deps));
  app.post(`${base}/runs/:run/end`, (c) => endByHand(c, deps));
}

/** A run reaches back this far at most: beyond it there would be more buckets than any source keeps. */
const furthestBack = 90 * day;

async function openByHand(c: Context, deps: AppDeps): Promise<Response> {
  const found = findStage(c, deps.library);
  if (!found.ok) return found.response;
  const body = await readBody(c, postRun);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person.response;
  const start = body.value.start ?? deps.now();
  if (start > deps.now()) {
    return problem(c, 422, {
      title: 'A start in the future',
      detail: `${sayInstant(start, found.value.rollout.plan.zone)} has not come yet.`,
      remedy: 'Open the run when the stage starts, or leave the start out.',
    });
  }
  if (start < deps.now() - furthestBack) {
    return problem(c, 422, {
      title: 'A start too far back',
      detail: `${sayInstant(start, found.value.rollout.plan.zone)} is more than ninety days ago.`,
      remedy: 'Sources keep no minutes that old. Open the run later in the stage.',
    });
  }
  const opened = await openRun(deps.store, found.value.rollout, found.value.stage, {
    start,
    by: person.value.name,
  });
  if (!opened.ok) {
    return problem(c, 409, {
      title: 'Already running',
      detail: `This stage has run since ${sayInstant(opened.open.start, found.value.rollout.plan.zone)}, opened by ${opened.open.openedBy}.`,
      remedy: 'End that run first, or go on watching it.',
    });
  }
  await deps.watcher.judgeNow(found.value.rollout.id);
  deps.changes.publish({
    rollout: found.value.rollout.id,
    stage: found.value.stage.id,
    at: deps.now(),
    state: null,
  });
  return c.json(publicRun(opened.run), 201);
}

async function endByHand(c: Context, deps: AppDeps): Promise<Response> {
  const found = findStage(c, deps.library);
  if (!found.ok) return found.response;
  const body = await readBody(c, postRunEnd);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person.response;
  const id = c.req.param('run') ?? '';
  const runs = await deps.store.runsOf(found.value.rollout.id);
  const run = runs.find((one) => one.id === id && one.stage === found.value.stage.id);
  if (run === undefined) {
    return problem(c, 404, {
      title: 'No such run',
      detail: `This stage has no run "${id}".`,
      remedy: 'List its runs first.',
    });
  }
  if (run.end !== null) {
    return problem(c, 409, {
      title: 'Already ended',
      detail: `It ended ${sayInstant(run.end, found.value.rollout.plan.zone)}.`,
      remedy: 'Nothing to do.',
    });
  }
  const end = Math.min(Math.max(body.value.end ?? deps.now(), run.start), deps.now());
  await deps.store.endRun(run.id, end, person.value.name);
  deps.changes.publish({ rollout: found.value.rollout.id, stage: run.stage, at: deps.now(), state: null });
  return c.json({ ...publicRun(run), end, closedBy: person.value.name });
}
