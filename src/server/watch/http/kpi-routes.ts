import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { CheckInList, KpiDifferences } from '#contract/kpi-view.ts';
import type { ReportEntry } from '#contract/report.ts';
import { postKpi } from '#contract/report-requests.ts';
import { nameHint } from '#domain/plan/nearest-name.ts';
import { checkInState, type CheckIn } from '#domain/report/check-ins.ts';
import type { Figure } from '#domain/report/figure.ts';
import { figureNames } from '#domain/report/figure-names.ts';
import { differencesOf } from '#domain/report/snapshot-differences.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { closing, gather, snapshotOf, type Gathered } from '../report/gather.ts';
import { questionsOf } from '../report/kpi-parts.ts';
import { kpiViewOf } from '../report/kpi-view.ts';
import { readWindow } from '../report/read-window.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable, type Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { noSuch, unfit } from './recorded.ts';
import { writer } from './who.ts';
import type * as z from 'zod';

/** The check-ins of a launch: what they say, what people enter, and which are due across rollouts. */
export function kpiRoutes(app: Hono, deps: AppDeps): void {
  const base = '/api/rollouts/:id/kpis/:checkin';

  app.get('/api/check-ins', async (c) => answer(c, await allCheckIns(deps)));

  app.get(base, async (c) => {
    const found = await findCheckIn(c, deps);
    if (!found.ok) return found.response;
    const { gathered, checkIn } = found.value;
    const { signal } = c.req.raw;
    const toggles = await knownAllotments(gathered.rollout, deps, deps.now(), signal);
    const view = kpiViewOf(gathered, checkIn, await soFar(gathered, checkIn, deps, signal), toggles);
    return answer(c, view, { ...view, serverNow: 0 });
  });

  app.get(`${base}/now`, async (c) => {
    const found = await findCheckIn(c, deps);
    return found.ok ? answer(c, await differences(found.value, deps, c.req.raw.signal)) : found.response;
  });

  app.post(base, (c) => enter(c, deps));
}

interface Shown {
  readonly gathered: Gathered;
  readonly checkIn: CheckIn;
}

async function findCheckIn(c: Context, deps: AppDeps): Promise<Found<Shown>> {
  const found = findReadable(c, deps.library);
  if (!found.ok) return found;
  const gathered = await gather(deps.store, found.value, deps.now());
  const id = c.req.param('checkin') ?? '';
  const checkIn = gathered.checkIns.find((one) => one.id === id);
  if (checkIn !== undefined) return { ok: true, value: { gathered, checkIn } };
  const ids = gathered.checkIns.map((one) => one.id);
  const response = problem(c, 404, {
    title: 'No such check-in',
    detail: `"${found.value.plan.title}" has no check-in "${id}". It has ${ids.join(', ')}.`,
    remedy: `Check the address.${nameHint(id, ids)}`,
  });
  return { ok: false, response };
}

/** What the sources say up to now, for a check-in that has begun and is not frozen. */
async function soFar(
  { rollout, snapshots, now }: Gathered,
  checkIn: CheckIn,
  deps: AppDeps,
  signal: AbortSignal,
): Promise<readonly Figure[] | null> {
  const { window } = checkIn;
  if (window === null || rollout.plan.signals.length === 0) return null;
  if (snapshots.some((one) => one.subject === `check-in:${checkIn.id}` && one.from === window.from))
    return null;
  const until = { from: window.from, to: Math.min(window.to, now) };
  return (await readWindow(rollout, until, window.from, deps, signal)).figures;
}

async function differences(
  { gathered, checkIn }: Shown,
  deps: AppDeps,
  signal: AbortSignal,
): Promise<KpiDifferences> {
  const { window } = checkIn;
  const frozen = snapshotOf(gathered, `check-in:${checkIn.id}`, window?.from);
  const readAt = deps.now();
  if (frozen === undefined || window === null) return { readAt, frozenAt: null, differences: [], unread: [] };
  const { figures } = await readWindow(gathered.rollout, window, window.from, deps, signal);
  return { readAt, frozenAt: frozen.frozenAt, ...differencesOf(frozen.figures, figures) };
}

