import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { journal } from '../../src/contract/journal.ts';
import { noticeList } from '../../src/contract/notice.ts';
import { stageView } from '../../src/contract/rollout.ts';
import { is } from '../../src/server/watch/loop/run-records.ts';
import { openEmbeddedStore } from '../../src/server/watch/records/open-embedded-store.ts';
import { openPostgresStore } from '../../src/server/watch/records/open-postgres-store.ts';
import type { Store } from '../../src/server/watch/records/store.ts';
import { kills, longTimeout } from './rig/long.ts';
import { receiver } from '../server/watch/receiver.ts';
import { eventually, freePort } from './rig/loopback.ts';
import { startPostgres, type RunningPostgres } from './rig/postgres.ts';
import { startStagewatch, type RunningStagewatch } from './rig/stagewatch.ts';

const plan = `# Made up

\`\`\`stagewatch
toggles: [{ key: shown, settle: 1m }]
stages:
  - { id: first, percent: 10, length: 1h }
  - { id: second, percent: 100, length: 1h }
signals:
  tries: { source: example, kind: count, query: "count total=1200 over=1h seed=shown" }
  fails: { source: example, kind: count, query: "part total=0 of count total=1200 over=1h seed=shown" }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%" }
  - { id: complaints, ask: { text: Complaints, answer: count }, limit: "= 0" }
example: { stage: first, started: 30m }
\`\`\`
`;

const first = '/api/rollouts/made-up/stages/first';
let folder: string;
let postgres: RunningPostgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-crash-'));
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.dispose();
  await rm(folder, { recursive: true, force: true });
});

const start = (env: Record<string, string>): Promise<RunningStagewatch> =>
  startStagewatch({ 'made-up.md': plan }, env);

async function read<T>(url: string, schema: z.core.$ZodType<T>): Promise<T> {
  return z.parse(schema, await (await fetch(url)).json());
}

const post = (url: string, body: object): Promise<number> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: 'Ana', ...body }),
  }).then(
    (answer) => answer.status,
    () => 0,
  );

/** Reports and decisions, one after the other, until nobody answers any more; what was acknowledged is kept. */
async function writeUntilDead(url: string, name: string, acknowledged: string[]): Promise<void> {
  for (let i = 0; ; i += 1) {
    const id = `${name}-${i}-entry`;
    const status =
      i % 5 === 4
        ? await post(`${url}${first}/decisions`, { id, choice: 'hold', reason: 'Practice' })
        : await post(`${url}${first}/observations`, { id, note: `Report ${i}` });
    if (status === 0) return;
    if (status === 201) acknowledged.push(id);
  }
}

type Where = readonly [
  name: string,
  kills: number,
  env: () => Promise<Record<string, string>>,
  open: (env: Record<string, string>) => Promise<Store>,
];

it.each<Where>([
  [
    'the embedded store',
    kills.embedded,
    () => Promise.resolve({ STAGEWATCH_DATA: join(folder, 'records.db') }),
    (env) => openEmbeddedStore(env['STAGEWATCH_DATA'] ?? '', 1),
  ],
  [
    'PostgreSQL',
    kills.postgres,
    async () => ({ STAGEWATCH_DATABASE_URL: await postgres.database() }),
    (env) => openPostgresStore(env['STAGEWATCH_DATABASE_URL'] ?? '', 1, () => undefined),
  ],
])(
  'keeps every acknowledged record in %s, once, however often it is killed (%i times)',
  async (_where, times, makeEnv, open) => {
    const env = await makeEnv();
    const acknowledged: string[] = [];
    for (let kill = 0; kill < times; kill += 1) {
      const running = await start(env);
      await eventually('a run is open', async () =>
        (await read(running.url + first, stageView)).run === null ? undefined : true,
      );
      const writers = [0, 1, 2].map((w) => writeUntilDead(running.url, `k${kill}-w${w}`, acknowledged));
      const before = acknowledged.length;
      // Each kill falls somewhere else: after another number of records, and another part of a moment.
      await eventually('records are written', () =>
        acknowledged.length > before + 5 + ((3 * kill) % 31) ? true : undefined,
      );
      await sleep((kill * 7) % 23);
      running.signal('SIGKILL');
      await Promise.all(writers);
      await running.stop();
    }
    // What is on disk, read by nobody who could have it in memory. Opening it checks the migrations.
    const store = await open(env);
    const kept = (await store.journal('made-up')).map((one) => one.id);
    const decisions = (await store.journal('made-up', { kinds: ['decision'] })).filter(is('decision'));
    await store.close();
    expect(acknowledged.length).toBeGreaterThan(times * 5);
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    const perRun = new Set(decisions.map((one) => `${one.run} ${one.version}`));
    expect(perRun.size).toBe(decisions.length);
    // It still starts and answers.
    const last = await start(env);
    expect((await read(`${last.url}/api/rollouts/made-up/log`, journal)).length).toBeGreaterThan(0);
    await last.stop();
  },
  longTimeout,
);

/** Its source can't be reached: somebody must be told. */
const blind = `# Blind

\`\`\`stagewatch
toggles: []
stages: [{ id: first, percent: 10, length: 1h }]
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%" }
\`\`\`
`;

const transition = z.array(z.object({ run: z.string(), state: z.string() }));

/** Puts the process to sleep at a moment when it does not write: only then can another write to its file. */
async function sleepBetweenWrites(one: RunningStagewatch, hasLocked: () => boolean): Promise<void> {
  await eventually('it sleeps with nothing locked', async () => {
    one.signal('SIGSTOP');
    // The signal is there at once, but what it was writing to the disk is written first.
    await sleep(50);
    if (!hasLocked()) return true;
    one.signal('SIGCONT');
    return undefined;
  });
}

