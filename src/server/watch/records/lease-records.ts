import type { Kysely } from 'kysely';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

const name = 'judge';

/** Which of the processes on these records judges: asked by who may not have the lease yet, so without a fence. */
export function leaseRecords(db: Kysely<Tables>, writing: Writing): Pick<Store, 'takeLease' | 'leaveLease'> {
  return {
    takeLease: (owner, now, until) =>
      writeInTurn(db, writing, async (tx) => {
        const row = await tx.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst();
        const isFree = row === undefined || row.until_at <= now;
        if (!isFree && row.owner !== owner) return null;
        // A lease that has run out is a new one, even for the same owner: others may have written in between.
        const token = isFree ? (row?.token ?? 0) + 1 : row.token;
        await tx
          .insertInto('lease')
          .values({ name, owner, token, until_at: until })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ owner, token, until_at: until }))
          .execute();
        return token;
      }),
    leaveLease: (owner) =>
      writeInTurn(db, writing, async (tx) => {
        await tx.updateTable('lease').set({ until_at: 0 }).where('owner', '=', owner).execute();
      }),
  };
}
