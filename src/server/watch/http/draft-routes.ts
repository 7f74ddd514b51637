import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { postDraft, postTry, type Draft, type TriedSignal } from '#contract/plan-check.ts';
import { nameHint } from '#domain/plan/nearest-name.ts';
import type { Plan, Signal } from '#domain/plan/plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { day, hour, minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { fillAbsent } from '#domain/verdict/fill-absent.ts';
import { requestOf } from '../loop/signal-requests.ts';
import type { PlanDraft } from '../records/store.ts';
import type { AppDeps } from './app-deps.ts';
import type { Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { writer } from './who.ts';

/** Signals one person may try in a minute: enough to bind a plan, too few to burn a team's budget. */
const triesPerMinute = 10;

const spans: Readonly<Record<'hour' | 'week', { readonly length: Ms; readonly width: Ms }>> = {
  hour: { length: hour, width: minute },
  week: { length: 7 * day, width: hour },
};

/** Plans in the making: kept, and their signals tried against the live sources by the person who is making them. */
export function draftRoutes(app: Hono, deps: AppDeps): void {
  const turns = tryTurns(deps.now);

  app.post('/api/plans/drafts', async (c) => {
    const body = await readBody(c, postDraft);
    if (!body.ok) return body.response;
    const person = writer(c, deps, body.value.who, 'owner');
    if (!person.ok) return person.response;
    const draft: PlanDraft = {
      id: randomUUID(),
      by: person.value.name,
      at: deps.now(),
      markdown: body.value.markdown,
    };
    await deps.store.saveDraft(draft);
    const saved: Draft = draft;
    return c.json(saved, 201);
  });

  app.post('/api/plans/drafts/:draft/try', async (c) => {
    const body = await readBody(c, postTry);
    if (!body.ok) return body.response;
    const person = writer(c, deps, body.value.who, 'owner');
    if (!person.ok) return person.response;
    const draft = await deps.store.draft(c.req.param('draft'));
    if (draft === null || draft.by !== person.value.name) {
      return problem(c, 404, {
        title: 'No such draft',
        detail: `${person.value.name} has saved no draft of this name.`,
        remedy: 'Save the plan as a draft again, then try its signals.',
      });
    }
    const found = await signalOf(c, deps, draft, body.value.signal);
    if (!found.ok) return found.response;
    const turn = turns.take(person.value.name);
    if (!turn.ok) {
      const seconds = Math.ceil(turn.wait / 1000);
      return problem(c, 429, {
        title: 'Too many tries',
        detail: `${person.value.name} has tried ${triesPerMinute} signals within a minute.`,
        remedy: `Wait ${seconds} s: every try is a question to the team's own source.`,
        headers: { 'retry-after': String(seconds) },
      });
    }
    const tried = await trySignal(deps, found.value, body.value.span, c.req.raw.signal);
    return c.json({ ...tried, left: turn.left } satisfies TriedSignal);
  });
}

interface Asked {
  readonly plan: Plan;
  readonly signal: Signal;
}

async function signalOf(c: Context, deps: AppDeps, draft: PlanDraft, id: string): Promise<Found<Asked>> {
  const rollout = await deps.plans.rollout('draft', 'plan.md', draft.markdown, 0);
  if (rollout.kind === 'unreadable') {
    const [first] = rollout.problems;
    const response = problem(c, 422, {
      title: "The draft can't be read",
      detail: `line ${first?.line ?? '?'}: ${first?.message ?? 'unknown reason'}`,
      remedy: 'Correct the line named and save the draft again.',
    });
    return { ok: false, response };
  }
  const { plan } = rollout;
  const signal = plan.signals.find((one) => one.id === id);
  if (signal !== undefined) return { ok: true, value: { plan, signal } };
  const names = rollout.plan.signals.map((one) => one.id);
  const response = problem(c, 404, {
    title: 'No such signal',
    detail: `The draft has no signal "${id}".`,
    remedy: `Check its name.${nameHint(id, names)}`,
  });
  return { ok: false, response };
}

async function trySignal(
  { proxy, now }: AppDeps,
  { plan, signal }: Asked,
  name: 'hour' | 'week',
  stop: AbortSignal,
): Promise<Omit<TriedSignal, 'left'>> {
  const { length, width } = spans[name];
  const to = Math.floor(now() / width) * width;
  const window = { from: to - length, to };
  // What is zero where its heartbeat lives is asked for with it: as it will be judged, so it is shown.
  const heartbeat = plan.signals.find((one) => one.id === signal.heartbeat && signal.absent === 'zero');
  const asked = [signal, ...(heartbeat === undefined ? [] : [heartbeat])];
  const answers = await proxy.readSeries(
    asked.map((one) => requestOf(one, window, width, window.from)),
    stop,
  );
  const result = fillAbsent(plan, new Map(answers.map((one) => [one.id, one]))).get(signal.id);
  const base = { signal: signal.id, source: signal.source, from: window.from, width };
  if (result === undefined || result.status === 'error') {
    const message = result?.error.message ?? 'The source gave no answer. Try again.';
    return { ...base, status: 'error', message, values: [], typical: null, worst: null };
  }
  const values = onGrid(result, window.from, width, Math.round(length / width));
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return {
    ...base,
    status: result.status,
    message: sayIssues(result),
    values,
    typical: known[Math.floor(known.length / 2)] ?? null,
    worst: known.at(-1) ?? null,
  };
}

function onGrid(
  result: Exclude<SeriesResult, { readonly status: 'error' }>,
  from: EpochMs,
  width: Ms,
  count: number,
): readonly (number | null)[] {
  const { start, width: own, values } = result.data;
  return Array.from({ length: count }, (_, i) => {
    const at = (from + i * width - start) / own;
    return Number.isInteger(at) ? (values[at] ?? null) : null;
  });
}

function sayIssues(result: Exclude<SeriesResult, { readonly status: 'error' }>): string | null {
  if (result.status === 'empty')
    return 'The source answered, but with no point at all. Check the metric and its tags: nothing was ever counted, or it is counted elsewhere.';
  return result.issues.length === 0 ? null : result.issues.map((issue) => issue.message).join(' ');
}

/** Lets each person take so many turns within any minute. */
function tryTurns(now: () => EpochMs): {
  take(
    person: string,
  ): { readonly ok: true; readonly left: number } | { readonly ok: false; readonly wait: Ms };
} {
  const taken = new Map<string, readonly EpochMs[]>();
  return {
    take: (person) => {
      const at = now();
      for (const [name, times] of taken) if (times.every((time) => time <= at - minute)) taken.delete(name);
      const recent = (taken.get(person) ?? []).filter((time) => time > at - minute);
      const [first] = recent;
      if (recent.length >= triesPerMinute && first !== undefined)
        return { ok: false, wait: first + minute - at };
      taken.set(person, [...recent, at]);
      return { ok: true, left: triesPerMinute - recent.length - 1 };
    },
  };
}