/** Whether a process has the lock on writing to the file. */
function isLocked(file: string): boolean {
  const probe = new Database(file);
  try {
    probe.exec('pragma busy_timeout = 0');
    probe.exec('begin immediate');
    probe.exec('rollback');
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'SQLITE_BUSY' });
    return true;
  } finally {
    probe.close();
  }
}

type Shared = readonly [name: string, env: () => Promise<Record<string, string>>];

it.each<Shared>([
  ['the embedded store', () => Promise.resolve({ STAGEWATCH_DATA: join(folder, 'shared.db') })],
  ['PostgreSQL', async () => ({ STAGEWATCH_DATABASE_URL: await postgres.database() })],
])(
  'is taken over within the lease when the process that judges in %s is asleep or dead, says each thing once, and tells people',
  async (_where, where) => {
    const hook = await receiver();
    const shared = await where();
    const env = {
      ...shared,
      STAGEWATCH_BUCKET: '1s',
      // Nobody listens there.
      STAGEWATCH_PROMETHEUS_URL: `http://127.0.0.1:${await freePort()}`,
      STAGEWATCH_WEBHOOK_URL: hook.url,
      STAGEWATCH_WEBHOOK_SECRET: 'a secret of some length',
    };
    const file = shared['STAGEWATCH_DATA'];
    const plans = { 'made-up.md': plan, 'blind.md': blind };
    const processes = [await startStagewatch(plans, env), await startStagewatch(plans, env)] as const;
    const judges = async ({ url }: RunningStagewatch): Promise<boolean> =>
      (await read(url + first, stageView)).nextJudgement !== null;
    const becomesJudge = (one: RunningStagewatch): Promise<boolean> =>
      eventually('it judges', async () => ((await judges(one)) ? true : undefined));
    const [a, b] = processes;
    await becomesJudge(a);
    expect(await judges(b)).toBe(false);
    // It fails on the way: the notice waits in the records, and whoever judges then must send it.
    hook.answer = (response) => response.writeHead(500).end();
    const blindStage = '/api/rollouts/blind/stages/first';
    await post(`${b.url}${blindStage}/runs`, {});
    await eventually('the first tries to tell', () => (hook.got.length > 0 ? true : undefined));
    await sleepBetweenWrites(a, () => file !== undefined && isLocked(file));
    await becomesJudge(b);
    hook.answer = (response) => response.writeHead(200).end();
    const before = hook.got.length;
    await eventually('the second tells', () => (hook.got.length > before ? true : undefined));
    // Killed between telling and writing that down it would have to be told once more, which is as promised.
    await eventually('the second writes down that it told', async () => {
      const { notices } = await read(`${b.url}/api/notices`, noticeList);
      return notices.every((one) => one.state === 'sent') ? true : undefined;
    });
    a.signal('SIGCONT');
    await eventually('the first waits', async () => ((await judges(a)) ? undefined : true));
    expect(await judges(b)).toBe(true);
    b.signal('SIGKILL');
    await becomesJudge(a);
    for (const stage of [first, blindStage]) {
      const states = await read(`${a.url}${stage}/verdicts`, transition);
      const repeated = states.filter(
        (one, i) => one.run === states[i + 1]?.run && one.state === states[i + 1]?.state,
      );
      expect(repeated).toEqual([]);
    }
    expect(new Set(hook.got.map((one) => one.headers['idempotency-key'])).size).toBe(1);
    const { notices } = await read(`${a.url}/api/notices`, noticeList);
    expect(notices).toMatchObject([{ state: 'sent', notice: { rollout: { id: 'blind' } } }]);
    await b.stop();
    await a.stop();
    await hook.vanish();
  },
);

it('goes on answering while another process sleeps on the lock of its file, records again once that is gone, and ends in order while it sleeps', async () => {
  const file = join(folder, 'locked.db');
  const running = await start({ STAGEWATCH_DATA: file, STAGEWATCH_BUCKET: '1s' });
  const stage = (): Promise<z.infer<typeof stageView>> => read(running.url + first, stageView);
  await eventually('it has judged', async () => ((await stage()).nextJudgement === null ? undefined : true));
  const sleeper = (): Database.Database => {
    const other = new Database(file);
    other.exec('pragma busy_timeout = 5000');
    other.exec('begin immediate');
    return other;
  };
  const other = sleeper();
  const report = { who: 'Ana', id: 'kept-for-later', note: 'Somebody called' };
  const refused = fetch(`${running.url}${first}/observations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
  const isRefused = refused.then(() => true);
  let answered = 0;
  while (!(await Promise.race([isRefused, stage().then(() => false)]))) answered += 1;
  const answer = await refused;
  // The report waits five seconds for the lock; nobody else does.
  expect(answered).toBeGreaterThan(10);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toMatch(/records are locked.+ locked for 5 seconds.+Nothing was saved/su);
  const { judgedThrough } = (await stage()).verdict;
  other.exec('rollback');
  other.close();
  expect(await post(`${running.url}${first}/observations`, report)).toBe(201);
  await eventually('it judges again', async () =>
    ((await stage()).verdict.judgedThrough ?? 0) > (judgedThrough ?? 0) ? true : undefined,
  );
  const last = sleeper();
  expect(await running.stop()).toBe(0);
  last.close();
});
