import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import { reportEntry, snapshot, writtenValue, type ReportEntry, type Snapshot } from '#contract/report.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { WrittenValue } from '#domain/report/fill-report.ts';
import { putNotice } from './notice-records.ts';
import type { NewNotice } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** What reports are written from. */
export interface ReportRecords {
  /** Freezes evidence, with the notices that tell of it, all or nothing. What is frozen is never replaced. */
  freeze(one: Snapshot, notices: readonly NewNotice[]): Promise<void>;
  /** Oldest first; of one subject, or all of a rollout. */
  snapshots(rollout: string, subject?: string): Promise<readonly Snapshot[]>;
  /** The same id again changes nothing and gives the entry that is there. */
  addReportEntry(entry: ReportEntry): Promise<ReportEntry>;
  reportEntries(rollout: string): Promise<readonly ReportEntry[]>;
  /** Remembers what a report gives out, so that a later one knows its own words. */
  noteWritten(rollout: string, values: readonly WrittenValue[], at: EpochMs): Promise<void>;
  writtenValues(rollout: string): Promise<readonly WrittenValue[]>;
  /** Puts notices in the outbox; one that is there already is left as it is. */
  tell(notices: readonly NewNotice[], at: EpochMs): Promise<void>;
}

const writtenValues = z.array(writtenValue);

export function reportRecords(db: Kysely<Tables>, writing: Writing): ReportRecords {
  return {
    freeze: (one, notices) =>
      writeInTurn(db, writing, async (tx) => {
        const { rollout, subject, from, frozenAt, why } = one;
        await tx
          .insertInto('snapshots')
          .values({ rollout, subject, from_at: from, frozen_at: frozenAt, why, body: JSON.stringify(one) })
          .onConflict((conflict) => conflict.columns(['rollout', 'subject', 'from_at', 'why']).doNothing())
          .execute();
        for (const notice of notices) await putNotice(tx, notice, frozenAt);
      }),
    snapshots: async (rollout, subject) => {
      let query = db.selectFrom('snapshots').select('body').where('rollout', '=', rollout);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      const rows = await query.orderBy('seq').execute();
      return rows.map((row) => snapshot.parse(JSON.parse(row.body)));
    },
    addReportEntry: (entry) =>
      writeInTurn(db, writing, async (tx) => {
        const known = await tx
          .selectFrom('report_entries')
          .select('body')
          .where('id', '=', entry.id)
          .executeTakeFirst();
        if (known !== undefined) return reportEntry.parse(JSON.parse(known.body));
        const { id, rollout, subject } = entry;
        await tx
          .insertInto('report_entries')
          .values({ id, rollout, subject, body: JSON.stringify(entry) })
          .execute();
        return entry;
      }),
    reportEntries: async (rollout) => {
      const rows = await db
        .selectFrom('report_entries')
        .select('body')
        .where('rollout', '=', rollout)
        .orderBy('seq')
        .execute();
      return rows.map((row) => reportEntry.parse(JSON.parse(row.body)));
    },
    noteWritten: (rollout, values, at) =>
      writeInTurn(db, writing, async (tx) => {
        for (const { subject, label, value } of values)
          await tx
            .insertInto('written_values')
            .values({ rollout, subject, label, value, at })
            .onConflict((conflict) => conflict.columns(['rollout', 'subject', 'label', 'value']).doNothing())
            .execute();
      }),
    writtenValues: async (rollout) => {
      const rows = await db
        .selectFrom('written_values')
        .select(['subject', 'label', 'value'])
        .where('rollout', '=', rollout)
        .orderBy('at')
        .execute();
      return writtenValues.parse(rows);
    },
    tell: (notices, at) =>
      writeInTurn(db, writing, async (tx) => {
        for (const notice of notices) await putNotice(tx, notice, at);
      }),
  };
}
