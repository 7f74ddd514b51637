import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { toPlan } from './plan-records.ts';
import type { SavedPlan, Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

type NewPlan = Parameters<Store['savePlan']>[0];

/** Saving plans: a version is added, never changed. */
export function planSaving(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'savePlan' | 'replacePlan' | 'newestPlans'> {
  return {
    savePlan: (plan) =>
      writeInTurn(db, writing, async (tx) => savePlan(tx, plan, await newestOf(tx, plan.rollout))),
    replacePlan: (plan, seen) =>
      writeInTurn(db, writing, async (tx) => {
        const newest = await newestOf(tx, plan.rollout);
        if ((newest?.version ?? 0) !== seen)
          return { ok: false, newest: newest === undefined ? null : toPlan(newest) };
        return { ok: true, plan: await savePlan(tx, plan, newest) };
      }),
    newestPlans: async () => {
      const rows = await db
        .selectFrom('plan_versions as p')
        .selectAll()
        .where((eb) =>
          eb(
            'p.version',
            '=',
            eb
              .selectFrom('plan_versions as q')
              .select((e) => e.fn.max('q.version').as('v'))
              .whereRef('q.rollout', '=', 'p.rollout'),
          ),
        )
        .orderBy('p.rollout')
        .execute();
      return rows.map(toPlan);
    },
  };
}

function newestOf(tx: Transaction<Tables>, rollout: string): Promise<Tables['plan_versions'] | undefined> {
  return tx
    .selectFrom('plan_versions')
    .selectAll()
    .where('rollout', '=', rollout)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function savePlan(
  tx: Transaction<Tables>,
  plan: NewPlan,
  newest: Tables['plan_versions'] | undefined,
): Promise<SavedPlan> {
  const hash = createHash('sha256').update(plan.markdown).digest('hex');
  if (newest !== undefined && newest.hash === hash) return toPlan(newest);
  const row = {
    rollout: plan.rollout,
    version: (newest?.version ?? 0) + 1,
    hash,
    markdown: plan.markdown,
    saved_by: plan.by,
    saved_at: plan.at,
  };
  await tx.insertInto('plan_versions').values(row).execute();
  return toPlan(row);
}
