import type { Kysely, Transaction } from 'kysely';
import { alertView, type AlertView } from '#contract/notice.ts';
import { append } from './journal-records.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** Alerts as they stand. */
export function alertRecords(db: Kysely<Tables>, writing: Writing): Pick<Store, 'alerts' | 'changeAlert'> {
  return {
    alerts: async (filter) => {
      const query = db.selectFrom('alerts').select('body').orderBy('id');
      const rows = await (
        filter === undefined ? query.where('is_open', '=', 1) : query.where('id', '=', filter.id)
      ).execute();
      return rows.map(parse);
    },
    changeAlert: (id, change) =>
      writeInTurn(db, writing, async (tx) => {
        const row = await tx.selectFrom('alerts').select('body').where('id', '=', id).executeTakeFirst();
        if (row === undefined) return null;
        const { alert, entry } = change(parse(row));
        await putAlert(tx, alert);
        await append(tx, entry, {});
        return alert;
      }),
  };
}

/** Every alert of a run, open or not. */
export async function alertsOf(tx: Transaction<Tables>, run: string): Promise<readonly AlertView[]> {
  const rows = await tx.selectFrom('alerts').select('body').where('run', '=', run).orderBy('id').execute();
  return rows.map(parse);
}

export async function putAlert(tx: Transaction<Tables>, alert: AlertView): Promise<void> {
  const { id, run, rollout, stage } = alert;
  const now = { is_open: alert.closedAt === null ? 1 : 0, body: JSON.stringify(alert) };
  await tx
    .insertInto('alerts')
    .values({ id, run, rollout, stage, ...now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(now))
    .execute();
}

function parse(row: { readonly body: string }): AlertView {
  return alertView.parse(JSON.parse(row.body));
}
