import { sql, type Kysely, type Transaction } from 'kysely';
import { onceFree, type FileLock } from './file-lock.ts';
import type { Queue } from './one-at-a-time.ts';
import type { Tables } from './tables.ts';

export type Flavor = 'sqlite' | 'postgres';

/** How a store writes: into which kind of database, and under which token of the lease. */
export type Writing = (
  | { readonly flavor: 'sqlite'; readonly fileLock: FileLock }
  // One connection of a process asks for its turn at a time: the rest stays free to read, and a process that is put to
  // sleep holds one turn and not a row of them.
  | { readonly flavor: 'postgres'; readonly queue: Queue }
) & {
  /** The token a judging process holds; without one anybody writes, as people do. */
  readonly fence?: (() => number) | undefined;
};

/** Thrown where another process has become the judging one: what this one knows may be old. */
class LostLeaseError extends Error {
  override readonly name = 'LostLeaseError';
}

/** Any number will do, as long as every Stagewatch uses the same. */
const lockNumber = 4680;

/**
 * Runs a transaction that reads before it writes, one at a time over all processes on a store. SQLite would refuse the
 * second of two that have both read; PostgreSQL would let both decide on what they read.
 * @throws LockedRecordsError where another process keeps the records locked.
 */
export function writeInTurn<T>(
  db: Kysely<Tables>,
  writing: Writing,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const { fence } = writing;
  const transaction = (): Promise<T> =>
    db.transaction().execute(async (tx) => {
      if (writing.flavor === 'sqlite') writing.fileLock.take();
      else await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(tx);
      if (fence !== undefined) await holdTheLease(tx, fence());
      return work(tx);
    });
  return writing.flavor === 'sqlite' ? onceFree(transaction) : writing.queue(transaction);
}

/** In the transaction that writes: a process that was stopped for a while finds the token changed, and writes nothing. */
async function holdTheLease(tx: Transaction<Tables>, token: number): Promise<void> {
  const row = await tx.selectFrom('lease').select('token').executeTakeFirst();
  if (row?.token !== token) throw new LostLeaseError('Another Stagewatch judges these records now.');
}
