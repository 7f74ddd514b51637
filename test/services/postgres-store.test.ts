import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp, restore } from '../../src/server/watch/records/backup-file.ts';
import type { DumpedRow } from '../../src/server/watch/records/dump.ts';
import { openEmbeddedStore } from '../../src/server/watch/records/open-embedded-store.ts';
import { openPostgresStore } from '../../src/server/watch/records/open-postgres-store.ts';
import type { Store } from '../../src/server/watch/records/store.ts';
import { dumpContract, everything, fill } from '../support/dump-contract.ts';
import { reportRecordsContract } from '../support/report-records-contract.ts';
import { storeContract, storedRun } from '../support/store-contract.ts';
import { kills, longTimeout } from './rig/long.ts';
import { startPostgres, type RunningPostgres } from './rig/postgres.ts';

let postgres: RunningPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.dispose());

const open = async (url: string): Promise<Store> => openPostgresStore(url, 1, () => undefined);

describe('as every store', () => {
  storeContract(async () => open(await postgres.database()));
  reportRecordsContract(async () => open(await postgres.database()));
  dumpContract(async () => open(await postgres.database()));
});

it('takes the records of the embedded store through a file, and gives them back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-backup-'));
  const embedded = await openEmbeddedStore(':memory:', 1);
  const [here, again] = [await open(await postgres.database()), await openEmbeddedStore(':memory:', 1)];
  await fill(embedded);
  const told = { replace: false, now: 1 };
  await backUp(embedded, join(folder, 'one'), 1);
  await restore(here, join(folder, 'one'), told);
  await backUp(here, join(folder, 'two'), 1);
  await restore(again, join(folder, 'two'), told);
  expect(await everything(here)).toEqual(await everything(embedded));
  expect(await everything(again)).toEqual(await everything(embedded));
  await Promise.all([embedded, here, again].map((store) => store.close()));
  await rm(folder, { recursive: true });
});

it('is set up once when several processes start together', async () => {
  const url = await postgres.database();
  const stores = await Promise.all(Array.from({ length: 4 }, () => open(url)));
  const [first] = stores;
  await first?.addRun(storedRun);
  for (const store of stores) expect(await store.runsOf('permits')).toEqual([storedRun]);
  await Promise.all(stores.map((store) => store.close()));
});

it('refuses records that a newer Stagewatch has written, and says what to do', async () => {
  const url = await postgres.database();
  await (await open(url)).close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('insert into migrations values (99, 1)');
  await client.end();
  await expect(open(url)).rejects.toThrow(/version 99, newer .+ point STAGEWATCH_DATABASE_URL elsewhere/);
});

it('numbers the versions of a plan without a gap when two processes save at once', async () => {
  const url = await postgres.database();
  const stores = await Promise.all([open(url), open(url)]);
  const saved = await Promise.all(
    stores.flatMap((store, s) =>
      Array.from({ length: 10 }, (_, i) =>
        store.savePlan({ rollout: 'permits', markdown: `# ${s} ${i}`, by: 'Owner', at: i }),
      ),
    ),
  );
  const versions = saved.map((one) => one.version).toSorted((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  await Promise.all(stores.map((store) => store.close()));
});

it('takes the turn back from a process that is put to sleep while it writes, and keeps nothing of that', async () => {
  const url = await postgres.database();
  const [asleep, awake] = await Promise.all([open(url), open(url)]);
  await awake.addRun({ ...storedRun, id: 'before' });
  const copied: string[] = [];
  let copying: Promise<void> = Promise.resolve();
  async function* rows(): AsyncGenerator<DumpedRow> {
    yield {
      table: 'allotments',
      row: { rollout: 'permits', toggle: 'half', percent: 5, at: 1, entered_by: 'Ana' },
    };
    // To the server it is as silent in the middle of writing as a process that was stopped.
    let isWritten = false;
    const writing = Promise.all(
      Array.from({ length: 12 }, (_, i) => awake.addRun({ ...storedRun, id: `r${i}` })),
    ).then(() => (isWritten = true));
    // A copy is as silent, and stands in nobody's way.
    copying = awake.dump(async ({ row }) => {
      copied.push(String(row['id']));
      await writing;
    });
    // What it is asked meanwhile it answers, however many wait to write.
    for (let i = 0; i < 5; i += 1) expect(await awake.openRuns()).toHaveLength(1);
    expect(isWritten).toBe(false);
    await writing;
  }
  const replacing = asleep.load(rows(), { replace: true, now: 1 });
  await expect(replacing).rejects.toThrow(/terminat|connection/iu);
  expect(await asleep.runsOf('permits')).toHaveLength(13);
  expect(await asleep.enteredAllotments('permits')).toEqual([]);
  await copying;
  expect(copied).toEqual(['before']);
  await Promise.all([asleep.close(), awake.close()]);
});

it(
  'has every acknowledged line after its server was killed in the middle of writing, and none twice',
  async () => {
    // Its own server: after a crash every file of every database is brought to disk first, and that takes its time.
    const server = await startPostgres();
    const url = await server.database();
    const acknowledged: string[] = [];
    const store = await open(url);
    let n = 0;
    for (let kill = 0; kill < kills.server; kill += 1) {
      const writers = new AbortController();
      const writing = Promise.all(
        Array.from({ length: 4 }, async () => {
          while (!writers.signal.aborted) {
            n += 1;
            const id = `line ${n}`;
            const wrote = await store.append({ ...line, id }).then(
              (done) => done.ok,
              () => false,
            );
            if (wrote) acknowledged.push(id);
          }
        }),
      );
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 40);
      await server.kill();
      writers.abort();
      await writing;
      await server.start();
    }
    const kept = (await store.journal('permits')).map((one) => one.id);
    expect(new Set(kept).size).toBe(kept.length);
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
    await store.close();
    await server.dispose();
  },
  longTimeout,
);

const line = {
  rollout: 'permits',
  stage: 'half',
  run: 'r1',
  at: 1,
  by: 'Ana',
  kind: 'check',
  gate: 'Confirm',
  closed: true,
  note: '',
} as const;
