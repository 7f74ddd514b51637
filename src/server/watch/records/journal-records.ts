import type { Kysely, Transaction } from 'kysely';
import { journalEntry, type JournalEntry } from '#contract/journal.ts';
import type { Appended, Effects, Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** The log: lines are added, never changed. */
export function journalRecords(db: Kysely<Tables>, writing: Writing): Pick<Store, 'append' | 'journal'> {
  return {
    append: (entry, effects = {}) => writeInTurn(db, writing, (tx) => append(tx, entry, effects)),
    journal: async (rollout, filter = {}) => {
      let query = db.selectFrom('journal').select('body').where('rollout', '=', rollout);
      if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage);
      if (filter.run !== undefined) query = query.where('run', '=', filter.run);
      if (filter.kinds !== undefined) query = query.where('kind', 'in', filter.kinds);
      if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
      if (filter.until !== undefined) query = query.where('at', '<=', filter.until);
      if (filter.newest !== undefined) query = query.limit(filter.newest);
      const rows = await query.orderBy('seq', 'desc').execute();
      return rows.map((row) => parse(row.body)).toReversed();
    },
  };
}

/** Adds one line within a transaction that writes in turn. */
export async function append(
  tx: Transaction<Tables>,
  entry: JournalEntry,
  effects: Effects,
): Promise<Appended> {
  const slot = effects.slot ?? null;
  const rows = await tx
    .selectFrom('journal')
    .select(['id', 'body'])
    .where((eb) =>
      slot === null ? eb('id', '=', entry.id) : eb.or([eb('id', '=', entry.id), eb('slot', '=', slot)]),
    )
    .execute();
  const again = rows.find((row) => row.id === entry.id);
  if (again !== undefined) return { ok: true, entry: parse(again.body) };
  const [holder] = rows;
  if (holder !== undefined) return { ok: false, taken: parse(holder.body) };
  const { id, rollout, stage, run, kind, at } = entry;
  await tx
    .insertInto('journal')
    .values({ id, rollout, stage, run, kind, at, slot, body: JSON.stringify(entry) })
    .execute();
  const { lengthen } = effects;
  if (lengthen !== undefined) {
    await tx
      .updateTable('runs')
      .set((eb) => ({ length_ms: eb('length_ms', '+', lengthen.by) }))
      .where('id', '=', lengthen.run)
      .execute();
  }
  return { ok: true, entry };
}

function parse(body: string): JournalEntry {
  return journalEntry.parse(JSON.parse(body));
}
