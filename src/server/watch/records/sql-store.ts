import type { Kysely, Transaction } from 'kysely';
import { alertRecords } from './alert-records.ts';
import { dump, load } from './dump.ts';
import { evidenceRecords } from './evidence-records.ts';
import { journalRecords } from './journal-records.ts';
import { leaseRecords } from './lease-records.ts';
import { schema } from './migrations.ts';
import { numberRecords } from './number-records.ts';
import { planRecords } from './plan-records.ts';
import { planSaving } from './plan-saving.ts';
import { noticeRecords } from './notice-records.ts';
import { reportRecords } from './report-records.ts';
import type { RunEnd, Store, StoredRun } from './store.ts';
import type { RunRow, Tables } from './tables.ts';
import { verdictRecords } from './verdict-records.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** The store over any SQL database Kysely speaks to. What is read back is parsed, like everything from outside. */
export function sqlStore(db: Kysely<Tables>, writing: Writing): Store {
  return {
    ...planSaving(db, writing),
    ...planRecords(db, writing),
    runsOf: async (rollout) => {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('rollout', '=', rollout)
        .orderBy('start_at')
        .execute();
      return rows.map(toRun);
    },
    openRuns: async () => {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('end_at', 'is', null)
        .orderBy('start_at')
        .execute();
      return rows.map(toRun);
    },
    addRun: (run, ended = []) =>
      writeInTurn(db, writing, async (tx) => {
        for (const one of ended) await endRun(tx, one);
        await tx.insertInto('runs').values(fromRun(run)).execute();
      }),
    endRun: (id, end, by) => writeInTurn(db, writing, (tx) => endRun(tx, { id, end, by })),
    ...verdictRecords(db, writing),
    ...evidenceRecords(db, writing),
    ...allotmentRecords(db, writing),
    ...journalRecords(db, writing),
    ...alertRecords(db, writing),
    ...noticeRecords(db, writing),
    ...numberRecords(db, writing),
    ...leaseRecords(db, { ...writing, fence: undefined }),
    ...reportRecords(db, writing),
    fenced: (fence) => sqlStore(db, { ...writing, fence }),
    schema,
    dump: (take) => dump(db, writing, take),
    load: (rows, options) => load(db, writing, rows, options),
    close: () => db.destroy(),
  };
}

/** Ends a run that is open; one that has ended keeps its end. */
async function endRun(tx: Transaction<Tables>, { id, end, by }: RunEnd): Promise<void> {
  await tx
    .updateTable('runs')
    .set({ end_at: end, closed_by: by })
    .where('id', '=', id)
    .where('end_at', 'is', null)
    .execute();
}

function allotmentRecords(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'enterAllotment' | 'enteredAllotments'> {
  return {
    enterAllotment: ({ rollout, toggle, percent, at, by }) =>
      writeInTurn(db, writing, async (tx) => {
        await tx.insertInto('allotments').values({ rollout, toggle, percent, at, entered_by: by }).execute();
      }),
    enteredAllotments: async (rollout) => {
      const rows = await db
        .selectFrom('allotments')
        .selectAll()
        .where('rollout', '=', rollout)
        .orderBy('at')
        .orderBy('seq')
        .execute();
      const newest = new Map(rows.map((row) => [row.toggle, row]));
      return [...newest.values()].map((row) => ({
        rollout,
        toggle: row.toggle,
        percent: row.percent,
        at: row.at,
        by: row.entered_by,
      }));
    },
  };
}

function toRun(row: RunRow): StoredRun {
  return {
    id: row.id,
    rollout: row.rollout,
    stage: row.stage,
    attempt: row.attempt,
    start: row.start_at,
    end: row.end_at === null ? null : row.end_at,
    length: row.length_ms === null ? null : row.length_ms,
    openedBy: row.opened_by,
    closedBy: row.closed_by,
  };
}

function fromRun(run: StoredRun): RunRow {
  return {
    id: run.id,
    rollout: run.rollout,
    stage: run.stage,
    attempt: run.attempt,
    start_at: run.start,
    end_at: run.end,
    length_ms: run.length,
    opened_by: run.openedBy,
    closed_by: run.closedBy,
  };
}
