import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import { stageJudging } from '../../../src/contract/judging.ts';
import { health, rollout, rolloutList, stageSeries, stageView } from '../../../src/contract/rollout.ts';
import { askedPeopleList } from '../../../src/contract/asked-people.ts';
import { sourceList } from '../../../src/contract/sources.ts';
import { loadLibrary } from '../../../src/server/watch/rollouts/library.ts';
import { madePlan, madeServer, type MadeServer } from '../../support/made-server.ts';

const stage = '/api/rollouts/parking-permits/stages/half';
let server: MadeServer;

beforeEach(async () => {
  server = await madeServer();
  server.world.percent = 0;
  await server.post('/api/rollouts', { markdown: madePlan, who: 'Owner' });
});

afterEach(() => server.close());

it.each([
  ['/api/rollouts', rolloutList],
  ['/api/rollouts/parking-permits', rollout],
  [stage, stageView],
  [`${stage}/series`, stageSeries],
  [`${stage}/judging`, stageJudging],
  ['/api/sources', sourceList],
  ['/api/sources/people', askedPeopleList],
  ['/api/health', health],
])('GET %s answers in the shape of the contract', async (path, schema) => {
  const answer = await server.app.request(path);
  expect(answer.status).toBe(200);
  expect(schema.safeParse(await answer.json()).error).toBeUndefined();
});

const json = { 'content-type': 'application/json' };

it.each([
  ['an unknown rollout, with the nearest', '/api/rollouts/parking-permit', {}, 404, 'parking-permits'],
  ['an unknown stage, with the nearest', '/api/rollouts/parking-permits/stages/halv', {}, 404, 'half'],
  ['an unknown address', '/api/nope', {}, 404, '/api/nope'],
  ['a wrong verb', '/api/rollouts', { method: 'DELETE' }, 405, 'GET, POST'],
  [
    'two megabytes',
    '/api/rollouts',
    { method: 'POST', headers: json, body: 'a'.repeat(2_000_000) },
    413,
    '1000 kB',
  ],
  ['broken JSON', '/api/rollouts', { method: 'POST', headers: json, body: '{"a":' }, 400, "can't be parsed"],
  [
    'another content type',
    '/api/rollouts',
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
    415,
    'text/plain',
  ],
  [
    'a missing field, by name',
    '/api/rollouts',
    { method: 'POST', headers: json, body: '{"markdown":"# x"}' },
    422,
    'who',
  ],
  [
    'a write from another site',
    '/api/rollouts',
    { method: 'POST', headers: { ...json, origin: 'http://evil.example', host: 'localhost' }, body: '{}' },
    403,
    'evil',
  ],
  ['a time that is none', `${stage}?at=soon`, {}, 400, 'soon'],
  ['a time without a zone', `${stage}?at=2025-07-28T13:00`, {}, 400, '2025'],
  [
    'a start before any source remembers',
    `${stage}/runs`,
    { method: 'POST', headers: json, body: '{"who":"x","start":0}' },
    422,
    'ninety days',
  ],
  [
    'a plan posted in the name of the folder',
    '/api/rollouts',
    { method: 'POST', headers: json, body: '{"who":"plans folder","markdown":"# x"}' },
    422,
    'plans folder',
  ],
] as const)('refuses %s as a problem', async (_what, path, init, status, words) => {
  const answer = await server.app.request(path, init);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = httpProblem.parse(await answer.json());
  expect(JSON.stringify(problem)).toContain(words);
  expect(problem.remedy).not.toBe('');
});

it('opens a run by hand, refuses a second, and ends it', async () => {
  expect((await server.post(`${stage}/runs`, { who: 'A monitor', start: server.world.now + 1 })).status).toBe(
    422,
  );
  const opened = await server.post(`${stage}/runs`, { who: 'A monitor' });
  expect(opened.status).toBe(201);
  const again = await server.post(`${stage}/runs`, { who: 'Another' });
  expect([again.status, httpProblem.parse(await again.json()).detail]).toEqual([
    409,
    expect.stringContaining('A monitor'),
  ]);
  const { run } = stageView.parse(await (await server.app.request(stage)).json());
  const ended = await server.post(`${stage}/runs/${run?.id ?? ''}/end`, { who: 'A monitor' });
  expect(ended.status).toBe(200);
  const after = stageView.parse(await (await server.app.request(stage)).json());
  expect(after.verdict.word).toBe('Ended');
  expect((await server.post(`${stage}/runs`, { who: 'A monitor' })).status).toBe(201);
});

