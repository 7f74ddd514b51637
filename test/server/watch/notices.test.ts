import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertList, notice, noticeList, type Notice } from '../../../src/contract/notice.ts';
import { journal } from '../../../src/contract/journal.ts';
import { parseQuietHours } from '../../../src/server/watch/notices/quiet-hours.ts';
import { createSender } from '../../../src/server/watch/notices/sender.ts';
import { slackChannel, slackMessage } from '../../../src/server/watch/notices/slack-channel.ts';
import { webhookChannel } from '../../../src/server/watch/notices/webhook-channel.ts';
import { receiver, type Receiver } from './receiver.ts';
import {
  exampleMarkdown,
  flat,
  hour,
  minute,
  planMarkdown,
  serverRig,
  type ServerRig,
} from './server-rig.ts';

const secret = 'a secret of some length';
const publicUrl = 'https://stagewatch.example';
let hook: Receiver;
let rig: ServerRig;
let clock: () => number;

beforeEach(async () => {
  hook = await receiver();
  const deps = { fetch: globalThis.fetch, now: (): number => clock() };
  rig = await serverRig({
    plans: { 'late-fees': planMarkdown(), 'made-up': exampleMarkdown },
    channels: [webhookChannel(hook.url, secret, deps)],
    publicUrl,
  });
  clock = () => rig.answers.now;
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
});

afterEach(async () => {
  await rig.close();
  await hook.vanish();
});

/** Half of everything fails from now on, for so long. */
async function breaks(ms = 20 * minute): Promise<void> {
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(ms);
}

const read = (): readonly Notice[] => hook.got.map(({ body }) => notice.parse(JSON.parse(body)));
const alerts = async () =>
  (await rig.read('/api/alerts', alertList)).filter((one) => one.rollout === 'late-fees');
const byName = (a: readonly unknown[], b: readonly unknown[]): number =>
  String(a[0]).localeCompare(String(b[0]));
const outbox = async () => (await rig.read('/api/notices', noticeList)).notices;

it('tells what broke, how many it met, what to turn off and where to look', async () => {
  await breaks();
  await rig.sender.pass();
  expect(read()).toMatchObject([
    {
      kind: 'alert',
      urgent: true,
      verdict: { state: 'roll-back', word: 'Roll back' },
      alerts: [{ about: 'error-rate', what: 'opened' }],
      people: { exposed: null, failures: 200 },
      toggles: ['fees'],
      link: `${publicUrl}/rollouts/late-fees/stages/half?at=${rig.answers.now}`,
    },
  ]);
  expect(read()[0]?.takeLink).toMatch(/#take=.+error-rate$/);
});

it('signs what it posts, and gives the same key each time', async () => {
  hook.answer = (response) => response.writeHead(500).end();
  await breaks();
  await rig.sender.pass();
  await rig.after(minute);
  await rig.sender.pass();
  const [first, second] = hook.got;
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  const [, at = '', hash] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first?.headers['stagewatch-signature'])) ?? [];
  expect(
    createHmac('sha256', secret)
      .update(`${at}.${first?.body ?? ''}`)
      .digest('hex'),
  ).toBe(hash);
});

it('puts a notice in once, and sends it once where it arrives', async () => {
  await breaks();
  await rig.after(minute);
  for (let i = 0; i < 3; i += 1) await rig.sender.pass();
  expect(hook.got).toHaveLength(1);
  expect(await outbox()).toMatchObject([{ state: 'sent', attempts: 1, error: null }]);
});

it('keeps trying a receiver that fails, ever less often, until it has it', async () => {
  hook.answer = (response) => response.writeHead(503).end();
  await breaks();
  await rig.sender.pass();
  await rig.sender.pass();
  expect(hook.got).toHaveLength(1);
  const [waiting] = await outbox();
  expect(waiting).toMatchObject({
    state: 'waiting',
    attempts: 1,
    error: 'It answered 503.',
    nextAt: rig.answers.now + 5000,
  });
  rig.answers.now += 5000;
  await rig.sender.pass();
  expect((await outbox())[0]).toMatchObject({ attempts: 2, nextAt: rig.answers.now + 10_000 });
  hook.answer = (response) => response.writeHead(204).end();
  rig.answers.now += 10_000;
  await rig.sender.pass();
  expect((await outbox())[0]).toMatchObject({ state: 'sent', attempts: 3, sentAt: rig.answers.now });
});

