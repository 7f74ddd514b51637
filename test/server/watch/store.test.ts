import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notStartedVerdict } from '../../../src/domain/verdict/lifecycle.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import type { StoredRun } from '../../../src/server/watch/records/store.ts';
import { madePlan } from '../../support/made-server.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-store-'));
  file = join(folder, 'deep', 'records.db');
});

afterEach(() => rm(folder, { recursive: true }));

const run: StoredRun = {
  id: 'r1',
  rollout: 'permits',
  stage: 'half',
  attempt: 1,
  start: 1_000,
  end: null,
  length: 60_000,
  openedBy: 'A monitor',
  closedBy: null,
};

function verdictAt(now: number, state: Verdict['state']): Verdict {
  const read = readPlan(madePlan);
  const stage = read.ok ? read.plan.stages[0] : undefined;
  if (!read.ok || stage === undefined) throw new Error('the made plan has no stage');
  return { ...notStartedVerdict(read.plan, stage, [], now), state };
}

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

it('records a change of state once, and keeps since when it has held', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  expect(await store.saveVerdict(run, verdictAt(1, 'watching'))).toBe(true);
  expect(await store.saveVerdict(run, verdictAt(2, 'watching'))).toBe(false);
  expect(await store.saveVerdict(run, verdictAt(3, 'roll-back'))).toBe(true);
  expect(await store.newestVerdict('r1')).toMatchObject({ since: 3 });
  const all = await store.transitions('permits', 'half', 10, 10);
  expect(all.map(({ at, verdict }) => [at, verdict.state])).toEqual([
    [3, 'roll-back'],
    [1, 'watching'],
  ]);
  expect(await store.transitions('permits', 'half', 2, 10)).toHaveLength(1);
  await store.close();
});

it('ends a run once: the first end stands', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  await store.addRun(run);
  await store.endRun('r1', 5_000, 'A monitor');
  await store.endRun('r1', 9_000, 'Another');
  expect(await store.runsOf('permits')).toMatchObject([{ end: 5_000, closedBy: 'A monitor' }]);
  await store.close();
});

it('refuses records that a newer Stagewatch has written, and says what to do', async () => {
  const store = await openEmbeddedStore(file, 1);
  await store.close();
  const raw = new Database(file);
  raw.exec('insert into migrations values (99, 1)');
  raw.close();
  await expect(openEmbeddedStore(file, 2)).rejects.toThrow(/version 99, newer than this Stagewatch/);
});
