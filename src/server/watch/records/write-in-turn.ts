import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type Flavor = 'sqlite' | 'postgres';

/** Any number will do, as long as every Stagewatch uses the same. */
const lockNumber = 4680;

/**
 * Runs a transaction that reads before it writes, one at a time over all processes on a store. SQLite would refuse the
 * second of two that have both read; PostgreSQL would let both decide on what they read.
 */
export function writeInTurn<T>(
  db: Kysely<Tables>,
  flavor: Flavor,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    // In SQLite the first write takes the lock, and waits for it: this one changes nothing.
    if (flavor === 'sqlite') await sql`update migrations set at = at where version = 0`.execute(tx);
    else await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(tx);
    return work(tx);
  });
}