it('waits as long as a receiver asks, and no more than an hour', async () => {
  hook.answer = (response) => response.writeHead(429, { 'retry-after': '120' }).end();
  await breaks();
  await rig.sender.pass();
  expect((await outbox())[0]).toMatchObject({ nextAt: rig.answers.now + 120_000 });
  hook.answer = (response) => response.writeHead(429, { 'retry-after': '86400' }).end();
  rig.answers.now += 120_000;
  await rig.sender.pass();
  expect((await outbox())[0]).toMatchObject({ nextAt: rig.answers.now + hour });
});

it('gives up in the open: what could not be delivered is shown, and reported', async () => {
  await hook.vanish();
  await breaks();
  for (let i = 0; i < 16; i += 1) {
    await rig.sender.pass();
    rig.answers.now += 20 * minute;
  }
  expect((await outbox())[0]).toMatchObject({ state: 'dead', attempts: 16, error: "It can't be reached." });
  expect(rig.reports).toEqual([expect.stringContaining('could not be delivered through webhook')]);
});

it('is not held up by a receiver that hangs, nor is another channel', async () => {
  hook.answer = () => undefined;
  const other = await receiver();
  const deps = { fetch: globalThis.fetch, now: (): number => clock() };
  const channels = [webhookChannel(hook.url, secret, deps), slackChannel(other.url, deps)];
  const hanging = await serverRig({ plans: { 'late-fees': planMarkdown() }, channels });
  hanging.answers.allotments = { fees: 50 };
  hanging.answers.series = (request) => flat(request, hanging.answers.now, 10);
  await hanging.after(0);
  await hanging.after(20 * minute);
  const { store } = hanging;
  const sender = createSender({
    store,
    channels,
    now: () => hanging.answers.now,
    random: () => 0,
    report: () => undefined,
    deadline: 50,
  });
  await sender.pass();
  expect(other.got).toHaveLength(1);
  const items = await store.notices(10);
  expect(items.map((one) => [one.channel, one.state, one.error]).toSorted(byName)).toEqual([
    ['slack', 'sent', null],
    ['webhook', 'waiting', 'It did not answer in time.'],
  ]);
  await sender.stop();
  await hanging.close();
  await other.vanish();
});

it('sends after a restart what it could not send before', async () => {
  await breaks();
  const [waiting] = await rig.store.dueNotices(rig.answers.now, 10);
  const deps = { fetch: globalThis.fetch, now: (): number => clock() };
  const again = createSender({
    store: rig.store,
    channels: [webhookChannel(hook.url, secret, deps)],
    now: clock,
    random: () => 0,
    report: () => undefined,
  });
  await again.pass();
  expect(hook.got.map((one) => one.headers['idempotency-key'])).toEqual([waiting?.notice.key]);
  await again.stop();
});

it('lets what can wait, wait for the end of the quiet hours; a roll back never waits', async () => {
  const quiet = parseQuietHours('08:00-11:00 America/New_York');
  if (quiet === undefined) throw new Error('no quiet hours');
  const soft = planMarkdown().replace('breach: roll back', 'breach: hold');
  const deps = { fetch: globalThis.fetch, now: (): number => clock() };
  const channels = [webhookChannel(hook.url, secret, deps)];
  const calm = await serverRig({ plans: { soft, hard: planMarkdown() }, channels, quiet });
  calm.answers.allotments = { fees: 50 };
  calm.answers.series = (request) => flat(request, calm.answers.now, 10);
  await calm.after(0);
  await calm.after(20 * minute);
  const items = await calm.store.notices(10);
  // The rig's clock starts at 9 a.m. in New York.
  expect(items.map((one) => [one.notice.rollout.id, one.nextAt - calm.answers.now]).toSorted(byName)).toEqual(
    [
      ['hard', 0],
      ['soft', 100 * minute],
    ],
  );
  await calm.close();
});

it('wakes nobody for made-up data', async () => {
  await rig.after(3 * hour);
  expect((await outbox()).map((one) => one.notice.rollout.id)).not.toContain('made-up');
});

it('tells once when a stage is ready', async () => {
  await rig.after(hour);
  await rig.after(10 * minute);
  await rig.sender.pass();
  expect(read().filter((one) => one.kind === 'ready')).toMatchObject([
    { urgent: false, verdict: { state: 'ready' } },
  ]);
});

