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

it('counts versions of a plan by its content: the newest text again adds none, a former text does', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  const versions: number[] = [];
  for (const markdown of ['a', 'a', 'b', 'a']) {
    versions.push((await store.savePlan({ rollout: 'permits', markdown, by: 'Owner', at: 1 })).version);
  }
  versions.push((await store.savePlan({ rollout: 'other', markdown: 'a', by: 'Owner', at: 1 })).version);
  expect(versions).toEqual([1, 1, 2, 3, 1]);
  expect((await store.newestPlans()).map((plan) => [plan.rollout, plan.version])).toEqual([
    ['other', 1],
    ['permits', 3],
  ]);
  await store.close();
});

it('keeps who saved a version first', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  await store.savePlan({ rollout: 'permits', markdown: 'a', by: 'Owner', at: 1 });
  const again = await store.savePlan({ rollout: 'permits', markdown: 'a', by: 'Another', at: 2 });
  expect(again).toMatchObject({ savedBy: 'Owner', savedAt: 1 });
  await store.close();
});

it('saves one version when the same text arrives many times at once', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  const plan = { rollout: 'permits', markdown: 'a', by: 'Owner', at: 1 };
  const saved = await Promise.all(Array.from({ length: 5 }, () => store.savePlan(plan)));
  expect(saved.map((one) => one.version)).toEqual([1, 1, 1, 1, 1]);
  await store.close();
});

it('lists runs by their start, open ones of every rollout', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  await store.addRun({ ...run, id: 'late', start: 9_000, length: null });
  await store.addRun(run);
  await store.addRun({ ...run, id: 'over', rollout: 'other', start: 5, end: 6, closedBy: 'Owner' });
  await store.addRun({ ...run, id: 'open', rollout: 'other', start: 7 });
  expect((await store.runsOf('permits')).map((one) => [one.id, one.length])).toEqual([
    ['r1', 60_000],
    ['late', null],
  ]);
  expect((await store.openRuns()).map((one) => one.id)).toEqual(['open', 'r1', 'late']);
  expect(await store.runsOf('unknown')).toEqual([]);
  await store.close();
});

it('refuses a second run with the id of another', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  await store.addRun(run);
  await expect(store.addRun({ ...run, stage: 'all' })).rejects.toThrow(/UNIQUE/i);
  expect(await store.runsOf('permits')).toEqual([run]);
  await store.close();
});

it('orders changes of state newest first, those of one instant by when they were saved, up to a limit', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  const second = { ...run, id: 'r2' };
  await store.saveVerdict(run, verdictAt(5, 'watching'));
  await store.saveVerdict(second, verdictAt(5, 'blind'));
  await store.saveVerdict(second, verdictAt(4, 'ready'));
  await store.saveVerdict({ ...run, id: 'r3', stage: 'all' }, verdictAt(6, 'over'));
  const all = await store.transitions('permits', 'half', 10, 10);
  expect(all.map((one) => [one.at, one.run, one.verdict.state])).toEqual([
    [5, 'r2', 'blind'],
    [5, 'r1', 'watching'],
    [4, 'r2', 'ready'],
  ]);
  expect(await store.transitions('permits', 'half', 10, 1)).toHaveLength(1);
  expect(await store.transitions('permits', 'half', 3, 10)).toEqual([]);
  await store.close();
});

it('has no verdict of a run that was never judged, and the whole verdict of one that was', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  expect(await store.newestVerdict('r1')).toBeNull();
  const verdict = verdictAt(2_000, 'watching');
  await store.saveVerdict(run, verdict);
  const later = { ...verdictAt(3_000, 'watching'), reason: 'Still so.' };
  await store.saveVerdict(run, later);
  expect(await store.newestVerdict('r1')).toEqual({ run: 'r1', since: 2_000, verdict: later });
  await store.close();
});

it('knows the newest percentage entered per toggle, by its own time and then by when it was saved', async () => {
  const store = await openEmbeddedStore(':memory:', 1);
  const entry = { rollout: 'permits', toggle: 'a', percent: 5, at: 10, by: 'Owner' };
  await store.enterAllotment(entry);
  await store.enterAllotment({ ...entry, percent: 50, at: 20 });
  await store.enterAllotment({ ...entry, percent: 1, at: 15 });
  await store.enterAllotment({ ...entry, toggle: 'b', percent: 12.5 });
  await store.enterAllotment({ ...entry, toggle: 'b', percent: 25 });
  await store.enterAllotment({ ...entry, rollout: 'other', percent: 99 });
  const newest = await store.enteredAllotments('permits');
  expect(new Map(newest.map((one) => [one.toggle, one.percent]))).toEqual(
    new Map([
      ['a', 50],
      ['b', 25],
    ]),
  );
  await store.close();
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
