import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import {
  changedEvent,
  health,
  rollout,
  rolloutList,
  stageSeries,
  stageView,
  verdictHistory,
} from '../../../src/contract/rollout.ts';
import { sourceList } from '../../../src/contract/sources.ts';
import { allotment } from '../../../src/contract/verdict.ts';
import {
  brokenMarkdown,
  exampleMarkdown,
  minute,
  planMarkdown,
  serverRig,
  type ServerRig,
} from './server-rig.ts';

const base = '/api/rollouts/late-fees';
const half = `${base}/stages/half`;
const runs = z.array(
  z.object({
    id: z.string(),
    attempt: z.number(),
    start: z.number(),
    end: z.nullable(z.number()),
    openedBy: z.string(),
  }),
);
let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown(), 'made-up': exampleMarkdown } });
  rig.answers.allotments = { fees: 50 };
});

afterEach(() => rig.close());

async function problemOf(response: Response): Promise<z.infer<typeof httpProblem>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return httpProblem.parse(await response.json());
}

it('lists every rollout with its toggles, its stage and how it stands', async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  expect(await rig.read('/api/rollouts', rolloutList)).toMatchObject([
    {
      id: 'late-fees',
      toggles: ['fees'],
      stage: { id: 'half' },
      verdict: { state: 'watching' },
      example: false,
    },
    { id: 'made-up', toggles: ['shown'], stage: { id: 'first', percent: 10 }, example: true },
  ]);
});

it('shows a rollout with its ladder and what its toggles give', async () => {
  const view = await rig.read(base, rollout);
  expect(view.stages.map((stage) => [stage.id, stage.percents, stage.verdict.state])).toEqual([
    ['half', { fees: 50 }, 'not-started'],
    ['all', { fees: 100 }, 'not-started'],
  ]);
  expect(view.allotments).toMatchObject([{ toggle: 'fees', percent: 50, origin: 'flipper' }]);
});

it('gives the plan back as it was saved, and its findings', async () => {
  const plan = z.object({ id: z.string(), file: z.string(), version: z.number(), markdown: z.string() });
  expect(await rig.read(`${base}/plan`, plan)).toEqual({
    id: 'late-fees',
    file: 'late-fees.md',
    version: 1,
    markdown: planMarkdown(),
  });
  const findings = z.array(z.object({ severity: z.string(), code: z.string(), message: z.string() }));
  expect((await rig.read(`${base}/findings`, findings)).map((one) => one.code)).toEqual(
    (await rig.read(base, rollout)).findings.map((one) => one.code),
  );
});

it.each([
  ['milliseconds', (at: number): string => String(at)],
  ['ISO 8601', (at: number): string => new Date(at).toISOString()],
])('shows a stage as it stood, asked for in %s', async (_what, say) => {
  const before = rig.answers.now - minute;
  await rig.after(0);
  await rig.after(20 * minute);
  const calm = rig.answers.now;
  rig.answers.broken = 'all is lost';
  await rig.after(5 * minute);
  expect((await rig.read(half, stageView)).verdict.state).toBe('blind');
  const stood = await rig.read(`${half}?at=${say(calm)}`, stageView);
  expect([stood.at, stood.verdict.state, stood.run?.stage]).toEqual([calm, 'watching', 'half']);
  const earlier = await rig.read(`${half}?at=${say(before)}`, stageView);
  expect([earlier.at, earlier.verdict.state, earlier.run]).toEqual([before, 'not-started', null]);
});

it.each(['', 'yesterday', '2025-13-45', '2999-01-01T00:00Z'])('refuses at=%s as a time', async (at) => {
  const answer = await rig.app.request(`${half}?at=${at}`);
  expect([answer.status, (await problemOf(answer)).detail]).toEqual([
    400,
    `at=${at} is no instant, or has not come yet.`,
  ]);
});

it('opens, lists and ends runs; the next is another attempt', async () => {
  expect(await rig.read(`${half}/runs`, runs)).toEqual([]);
  const opened = await rig.post(`${half}/runs`, { who: 'Ana', start: rig.answers.now - 5 * minute });
  expect(opened.status).toBe(201);
  const [first] = await rig.read(`${half}/runs`, runs);
  expect(first).toMatchObject({
    attempt: 1,
    end: null,
    start: rig.answers.now - 5 * minute,
    openedBy: 'Ana',
  });
  const ended = await rig.post(`${half}/runs/${first?.id ?? ''}/end`, { who: 'Ben' });
  expect([ended.status, await ended.json()]).toEqual([
    200,
    expect.objectContaining({ end: rig.answers.now, closedBy: 'Ben' }),
  ]);
  rig.answers.now += minute;
  await rig.post(`${half}/runs`, { who: 'Ana' });
  expect((await rig.read(`${half}/runs`, runs)).map((run) => [run.attempt, run.end === null])).toEqual([
    [1, false],
    [2, true],
  ]);
});