it('keeps a percentage entered by hand with who and when, and refuses one for another toggle', async () => {
  server.world.percent = null;
  const saved = await server.post('/api/rollouts/parking-permits/allotment', {
    who: 'A monitor',
    toggle: 'permits',
    percent: 50,
  });
  expect(await saved.json()).toEqual({
    toggle: 'permits',
    percent: 50,
    by: 'A monitor',
    at: server.world.now,
  });
  expect(await server.store.enteredAllotments('parking-permits')).toMatchObject([
    { percent: 50, by: 'A monitor' },
  ]);
  expect(
    (await server.post('/api/rollouts/parking-permits/allotment', { who: 'x', toggle: 'other', percent: 5 }))
      .status,
  ).toBe(422);
});

it('saves nothing of a plan it cannot read, and names the line', async () => {
  const answer = await server.post('/api/rollouts', {
    markdown: '# Bad\n\n```stagewatch\nstages: [\n```\n',
    who: 'Owner',
    id: 'bad',
  });
  expect([answer.status, httpProblem.parse(await answer.json()).detail]).toEqual([
    422,
    expect.stringContaining('line 4'),
  ]);
  expect((await server.store.newestPlans()).map((plan) => plan.rollout)).toEqual(['parking-permits']);
});

it('keeps versions of a plan: the same text adds none', async () => {
  const id = 'parking-permits';
  await server.post('/api/rollouts', { markdown: madePlan, id, who: 'Owner' });
  await server.post('/api/rollouts', { markdown: madePlan.replace('1h', '2h'), id, who: 'Owner' });
  expect(await server.store.newestPlans()).toMatchObject([{ version: 2 }]);
});

it('takes a plan without an id as a new rollout, and refuses one whose title is watched already', async () => {
  const other = madePlan.replace('Parking permits', 'Ferry passes');
  expect((await server.post('/api/rollouts', { markdown: other, who: 'Owner' })).status).toBe(201);
  expect((await server.post('/api/rollouts', { markdown: other, who: 'Another' })).status).toBe(409);
});

it('prefers a posted plan to the file it replaces, also after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-plans-'));
  await writeFile(join(folder, 'parking-permits.md'), madePlan.replace('Parking permits', 'From the file'));
  const posted = await server.store.newestPlans();
  await loadLibrary(folder, server.store, server.world.now);
  const again = await loadLibrary(folder, server.store, server.world.now);
  const found = again.find('parking-permits');
  expect(found?.kind === 'readable' ? found.plan.title : '').toBe('Parking permits');
  expect(await server.store.newestPlans()).toEqual(posted);
  await rm(folder, { recursive: true });
});

it('answers 304 to a reader that has it already', async () => {
  const first = await server.app.request('/api/rollouts/parking-permits/findings');
  const etag = first.headers.get('etag') ?? '';
  const second = await server.app.request('/api/rollouts/parking-permits/findings', {
    headers: { 'if-none-match': etag },
  });
  expect([second.status, await second.text()]).toEqual([304, '']);
});

it('forbids eval, inline script, framing and sniffing on every answer', async () => {
  const { headers } = await server.app.request('/api/health');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([
    'nosniff',
    'DENY',
  ]);
});

it('keeps the readable plans of a folder beside an unreadable one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-plans-'));
  await writeFile(join(folder, 'good.md'), madePlan);
  await writeFile(
    join(folder, 'bad.md'),
    '# Bad\n\n```stagewatch\ncriteria:\n  - { id: a, count: b, limit: soon }\n```\n',
  );
  const other = await madeServer(folder);
  const list = rolloutList.parse(await (await other.app.request('/api/rollouts')).json());
  expect(list.map((item) => [item.id, item.unreadable?.line ?? null])).toEqual([
    ['bad', 5],
    ['good', null],
  ]);
  expect(list[0]?.verdict.state).toBe('blind');
  expect((await other.app.request('/api/rollouts/bad')).status).toBe(409);
  await other.close();
  await rm(folder, { recursive: true });
});

it('says that the watcher has stalled when no pass has come for a while', async () => {
  await server.watcher.pass();
  server.world.now += 10 * 60_000;
  const answer = await server.app.request('/api/health');
  expect([answer.status, health.parse(await answer.json()).status]).toEqual([503, 'stalled']);
});