it('lists open alerts, lets somebody take one, and says when they have not looked again', async () => {
  await breaks();
  const [alert] = await alerts();
  expect(alert).toMatchObject({ about: 'error-rate', state: 'roll-back', taken: null });
  const path = `/api/alerts/${alert?.id ?? ''}/take`;
  expect((await rig.post(path, { who: 'Ana', note: 'Looking at the forms' })).status).toBe(201);
  await rig.after(14 * minute);
  expect(await alerts()).toMatchObject([{ taken: { by: 'Ana' }, notices: 1 }]);
  await rig.after(2 * minute);
  expect(await alerts()).toMatchObject([{ taken: null, notices: 2 }]);
  const log = await rig.read('/api/rollouts/late-fees/log', journal);
  const said = log.flatMap((one) =>
    one.kind === 'gap' ? [] : [one.kind === 'alert' ? one.change : one.kind],
  );
  expect(said).toEqual(['lapsed', 'take', 'opened']);
});

it('lets a take stand until the next look that was asked for', async () => {
  await breaks();
  const [alert] = await alerts();
  await rig.post(`/api/alerts/${alert?.id ?? ''}/take`, { who: 'Ana', lookIn: 30 * minute });
  await rig.after(29 * minute);
  expect(await alerts()).toMatchObject([{ taken: { by: 'Ana' } }]);
  await rig.after(2 * minute);
  expect(await alerts()).toMatchObject([{ taken: null }]);
});

it('closes an alert by a decision, and never by a wish', async () => {
  await breaks();
  const [alert] = await alerts();
  const wish = await rig.post(`/api/alerts/${alert?.id ?? ''}/resolve`, { who: 'Ana' });
  expect(wish.status).toBe(404);
  const accept = await rig.post(`/api/alerts/${alert?.id ?? ''}/accept`, { who: 'Ana', reason: 'Fine' });
  expect([accept.status, await accept.text()]).toEqual([422, expect.stringContaining("can't be accepted")]);
  await rig.post('/api/rollouts/late-fees/stages/half/decisions', { who: 'Ana', choice: 'roll-back' });
  expect(await alerts()).toEqual([]);
  // Decided, and nobody has turned it off: that needs somebody again.
  await rig.after(11 * minute);
  expect(await alerts()).toMatchObject([
    { about: 'decision', evidence: expect.stringContaining('Still not done') },
  ]);
});

it('accepts through an alert what broke earlier', async () => {
  await breaks();
  rig.answers.series = (request) => flat(request, rig.answers.now, 0);
  await rig.after(5 * minute);
  const [alert] = await alerts();
  expect(
    (await rig.post(`/api/alerts/${alert?.id ?? ''}/accept`, { who: 'Ana', reason: 'A known batch' })).status,
  ).toBe(201);
  expect(await alerts()).toEqual([]);
});

it.each([
  ['take', {}, 404, 'none'],
  ['take', { nextLook: 5 }, 422, null],
  ['take', { nextLook: 9e15 }, 422, null],
  ['take', { lookIn: 25 * hour }, 422, null],
])('refuses to %s with %o: %i', async (what, body, status, id) => {
  await breaks();
  const [alert] = await alerts();
  expect(
    (await rig.post(`/api/alerts/${id ?? alert?.id ?? ''}/${what}`, { who: 'Ana', ...body })).status,
  ).toBe(status);
});

it('tests a channel, and says when it does not work', async () => {
  expect((await rig.post('/api/notices/webhook/test', { who: 'Ana' })).status).toBe(200);
  expect(read()).toMatchObject([{ kind: 'test', verdict: { reason: 'Ana tests this channel.' } }]);
  await hook.vanish();
  const gone = await rig.post('/api/notices/webhook/test', { who: 'Ana' });
  expect([gone.status, await gone.text()]).toEqual([502, expect.stringContaining("can't be reached")]);
  expect((await rig.post('/api/notices/pager/test', { who: 'Ana' })).status).toBe(404);
});

it('writes for Slack what a person needs first, and nothing Slack would read as its own', async () => {
  await breaks();
  const [item] = await outbox();
  if (item === undefined) throw new Error('no notice');
  const message = JSON.stringify(
    slackMessage({ ...item.notice, rollout: { id: 'x', title: '<!channel> & co' } }),
  );
  expect(message).toContain('Roll back: &lt;!channel&gt; &amp; co');
  expect(message).toContain('Turn off, in this order: `fees`');
  expect(message).toContain('|See the evidence>');
});