async function allCheckIns(deps: AppDeps): Promise<CheckInList> {
  const order = ['late', 'due', 'to come', 'not started', 'closed'];
  const lists = await Promise.all(
    deps.library.all().map(async (rollout): Promise<CheckInList> => {
      if (rollout.kind !== 'readable') return [];
      const gathered = await gather(deps.store, rollout, deps.now());
      return gathered.checkIns.flatMap((checkIn) => {
        const state = checkInState(checkIn, closing(gathered, checkIn.id) !== null, gathered.now);
        if (checkIn.window === null) return [];
        const questions = questionsOf(gathered, checkIn, '').filter((one) => one.about !== 'questions');
        return [
          {
            rollout: { id: rollout.id, title: rollout.plan.title, zone: rollout.plan.zone },
            checkIn: checkIn.id,
            label: checkIn.label,
            state,
            due: checkIn.window.to,
            unanswered: questions.filter((one) => one.answer === null).length,
            example: rollout.example,
          },
        ];
      });
    }),
  );
  return lists
    .flat()
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.due ?? 0) - (b.due ?? 0));
}

type Body = z.infer<typeof postKpi>;

async function enter(c: Context, deps: AppDeps): Promise<Response> {
  const found = await findCheckIn(c, deps);
  if (!found.ok) return found.response;
  const body = await readBody(c, postKpi);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'owner');
  if (!person.ok) return person.response;
  const refusal = refuse(c, found.value, body.value);
  if (refusal !== undefined) return refusal;
  const { gathered, checkIn } = found.value;
  const head = {
    id: body.value.id ?? randomUUID(),
    rollout: gathered.rollout.id,
    subject: `check-in:${checkIn.id}`,
    at: deps.now(),
    by: person.value.name,
  };
  const entry = await deps.store.addReportEntry(entryOf(head, body.value));
  deps.changes.publish({ rollout: gathered.rollout.id, stage: null, at: deps.now(), state: null });
  return c.json(entry, 201);
}

/** Why an entry can't be taken; `undefined` where it can. */
function refuse(c: Context, { gathered, checkIn }: Shown, body: Body): Response | undefined {
  const isClosed = closing(gathered, checkIn.id) !== null;
  const changesIt = body.do === 'value' || (body.do === 'answer' && body.about === undefined);
  if (isClosed && (changesIt || body.do === 'close')) {
    return problem(c, 409, {
      title: 'This check-in is closed',
      detail: 'What it says has been signed off.',
      remedy: 'Open it again with a reason first.',
    });
  }
  switch (body.do) {
    case 'value':
      return refuseValue(c, gathered, checkIn, body);
    case 'close':
      return checkIn.window === null || gathered.now < checkIn.window.to
        ? unfit(c, 'This check-in is not due yet, so there is nothing to close.')
        : undefined;
    case 'reopen':
      return isClosed ? undefined : unfit(c, 'This check-in is not closed.');
    case 'answer':
    case 'task':
      return undefined;
  }
}

function refuseValue(
  c: Context,
  gathered: Gathered,
  checkIn: CheckIn,
  { name, text, reason = '' }: Extract<Body, { do: 'value' }>,
): Response | undefined {
  const { plan } = gathered.rollout;
  const names = [...figureNames(plan), ...plan.signals.map((one) => one.id)];
  if (!names.includes(name)) return noSuch(c, 'number', name, names);
  const read = readTyped(text);
  if (typeof read === 'string') return unfit(c, read);
  const frozen = snapshotOf(gathered, `check-in:${checkIn.id}`, checkIn.window?.from);
  const measured = frozen?.figures.find((one) => one.name === name && one.value !== null);
  if (measured === undefined || reason !== '') return undefined;
  return unfit(c, `${measured.source} has measured this number. Say why another one is entered.`);
}

type Head = Pick<ReportEntry, 'id' | 'rollout' | 'subject' | 'at' | 'by'>;

function entryOf(head: Head, body: Body): ReportEntry {
  switch (body.do) {
    case 'value': {
      const { name, text, source, reason = '' } = body;
      return { ...head, kind: 'value', name, text, source, reason: reason === '' ? null : reason };
    }
    case 'answer': {
      const { label, text, about } = body;
      return { ...head, subject: about ?? head.subject, kind: 'answer', label, text };
    }
    case 'close':
      return { ...head, kind: 'closed' };
    case 'reopen':
      return { ...head, kind: 'reopened', reason: body.reason };
    case 'task':
      return { ...head, subject: 'clean-up', kind: 'task', task: body.task, done: body.done };
  }
}