it('ends no run that is over or that it never had', async () => {
  await rig.post(`${half}/runs`, { who: 'Ana' });
  const [run] = await rig.read(`${half}/runs`, runs);
  const end = `${half}/runs/${run?.id ?? ''}/end`;
  await rig.post(end, { who: 'Ana' });
  const again = await rig.post(end, { who: 'Ana' });
  expect([again.status, (await problemOf(again)).title]).toEqual([409, 'Already ended']);
  const other = await rig.post(`${base}/stages/all/runs/${run?.id ?? ''}/end`, { who: 'Ana' });
  expect([other.status, (await problemOf(other)).title]).toEqual([404, 'No such run']);
});

it('keeps the end of a run between its start and now', async () => {
  const start = rig.answers.now;
  await rig.post(`${half}/runs`, { who: 'Ana', start });
  rig.answers.now += minute;
  const [run] = await rig.read(`${half}/runs`, runs);
  const ended = await rig.post(`${half}/runs/${run?.id ?? ''}/end`, { who: 'Ana', end: start - minute });
  expect(await ended.json()).toMatchObject({ start, end: start });
});

it('reads the series of the newest run, and none before there is one', async () => {
  const now = rig.answers.now;
  expect(await rig.read(`${half}/series`, stageSeries)).toEqual({
    window: { from: now, to: now, width: minute },
    series: [],
    serverNow: now,
  });
  await rig.after(0);
  await rig.after(3 * minute);
  const read = await rig.read(`${half}/series`, stageSeries);
  expect(read.window).toEqual({ from: now, to: now + 3 * minute, width: minute });
  expect(new Map(read.series.map((one) => [one.id, one.status]))).toEqual(
    new Map([
      ['tries', 'ok'],
      ['fails', 'ok'],
    ]),
  );
});

it('lists changes of state, newest first', async () => {
  await rig.after(0);
  for (let i = 0; i < 10; i += 1) await rig.after(2 * minute);
  rig.answers.broken = 'all is lost';
  await rig.after(5 * minute);
  const history = await rig.read(`${half}/verdicts`, verdictHistory);
  expect(history.map((one) => [one.at, one.state])).toEqual([
    [rig.answers.now, 'blind'],
    [rig.answers.now - 23 * minute, 'watching'],
    [rig.answers.now - 25 * minute, 'starting'],
  ]);
});

it('leaves a toggle that cannot be read out of the allotments, and takes one entered by hand', async () => {
  await rig.close();
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() }, readsFlipper: false });
  const path = `${base}/allotment`;
  expect(await rig.read(path, z.array(allotment))).toEqual([]);
  const future = rig.answers.now + minute;
  const saved = await rig.post(path, { who: ' Ana ', toggle: 'fees', percent: 50, at: future });
  expect([saved.status, await saved.json()]).toEqual([
    201,
    { toggle: 'fees', percent: 50, at: rig.answers.now, by: 'Ana' },
  ]);
  expect(await rig.read(path, z.array(allotment))).toMatchObject([
    { toggle: 'fees', percent: 50, origin: 'entered by hand', by: 'Ana', since: rig.answers.now },
  ]);
});

const dependent = (id: string, title: string, criterion: string, label: string): object => ({
  dependents: [{ id, title, criteria: [{ id: criterion, label }], traffic: false, toggles: [] }],
});

it('tells of no rung what nobody has judged for too long, though the server answers', async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  const rung = async (): Promise<unknown> => (await rig.read(base, rollout)).stages[0]?.verdict;
  expect(await rung()).toMatchObject({ state: 'watching' });
  rig.answers.now += 60 * minute;
  expect(await rung()).toMatchObject({ state: 'blind', word: "Can't tell" });
});

