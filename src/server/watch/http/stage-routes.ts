import type { Context, Hono } from 'hono';
import { postRun, postRunEnd } from '#contract/requests.ts';
import type { StageSeries, StageView } from '#contract/rollout.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { day, type EpochMs } from '#domain/time/time.ts';
import { bucketWidth } from '../loop/cadence.ts';
import { requestsFor, windowOf } from '../loop/judge-run.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { newestRun, openRun } from '../loop/run-book.ts';
import type { StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { criterionViews, known, publicRun, stageSummary, standingOf, type Standing } from './views.ts';
import { writer } from './who.ts';

/** A stage: its verdict now or as it stood, its runs, its series and its history. */
export function stageRoutes(app: Hono, deps: AppDeps): void {
  const { library, store, now } = deps;
  const base = '/api/rollouts/:id/stages/:stage';

  app.get(base, async (c) => {
    const found = findStage(c, library);
    if (!found.ok) return found.response;
    const at = readAt(c);
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
    const run = newestRun(await store.runsOf(rollout.id), stage.id);
    return c.json(await seriesOf(deps, rollout, stage, run, c.req.raw.signal));
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
      detail: `${new Date(start).toISOString()} has not come yet.`,
      remedy: 'Open the run when the stage starts, or leave the start out.',
    });
  }
  if (start < deps.now() - furthestBack) {
    return problem(c, 422, {
      title: 'A start too far back',
      detail: `${new Date(start).toISOString()} is more than ninety days ago.`,
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
      detail: `This stage has run since ${new Date(opened.open.start).toISOString()}, opened by ${opened.open.openedBy}.`,
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
      detail: `It ended ${new Date(run.end).toISOString()}.`,
      remedy: 'Nothing to do.',
    });
  }
  const end = Math.min(Math.max(body.value.end ?? deps.now(), run.start), deps.now());
  await deps.store.endRun(run.id, end, person.value.name);
  deps.changes.publish({ rollout: found.value.rollout.id, stage: run.stage, at: deps.now(), state: null });
  return c.json({ ...publicRun(run), end, closedBy: person.value.name });
}

async function stageViewOf(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  at: EpochMs | null,
  signal: AbortSignal,
): Promise<StageView> {
  const { store } = deps;
  const now = deps.now();
  const runs = await store.runsOf(rollout.id);
  const standing =
    at === null
      ? await standingOf(store, rollout, stage, runs, now)
      : await stoodAt(deps, rollout, stage, runs, at);
  const allotments = await knownAllotments(rollout, deps, now, signal);
  const { plan } = rollout;
  return {
    rollout: { id: rollout.id, title: plan.title, zone: plan.zone },
    stage: await stageSummary(store, rollout, stage, runs, now),
    run: standing.run === null ? null : publicRun(standing.run),
    at,
    verdict: standing.verdict,
    since: standing.since,
    criteria: criterionViews(rollout, stage),
    allotments: known(allotments),
    example: rollout.example,
    serverNow: now,
    nextJudgement: standing.run === null ? null : deps.watcher.nextFor(standing.run.id),
  };
}

/** The verdict as it stood: the newest change of state at or before `at`. */
async function stoodAt(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  runs: readonly StoredRun[],
  at: EpochMs,
): Promise<Standing> {
  const [transition] = await deps.store.transitions(rollout.id, stage.id, at, 1);
  const before = runs.filter((run) => run.start <= at);
  if (transition === undefined) return standingOf(deps.store, rollout, stage, [], at);
  return {
    run: before.find((run) => run.id === transition.run) ?? null,
    verdict: transition.verdict,
    since: transition.at,
  };
}

async function seriesOf(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun | undefined,
  signal: AbortSignal,
): Promise<StageSeries> {
  const now = deps.now();
  const width = bucketWidth(stage.length, deps.bucket);
  if (run === undefined) return { window: { from: now, to: now, width }, series: [], serverNow: now };
  const window = windowOf(run, width, now);
  const series = await deps.proxy.readSeries(requestsFor(rollout, stage, run, width, now), signal);
  return { window: { ...window, width }, series, serverNow: now };
}

/** `?at=` as milliseconds or ISO; `null` without one, `undefined` when it is no time. */
function readAt(c: Context): EpochMs | null | undefined {
  const text = c.req.query('at');
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text);
  // A time without a zone would be read in the machine's own.
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = isInstant ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function badAt(c: Context): Response {
  return problem(c, 400, {
    title: 'Not a time',
    detail: `at=${c.req.query('at') ?? ''} is no instant.`,
    remedy: 'Write at=2024-11-05T19:40Z, or milliseconds since 1970.',
  });
}
