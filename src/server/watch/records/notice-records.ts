import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { notice, type OutboxItem } from '#contract/notice.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { NewNotice, Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

const outboxState = z.enum(['waiting', 'sent', 'dead']);

/** The outbox: what has to reach people, until it has. */
export function noticeRecords(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'dueNotices' | 'noticeSent' | 'noticeFailed' | 'notices' | 'outboxCounts'> {
  return {
    dueNotices: async (now, limit, channel) => {
      const due = db
        .selectFrom('outbox')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now);
      const own = channel === undefined ? due : due.where('channel', '=', channel);
      const rows = await own.orderBy('seq').limit(limit).execute();
      return rows.map(toItem);
    },
    noticeSent: (id, at) =>
      writeInTurn(db, writing, async (tx) => {
        await tx
          .updateTable('outbox')
          .set((eb) => ({ state: 'sent', sent_at: at, error: null, attempts: eb('attempts', '+', 1) }))
          .where('id', '=', id)
          .execute();
      }),
    noticeFailed: (id, error, nextAt) =>
      writeInTurn(db, writing, async (tx) => {
        await tx
          .updateTable('outbox')
          .set((eb) => ({
            state: nextAt === null ? 'dead' : 'waiting',
            error,
            attempts: eb('attempts', '+', 1),
            ...(nextAt === null ? {} : { next_at: nextAt }),
          }))
          .where('id', '=', id)
          .where('state', '=', 'waiting')
          .execute();
      }),
    outboxCounts: async () => {
      const rows = await db
        .selectFrom('outbox')
        .select((eb) => [
          'channel',
          'state',
          eb.fn.countAll<number>().as('count'),
          eb.fn.min('made_at').as('oldest'),
        ])
        .groupBy(['channel', 'state'])
        .orderBy('channel')
        .execute();
      return rows.map((row) => ({ ...row, state: outboxState.parse(row.state) }));
    },
    notices: async (limit) => {
      const rows = await db.selectFrom('outbox').selectAll().orderBy('seq', 'desc').limit(limit).execute();
      return rows.map(toItem);
    },
  };
}

/** Puts a notice in once: its id is what it is about, so the same judgement recorded twice tells nobody twice. */
export async function putNotice(tx: Transaction<Tables>, one: NewNotice, at: EpochMs): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({
      id: one.id,
      channel: one.channel,
      state: 'waiting',
      attempts: 0,
      next_at: one.nextAt,
      made_at: at,
      sent_at: null,
      error: null,
      body: JSON.stringify(one.notice),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function toItem(row: Selectable<Tables['outbox']>): OutboxItem {
  return {
    id: row.id,
    channel: row.channel,
    state: outboxState.parse(row.state),
    attempts: row.attempts,
    nextAt: row.next_at,
    madeAt: row.made_at,
    sentAt: row.sent_at,
    error: row.error,
    notice: notice.parse(JSON.parse(row.body)),
  };
}