it('names every source a plan asks for, configured or not, with what depends on it', async () => {
  const at = rig.answers.now;
  const source = {
    id: 'prometheus',
    kind: 'Prometheus',
    example: false,
    configured: true,
    lastGood: at,
    newestPoint: at,
    lastError: null,
  };
  rig.answers.sources = [source];
  expect(await rig.read('/api/sources', sourceList)).toMatchObject([
    {
      id: 'example',
      state: 'not-configured',
      reachable: null,
      ...dependent('made-up', 'Made up', 'error-rate', 'Error rate'),
    },
    {
      id: 'prometheus',
      state: 'ok',
      reachable: true,
      ...dependent('late-fees', 'Late fees', 'error-rate', 'Fees failing'),
    },
  ]);
});

it('says how a source is: by its answers, how late they are, and whether anybody needs them', async () => {
  const at = rig.answers.now;
  const failure = { retryAt: null, attempts: 1, firstSeen: at };
  const source = {
    id: 'prometheus',
    kind: 'Prometheus',
    example: false,
    configured: true,
    lastGood: at,
    newestPoint: at,
    lastError: null,
  };
  const timeout = { ...failure, code: 'timeout', message: 'Too slow.', retryable: true } as const;
  const refused = {
    ...failure,
    code: 'forbidden',
    message: 'No.',
    retryable: false,
    httpStatus: 403,
  } as const;
  // What the buckets would allow is more than the verdict of a stage under way does.
  const judged = { allowedDelay: 20 * minute, assumedLag: 0 };
  const table = [
    ['never asked', { lastGood: null }, 'unused', null],
    ['silent', { lastGood: at - 11 * minute }, 'late', true],
    ['without values', { newestPoint: null }, 'late', true],
    ['behind', { lag: 6 * minute, allowedDelay: 5 * minute }, 'late', true],
    ['behind within bounds', { lag: 5 * minute, allowedDelay: 5 * minute }, 'ok', true],
    ['behind by what the verdict allows', { lag: 11 * minute, ...judged }, 'late', true],
    ['within what the verdict allows', { lag: minute, ...judged }, 'ok', true],
    ['a timeout', { lastError: timeout }, 'failing', false],
    ['a refusal', { lastError: refused }, 'failing', true],
    [
      'one query of several',
      { lastError: timeout, questions: { of: 5, failing: ['prometheus counter up'] } },
      'partial',
      true,
    ],
    [
      'every query',
      { lastError: timeout, questions: { of: 1, failing: ['prometheus counter up'] } },
      'failing',
      false,
    ],
    ['not set up', { configured: false }, 'not-configured', null],
  ] as const;
  await rig.post(`${half}/runs`, { who: 'Ana' });
  const said: unknown[] = [];
  for (const [name, change] of table) {
    rig.answers.sources = [{ ...source, ...change }];
    const list = await rig.read('/api/sources', sourceList);
    const { state, reachable } = list.find((one) => one.id === 'prometheus') ?? {};
    said.push([name, state, reachable]);
  }
  expect(said).toEqual(table.map(([name, , state, reachable]) => [name, state, reachable]));
  rig.answers.sources = [{ ...source, ...judged }];
  const told = (await rig.read('/api/sources', sourceList)).find((one) => one.id === 'prometheus');
  expect(told?.allowedDelay).toBeLessThanOrEqual(10 * minute);
  expect(told?.allowedFor?.stage).toBeTypeOf('string');
});

it('is not late in the eyes of a source that nobody needs', async () => {
  const lastGood = rig.answers.now - 11 * minute;
  rig.answers.sources = [
    {
      id: 'sentry',
      kind: 'Sentry',
      example: false,
      configured: true,
      lastGood,
      newestPoint: lastGood,
      lastError: null,
    },
  ];
  const list = await rig.read('/api/sources', sourceList);
  expect(list.find(({ id }) => id === 'sentry')).toMatchObject({ state: 'idle', dependents: [] });
});

it('names the ways to the allotment with their age, and the toggles that would be unknown', async () => {
  rig.answers.sources = [
    {
      id: 'flipper',
      kind: 'Flipper',
      example: false,
      configured: true,
      lastGood: null,
      newestPoint: null,
      lastError: null,
      ways: [{ way: 'toggle page', at: 5, lastError: null }],
    },
  ];
  await rig.post(`${base}/allotment`, { who: 'Ana', toggle: 'fees', percent: 50 });
  const list = await rig.read('/api/sources', sourceList);
  const flipper = list.find(({ id }) => id === 'flipper');
  expect(flipper?.ways.map(({ way, configured, at }) => [way, configured, at])).toEqual([
    ['flipper', false, null],
    ['toggle page', true, 5],
    ['toggle export', false, null],
    ['entered by hand', true, rig.answers.now],
  ]);
  expect(flipper?.dependents).toMatchObject([{ id: 'late-fees', criteria: [], toggles: ['fees'] }]);
});

