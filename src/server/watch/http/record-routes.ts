import type { Context, Hono } from 'hono';
import { postCheck, postEvent, postLeaveOut, postObservation } from '#contract/record-requests.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { is } from '../loop/run-records.ts';
import { acceptHere } from './accept-routes.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findRollout } from './find.ts';
import { noSuch, notRunning, readRecording, record, unfit } from './recorded.ts';
import type * as z from 'zod';

/** What people see, check, accept and mark; and the log of it all. */
export function recordRoutes(app: Hono, deps: AppDeps): void {
  const base = '/api/rollouts/:id/stages/:stage';

  app.get('/api/rollouts/:id/log', async (c) => {
    const found = findRollout(c, deps.library);
    if (!found.ok) return found.response;
    const entries = await deps.store.journal(found.value.id, { newest: 500 });
    // The first that was known of a toggle is no change.
    const said = entries.filter((entry) => entry.kind !== 'allotment' || entry.from !== null);
    return answer(c, said.toReversed());
  });

  app.post(`${base}/observations`, (c) => observe(c, deps));
  app.post(`${base}/checks`, (c) => check(c, deps));
  app.post(`${base}/accepts`, (c) => acceptHere(c, deps));
  app.post(`${base}/events`, (c) => mark(c, deps));
  app.post(`${base}/events/:event/leave-out`, (c) => leaveOut(c, deps));
}

async function observe(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postObservation);
  if (!read.ok) return read.response;
  const { head, rollout } = read.value;
  const { who: _who, id: _id, ...body } = read.value.body;
  const { criterion, said, corrects } = body;
  if (criterion !== null) {
    const refusal = notAnAnswer(c, rollout.plan, criterion, said);
    if (refusal !== undefined) return refusal;
    if (head.run === null) return notRunning(c);
  }
  if (said?.kind === 'share' && said.positive > said.of)
    return unfit(c, `${said.positive} of ${said.of} is more than all.`);
  if (corrects !== null) {
    const earlier = await deps.store.journal(head.rollout, { kinds: ['observation'] });
    if (earlier.every((one) => one.id !== corrects)) return noSuch(c, 'observation', corrects, []);
  }
  return record(c, deps, { ...head, kind: 'observation', ...body });
}

/** Why an answer is none to the plan's question. */
function notAnAnswer(
  c: Context,
  plan: Plan,
  criterion: string,
  said: z.infer<typeof postObservation>['said'],
): Response | undefined {
  const asks = plan.criteria.flatMap(({ id, label, measure }) =>
    measure.kind === 'ask' ? [{ id, label, measure }] : [],
  );
  const asked = asks.find((one) => one.id === criterion);
  if (asked === undefined) {
    const ids = asks.map((one) => one.id);
    return noSuch(c, 'question', criterion, ids);
  }
  const { answer: wanted } = asked.measure;
  if (said?.kind === 'not-asked' || said?.kind === wanted) return undefined;
  return unfit(c, `"${asked.label}" is answered with ${wanted}, or with not-asked.`);
}

async function check(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postCheck);
  if (!read.ok) return read.response;
  const { head, body, rollout } = read.value;
  const { plan } = rollout;
  const { gate, box = false, closed = true, note = '' } = body;
  const known = (box ? plan.checklist : plan.gates).map((one) => one.text);
  if (!known.includes(gate)) return noSuch(c, box ? 'box' : 'gate', gate, known);
  return record(c, deps, { ...head, kind: 'check', gate, closed, note, ...(box ? { box } : {}) });
}

async function mark(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postEvent);
  if (!read.ok) return read.response;
  const { head, body } = read.value;
  const { what, from, to = null, note = '' } = body;
  if (to !== null && to <= from) return unfit(c, 'It ends before it begins.');
  return record(c, deps, { ...head, kind: 'event', what, from, to, note });
}

async function leaveOut(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postLeaveOut);
  if (!read.ok) return read.response;
  const { head, body } = read.value;
  const id = c.req.param('event') ?? '';
  const events = (await deps.store.journal(head.rollout, { kinds: ['event'] })).filter(is('event'));
  const event = events.find((one) => one.id === id);
  if (event === undefined) {
    deps.report(`Refused ${c.req.method} ${c.req.path}: the rollout has no such event.`);
    return noSuch(c, 'event', id, []);
  }
  if (event.what !== 'planned outage' || event.to === null)
    return unfit(c, 'Only a planned outage with a beginning and an end can be left out.');
  const { leftOut = true, reason } = body;
  return record(c, deps, { ...head, kind: 'left-out', event: id, leftOut, reason });
}
