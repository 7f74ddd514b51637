import type { Kysely } from 'kysely';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** Phone numbers of contacts, sealed before they come here. */
export function numberRecords(db: Kysely<Tables>, writing: Writing): Pick<Store, 'saveNumber' | 'numbers'> {
  return {
    saveNumber: ({ ref, sealed, by, at }) =>
      writeInTurn(db, writing, async (tx) => {
        const now = { sealed, saved_by: by, saved_at: at };
        await tx
          .insertInto('contact_numbers')
          .values({ ref, ...now })
          .onConflict((conflict) => conflict.column('ref').doUpdateSet(now))
          .execute();
      }),
    numbers: async (refs) => {
      if (refs.length === 0) return [];
      const rows = await db.selectFrom('contact_numbers').selectAll().where('ref', 'in', refs).execute();
      return rows.map(({ ref, sealed, saved_by: by, saved_at: at }) => ({ ref, sealed, by, at }));
    },
  };
}
