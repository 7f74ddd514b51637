import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import { madePlan } from '../../support/made-server.ts';
import { storeContract, storedRun as run, verdictAt } from '../../support/store-contract.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-store-'));
  file = join(folder, 'deep', 'records.db');
});

afterEach(() => rm(folder, { recursive: true }));

describe('as every store', () => {
  storeContract(() => openEmbeddedStore(':memory:', 1));
});

it('keeps everything over a restart', async () => {
  const first = await openEmbeddedStore(file, 1);
  await first.savePlan({ rollout: 'permits', markdown: madePlan, by: 'Owner', at: 5 });
  await first.addRun(run);
  await first.saveVerdict(run, verdictAt(2_000, 'watching'));
  await first.enterAllotment({ rollout: 'permits', toggle: 'permits', percent: 5, at: 7, by: 'A monitor' });
  await first.close();
  const again = await openEmbeddedStore(file, 2);
  expect(await again.newestPlans()).toEqual([
    { rollout: 'permits', version: 1, markdown: madePlan, savedBy: 'Owner', savedAt: 5 },
  ]);
  expect(await again.openRuns()).toEqual([run]);
  expect(await again.newestVerdict('r1')).toMatchObject({ since: 2_000, verdict: { state: 'watching' } });
  expect(await again.enteredAllotments('permits')).toEqual([
    { rollout: 'permits', toggle: 'permits', percent: 5, at: 7, by: 'A monitor' },
  ]);
  await again.close();
});

it('refuses records that a newer Stagewatch has written, and says what to do', async () => {
  const store = await openEmbeddedStore(file, 1);
  await store.close();
  const raw = new Database(file);
  raw.exec('insert into migrations values (99, 1)');
  raw.close();
  await expect(openEmbeddedStore(file, 2)).rejects.toThrow(/version 99, newer than this Stagewatch/);
});

it('changes nothing in a store it refuses', async () => {
  const store = await openEmbeddedStore(file, 1);
  await store.addRun(run);
  await store.close();
  const raw = new Database(file);
  raw.exec('insert into migrations values (99, 1)');
  await expect(openEmbeddedStore(file, 2)).rejects.toThrow(/point STAGEWATCH_DATA elsewhere/);
  raw.exec('delete from migrations where version = 99');
  raw.close();
  const again = await openEmbeddedStore(file, 3);
  expect(await again.runsOf('permits')).toEqual([run]);
  await again.close();
});