it('says it is well, with the last pass and the open runs', async () => {
  await rig.after(minute);
  expect(await rig.read('/api/health', health)).toEqual({
    status: 'ok',
    version: '0.0.0',
    startedAt: rig.answers.now - minute,
    serverNow: rig.answers.now,
    watcher: { lastPass: rig.answers.now, openRuns: 2 },
    store: 'memory',
  });
});

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(
    rig.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );

it.each([
  ['/api/rollouts/late-fee', 'Did you mean "late-fees"?'],
  ['/api/rollouts/zzzzzzzzzz', 'There is: late-fees, made-up.'],
  [`${base}/stages/hald`, 'Did you mean "half"?'],
  [`${base}/stages/hald/series`, 'Did you mean "half"?'],
  ['/api/rollouts/%E0%A4%A', 'Check the address.'],
])('answers 404 at %s with a name that was meant', async (path, remedy) => {
  const answer = await rig.app.request(path);
  expect([answer.status, (await problemOf(answer)).remedy]).toEqual([404, expect.stringContaining(remedy)]);
});

it.each(['/api', '/api/', '/api/none', '/api/rollouts/late-fees/none'])(
  'answers a problem and never a page at %s',
  async (path) => {
    const answer = await rig.app.request(path, { headers: { accept: 'text/html' } });
    expect([answer.status, (await problemOf(answer)).status]).toEqual([404, 404]);
  },
);

it.each([
  ['PUT', '/api/rollouts', 'GET, POST, HEAD'],
  ['DELETE', base, 'GET, HEAD'],
  ['PATCH', `${half}/runs`, 'GET, POST, HEAD'],
  ['GET', `${half}/runs/r1/end`, 'POST'],
  ['POST', '/api/health', 'GET, HEAD'],
])('answers 405 to %s %s and allows %s', async (method, path, allow) => {
  const answer = await rig.app.request(path, { method });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
  expect((await problemOf(answer)).remedy).toBe(`Use ${allow}.`);
});

it('answers HEAD like GET, without a body', async () => {
  const answer = await rig.app.request('/api/rollouts', { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

it('refuses two megabytes, also when no length is announced', async () => {
  const chunk = new TextEncoder().encode('é'.repeat(250_000));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 4) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  };
  const answer = await rig.app.request(new Request('http://localhost/api/rollouts', init));
  expect([answer.status, (await problemOf(answer)).title]).toEqual([413, 'Too large']);
  expect(sent).toBeLessThan(5);
});

it.each([
  ['no body at all', '', 400, "can't be parsed"],
  ['a list', '[]', 422, 'body: '],
  ['an empty name', '{"who":"  ","toggle":"fees","percent":1}', 422, 'who: '],
  ['more than everyone', '{"who":"Ana","toggle":"fees","percent":101}', 422, 'percent: '],
  ['a field too many', '{"who":"Ana","toggle":"fees","percent":1,"force":true}', 422, 'force'],
  ['a toggle the plan has not', '{"who":"Ana","toggle":"feez","percent":1}', 422, 'no toggle "feez"'],
])('refuses %s as an allotment, naming the path', async (_what, body, status, words) => {
  const answer = await post(`${base}/allotment`, body);
  expect([answer.status, (await problemOf(answer)).detail]).toEqual([status, expect.stringContaining(words)]);
  expect(await rig.store.enteredAllotments('late-fees')).toEqual([]);
});

it.each([undefined, 'text/plain', 'multipart/form-data', 'application/jsonp'])(
  'reads no body of type %s',
  async (type) => {
    const answer = await rig.app.request(`${half}/runs`, {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body: new TextEncoder().encode('{"who":"Ana"}'),
    });
    expect([answer.status, (await problemOf(answer)).remedy]).toEqual([415, 'Send application/json.']);
    expect(await rig.store.openRuns()).toEqual([]);
  },
);

it('reads JSON whose type names its character set', async () => {
  const answer = await post(`${half}/runs`, '{"who":"Ana"}', {
    'content-type': 'application/json; charset=utf-8',
  });
  expect(answer.status).toBe(201);
});

it('refuses a second open run, and a start that has not come', async () => {
  const early = await rig.post(`${half}/runs`, { who: 'Ana', start: rig.answers.now + 1 });
  expect([early.status, (await problemOf(early)).title]).toEqual([422, 'A start in the future']);
  await rig.post(`${half}/runs`, { who: 'Ana' });
  const second = await rig.post(`${half}/runs`, { who: 'Ben' });
  expect([second.status, (await problemOf(second)).detail]).toEqual([
    409,
    'This stage has run since Monday, July 28, 2025, 9:00 a.m. ET (13:00 UTC), opened by Ana.',
  ]);
  expect(await rig.store.runsOf('late-fees')).toHaveLength(1);
});

it.each([
  ['http://evil.example', 403],
  ['null', 403],
  ['http://localhost:4681', 403],
  ['http://localhost:4680', 201],
])('a write from %s is answered %i', async (origin, status) => {
  const answer = await rig.post(`${half}/runs`, { who: 'Ana' }, { origin, host: 'localhost:4680' });
  expect(answer.status).toBe(status);
  expect(await rig.store.openRuns()).toHaveLength(status === 201 ? 1 : 0);
});

it.each([
  '/api/rollouts',
  base,
  `${base}/plan`,
  `${base}/findings`,
  half,
  `${half}/runs`,
  `${half}/verdicts`,
])('GET %s is 304 to a reader that has it, and 200 to one with another', async (path) => {
  const first = await rig.app.request(path);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/".+"$/);
  const same = await rig.app.request(path, { headers: { 'if-none-match': etag } });
  expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, '']);
  const other = await rig.app.request(path, { headers: { 'if-none-match': 'W/"older"' } });
  expect(other.status).toBe(200);
});

