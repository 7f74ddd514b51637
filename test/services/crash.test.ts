import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { journal } from '../../src/contract/journal.ts';
import { stageView } from '../../src/contract/rollout.ts';
import { is } from '../../src/server/watch/loop/run-records.ts';
import { openEmbeddedStore } from '../../src/server/watch/records/open-embedded-store.ts';
import { openPostgresStore } from '../../src/server/watch/records/open-postgres-store.ts';
import type { Store } from '../../src/server/watch/records/store.ts';
import { kills, longTimeout } from './rig/long.ts';
import { eventually } from './rig/loopback.ts';
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

it('is taken over within the lease when the judging process is asleep or dead, and says each thing once', async () => {
  const env = { STAGEWATCH_DATA: join(folder, 'shared.db'), STAGEWATCH_BUCKET: '1s' };
  const processes = [await start(env), await start(env)] as const;
  const judges = async ({ url }: RunningStagewatch): Promise<boolean> =>
    (await read(url + first, stageView)).nextJudgement !== null;
  const becomesJudge = (one: RunningStagewatch): Promise<boolean> =>
    eventually('it judges', async () => ((await judges(one)) ? true : undefined));
  const [a, b] = processes;
  await becomesJudge(a);
  expect(await judges(b)).toBe(false);
  a.signal('SIGSTOP');
  await becomesJudge(b);
  a.signal('SIGCONT');
  await eventually('the first waits', async () => ((await judges(a)) ? undefined : true));
  expect(await judges(b)).toBe(true);
  b.signal('SIGKILL');
  await becomesJudge(a);
  const transition = z.array(z.object({ run: z.string(), state: z.string() }));
  const states = await read(`${a.url}${first}/verdicts`, transition);
  const repeated = states.filter(
    (one, i) => one.run === states[i + 1]?.run && one.state === states[i + 1]?.state,
  );
  expect(repeated).toEqual([]);
  await b.stop();
  await a.stop();
});
