import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { postHandOver, postTake, postTest } from '#contract/record-requests.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { AlertView, Notice } from '#contract/notice.ts';
import { day, minute } from '#domain/time/time.ts';
import { severityOf } from '#domain/verdict/severity.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import type { Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { acceptAlert } from './accept-routes.ts';
import { notMonitor, writer } from './who.ts';
import type * as z from 'zod';

/** When somebody who takes an alert looks again, unless they say otherwise. */
const usualLook = 15 * minute;

/** Alerts: who is on it, and what is accepted; and the notices that left. */
export function alertRoutes(app: Hono, deps: AppDeps): void {
  app.get('/api/alerts', async (c) => {
    const open = await deps.store.alerts();
    return answer(
      c,
      open.toSorted((a, b) => severityOf(a.state) - severityOf(b.state) || a.openedAt - b.openedAt),
    );
  });
  app.post('/api/alerts/:alert/take', (c) => take(c, deps));
  app.post('/api/alerts/:alert/hand-over', (c) => handOver(c, deps));
  app.post('/api/alerts/:alert/accept', async (c) => {
    const found = await findAlert(c, deps);
    return found.ok ? acceptAlert(c, deps, found.value) : found.response;
  });
  app.get('/api/notices', async (c) =>
    answer(c, { channels: deps.sender.channels, notices: await deps.store.notices(100) }),
  );
  app.post('/api/notices/:channel/test', (c) => test(c, deps));
}

async function findAlert(c: Context, deps: AppDeps): Promise<Found<AlertView>> {
  const id = c.req.param('alert') ?? '';
  const [alert] = await deps.store.alerts({ id });
  if (alert !== undefined) return { ok: true, value: alert };
  return {
    ok: false,
    response: problem(c, 404, {
      title: 'No such alert',
      detail: `There is no alert "${id}".`,
      remedy: 'See GET /api/alerts for those that are open.',
    }),
  };
}

/** What every write about an alert needs: the alert, the body, and a monitor. */
interface AlertWrite<T> {
  readonly alert: AlertView;
  readonly body: T;
  readonly by: string;
}

async function readWrite<T extends { readonly who?: string | undefined }>(
  c: Context,
  deps: AppDeps,
  schema: z.core.$ZodType<T>,
): Promise<Found<AlertWrite<T>>> {
  const found = await findAlert(c, deps);
  if (!found.ok) return found;
  const body = await readBody(c, schema);
  if (!body.ok) return body;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person;
  return { ok: true, value: { alert: found.value, body: body.value, by: person.value.name } };
}

/** Changes an alert that is still open, adds the line to the log, and tells open pages. */
async function change(
  c: Context,
  deps: AppDeps,
  { id: alert, rollout, stage }: AlertView,
  changed: Partial<AlertView>,
  line: AlertLine,
): Promise<Response> {
  const kept = await deps.store.changeAlert(alert, (now) => ({
    // One that has just closed needs nobody; what was said of it still goes into the log.
    alert: now.closedAt === null ? { ...now, ...changed } : now,
    entry: { ...line, rollout: now.rollout, stage: now.stage, run: now.run, alert: now.id },
  }));
  deps.changes.publish({ rollout, stage, at: line.at, state: null });
  return c.json(kept, 201);
}

type Whole = Extract<JournalEntry, { kind: 'take' | 'hand-over' }>;
type AlertLine = Whole extends infer One
  ? One extends Whole
    ? Omit<One, 'rollout' | 'stage' | 'run' | 'alert'>
    : never
  : never;

async function take(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readWrite(c, deps, postTake);
  if (!read.ok) return read.response;
  const { alert, body, by } = read.value;
  const at = deps.now();
  const until = body.nextLook ?? at + (body.lookIn ?? usualLook);
  if (until <= at || until > at + day) {
    return problem(c, 422, {
      title: 'Not a next look',
      detail: 'The next look must lie within the next day.',
      remedy: 'Leave it out for fifteen minutes from now.',
    });
  }
  const { note, id = randomUUID() } = body;
  return change(
    c,
    deps,
    alert,
    { taken: { by, at, note, until }, handedTo: null },
    { id, at, by, kind: 'take', note, nextLook: until },
  );
}

/** Offers an alert to a monitor by name. Until they take it, it stays with whoever has it. */
async function handOver(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readWrite(c, deps, postHandOver);
  if (!read.ok) return read.response;
  const { alert, body, by } = read.value;
  const { to, note, id = randomUUID() } = body;
  const refusal = notMonitor(c, deps, to);
  if (refusal !== undefined) return refusal;
  const at = deps.now();
  return change(
    c,
    deps,
    alert,
    { handedTo: { to, by, at, note } },
    { id, at, by, kind: 'hand-over', to, note },
  );
}

async function test(c: Context, deps: AppDeps): Promise<Response> {
  const body = await readBody(c, postTest);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person.response;
  const name = c.req.param('channel') ?? '';
  const sent = await deps.sender.test(name, testNotice(person.value.name, deps));
  if (sent === null) {
    return problem(c, 404, {
      title: 'No such channel',
      detail: `There is no channel "${name}".`,
      remedy: `Set it up in the environment; there is ${deps.sender.channels.join(', ') || 'none'} now.`,
    });
  }
  if (sent.ok) return c.json({ channel: name, delivered: true });
  return problem(c, 502, {
    title: 'Not delivered',
    detail: `The test notice did not arrive through ${name}. ${sent.why}`,
    remedy: 'Check the address in the environment and that the receiver runs.',
  });
}

function testNotice(by: string, deps: AppDeps): Notice {
  const at = deps.now();
  return {
    key: `test.${randomUUID()}`,
    at,
    kind: 'test',
    urgent: false,
    rollout: { id: 'test', title: 'Test' },
    stage: { id: 'test', label: 'no stage' },
    verdict: {
      state: 'watching',
      word: verdictWords.watching,
      reason: `${by} tests this channel.`,
      evidence: 'Nothing has happened.',
      next: 'Nothing to do.',
    },
    alerts: [],
    people: { exposed: null, failures: null },
    toggles: [],
    call: [],
    link: deps.publicUrl,
    takeLink: null,
  };
}