it('gives a stage another tag once its verdict has changed, and not for the clock alone', async () => {
  await rig.after(0);
  const etag = async (): Promise<string | null> => (await rig.app.request(half)).headers.get('etag');
  const before = await etag();
  rig.answers.now += 1000;
  expect(await etag()).toBe(before);
  await rig.after(20 * minute);
  expect(await etag()).not.toBe(before);
});

it.each(['/api/rollouts', '/api/none', '/api/events', '/'])('protects the answer at %s', async (path) => {
  const answer = await rig.app.request(path);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': expect.stringContaining('camera=()'),
  });
  expect(answer.headers.get('strict-transport-security')).toBeNull();
  await answer.body?.cancel();
});

it('saves a plan under the slug of its title, and says where it is', async () => {
  const answer = await rig.post('/api/rollouts', {
    markdown: planMarkdown('Überfällige Fees, 2nd go!'),
    who: 'Ana',
  });
  expect([answer.status, answer.headers.get('location'), await answer.json()]).toEqual([
    201,
    '/api/rollouts/berf-llige-fees-2nd-go',
    expect.objectContaining({ id: 'berf-llige-fees-2nd-go', version: 1 }),
  ]);
  expect((await rig.read('/api/rollouts/berf-llige-fees-2nd-go', rollout)).title).toBe(
    'Überfällige Fees, 2nd go!',
  );
});

it('saves nothing of a plan it cannot read, names the line, and goes on with the former', async () => {
  const answer = await rig.post('/api/rollouts', { id: 'late-fees', markdown: brokenMarkdown, who: 'Ana' });
  expect([answer.status, (await problemOf(answer)).detail]).toEqual([422, expect.stringContaining('line 7')]);
  expect((await rig.store.newestPlans()).map((plan) => [plan.rollout, plan.version])).toEqual([
    ['late-fees', 1],
    ['made-up', 1],
  ]);
  expect((await rig.read(base, rollout)).title).toBe('Late fees');
});

it('answers a problem when something of its own fails', async () => {
  await rig.after(0);
  rig.answers.broken = 'all is lost';
  const answer = await rig.app.request(`${half}/series`);
  expect([answer.status, (await problemOf(answer)).detail]).toEqual([500, 'all is lost']);
});

it('tells an open page what to read again, and lets it go when the server stops', async () => {
  const answer = await rig.app.request('/api/events');
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (): Promise<string> => (await reader?.read())?.value ?? 'over';
  expect(await next()).toContain('event: hello');
  await rig.post(`${half}/runs`, { who: 'Ana' });
  const message = await next();
  expect(message).toContain('event: changed');
  const data = /^data: (?<json>.*)$/m.exec(message)?.groups?.['json'] ?? '';
  expect(changedEvent.parse(JSON.parse(data))).toMatchObject({ rollout: 'late-fees', stage: 'half' });
  rig.changes.closeAll();
  let last = message;
  while (last !== 'over') last = await next();
  expect(last).toBe('over');
});
