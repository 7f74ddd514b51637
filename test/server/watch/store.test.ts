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

it('writes once another process lets go of the file, and answers what it is asked meanwhile', async () => {
  const store = await openEmbeddedStore(file, 1);
  const other = new Database(file);
  for (const id of ['first', 'second']) {
    other.exec('begin immediate');
    let isWritten = false;
    const writing = store.addRun({ ...run, id }).finally(() => (isWritten = true));
    const before = (await store.openRuns()).length;
    expect((await store.openRuns()).length).toBe(before);
    expect(isWritten).toBe(false);
    other.exec('rollback');
    await writing;
    expect((await store.openRuns()).length).toBe(before + 1);
  }
  other.close();
  await store.close();
});

/** The records as version 4 made them, before evidence and drafts were kept. */
const versionFour = `
  create table migrations (version integer primary key, at bigint not null);
  insert into migrations values (1, 1), (2, 1), (3, 1), (4, 1);
  create table plan_versions (rollout text not null, version integer not null, hash text not null, markdown text not null, saved_by text not null, saved_at bigint not null, primary key (rollout, version));
  create table runs (id text primary key, rollout text not null, stage text not null, attempt integer not null, start_at bigint not null, end_at bigint, length_ms bigint, opened_by text not null, closed_by text);
  create table verdicts (seq integer primary key, run text not null, rollout text not null, stage text not null, at bigint not null, state text not null, verdict text not null);
  create table latest_verdicts (run text primary key, since bigint not null, verdict text not null);
  create table allotments (seq integer primary key, rollout text not null, toggle text not null, percent double precision not null, at bigint not null, entered_by text not null);
  create table journal (seq integer primary key, id text not null unique, rollout text not null, stage text, run text, kind text not null, at bigint not null, slot text unique, body text not null);
  create table alerts (id text primary key, run text not null, rollout text not null, stage text not null, is_open integer not null, body text not null);
  create table outbox (seq integer primary key, id text not null unique, channel text not null, state text not null, attempts integer not null, next_at bigint not null, made_at bigint not null, sent_at bigint, error text, body text not null);
  create table lease (name text primary key, owner text not null, token bigint not null, until_at bigint not null);
  insert into runs values ('r1', 'permits', 'half', 1, 1000, null, 60000, 'A monitor', null);
`;

it('brings the records of an earlier version up to date, and keeps what they say', async () => {
  const old = join(folder, 'old.db');
  const raw = new Database(old);
  raw.exec(versionFour);
  const verdict = JSON.stringify(verdictAt(2_000, 'watching'));
  raw
    .prepare('insert into verdicts values (1, ?, ?, ?, 2000, ?, ?)')
    .run('r1', 'permits', 'half', 'watching', verdict);
  raw.prepare('insert into latest_verdicts values (?, 2000, ?)').run('r1', verdict);
  raw.close();
  const store = await openEmbeddedStore(old, 2);
  expect(await store.runsOf('permits')).toEqual([run]);
  expect(await store.transitions('permits', 'half', 9_000, 9)).toMatchObject([
    { at: 2_000, verdict: { state: 'watching' }, evidence: null },
  ]);
  // When it was judged is known again once it is judged again.
  expect(await store.judgedRuns()).toEqual([]);
  await store.saveVerdict(run, verdictAt(3_000, 'watching'));
  expect(await store.judgedRuns()).toMatchObject([{ run: 'r1', at: 3_000 }]);
  await store.close();
});
