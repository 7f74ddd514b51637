import { sql, type Kysely, type Transaction } from 'kysely';
import * as z from 'zod';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/**
 * Every table of records, in the order they are written back, and what their rows are read by: `seq` counts rows as they
 * were written and is given anew on restore. The lease and the migrations are of a store, and not records.
 */
const tables = {
  plan_versions: ['rollout', 'version'],
  plan_drafts: ['id'],
  runs: ['start_at', 'id'],
  verdicts: ['seq'],
  evidence: ['seq'],
  latest_verdicts: ['run'],
  allotments: ['seq'],
  journal: ['seq'],
  alerts: ['id'],
  outbox: ['seq'],
  contact_numbers: ['ref'],
  snapshots: ['seq'],
  report_entries: ['seq'],
  written_values: ['rollout', 'subject', 'label', 'value'],
} as const satisfies Record<Exclude<keyof Tables, 'lease' | 'migrations'>, readonly string[]>;

const tableNames = z.enum([
  'plan_versions',
  'plan_drafts',
  'runs',
  'verdicts',
  'evidence',
  'latest_verdicts',
  'allotments',
  'journal',
  'alerts',
  'outbox',
  'contact_numbers',
  'snapshots',
  'report_entries',
  'written_values',
]);

const cell = z.union([z.string(), z.number(), z.null()]);
const rowSchema = z.record(z.string().regex(/^[a-z_]+$/), cell);

/** One row of one table. */
export const dumpedRow = z.strictObject({ table: tableNames, row: rowSchema });
export type DumpedRow = z.infer<typeof dumpedRow>;

/** So many rows are read at once: evidence is large. */
const page = 200;

/** Thrown where records would be written over others, or under a running Stagewatch. */
class NotEmptyError extends Error {
  override readonly name = 'NotEmptyError';
}

/** Hands over every row as it was at one instant, whatever others write meanwhile. */
export async function dump(
  db: Kysely<Tables>,
  { flavor }: Writing,
  take: (row: DumpedRow) => Promise<void>,
): Promise<void> {
  const started = db.transaction();
  const snapshot = flavor === 'postgres' ? started.setIsolationLevel('repeatable read') : started;
  await snapshot.execute(async (tx) => {
    // It only reads, and stands in nobody's way while what it is written to takes its time.
    if (flavor === 'postgres') await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    for (const table of tableNames.options) await dumpTable(tx, table, take);
  });
}

async function dumpTable(
  tx: Transaction<Tables>,
  table: keyof typeof tables,
  take: (row: DumpedRow) => Promise<void>,
): Promise<void> {
  const keys: readonly string[] = tables[table];
  const order = sql.join(keys.map((key) => sql.ref(key)));
  const isCounted = keys[0] === 'seq';
  let seen = 0;
  let last = -1;
  for (;;) {
    const from = isCounted
      ? sql`where seq > ${last} order by ${order} limit ${page}`
      : sql`order by ${order} limit ${page} offset ${seen}`;
    const { rows } = await sql`select * from ${sql.table(table)} ${from}`.execute(tx);
    for (const found of rows) {
      const { seq, ...row } = rowSchema.parse(found);
      if (typeof seq === 'number') last = seq;
      await take({ table, row });
    }
    seen += rows.length;
    if (rows.length < page) return;
  }
}

export interface LoadOptions {
  /** Deletes what is there first. */
  readonly replace: boolean;
  readonly now: number;
}

/** Writes rows into a store, all or none. @returns how many. */
export async function load(
  db: Kysely<Tables>,
  writing: Writing,
  rows: AsyncIterable<DumpedRow>,
  { replace, now }: LoadOptions,
): Promise<number> {
  return writeInTurn(db, writing, async (tx) => {
    await refuseWhileJudged(tx, now);
    for (const table of tableNames.options.toReversed()) {
      if (replace) await sql`delete from ${sql.table(table)}`.execute(tx);
      else await refuseUnlessEmpty(tx, table);
    }
    let count = 0;
    for await (const { table, row } of rows) {
      const names = Object.keys(row).map((name) => sql.ref(name));
      const values = Object.values(row);
      await sql`insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(values)})`.execute(
        tx,
      );
      count += 1;
    }
    return count;
  });
}

async function refuseWhileJudged(tx: Transaction<Tables>, now: number): Promise<void> {
  const held = await tx.selectFrom('lease').select('owner').where('until_at', '>', now).executeTakeFirst();
  if (held !== undefined)
    throw new NotEmptyError('A Stagewatch runs on this store. Stop it first; after a crash wait 15 seconds.');
}

async function refuseUnlessEmpty(tx: Transaction<Tables>, table: keyof typeof tables): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx);
  if (rows.length > 0)
    throw new NotEmptyError(`This store has records already (${table}). Add --replace to delete them first.`);
}
