import type { Kysely, Selectable, Transaction } from 'kysely';
import type { KeptEvidence, NewEvidence, Store, StoredRun } from './store.ts';
import type { EvidenceRow, Tables } from './tables.ts';

/** What verdicts were judged from, kept beside them. */
export function evidenceRecords(db: Kysely<Tables>): Pick<Store, 'evidence' | 'evidenceBefore'> {
  return {
    evidence: async (id) => {
      const row = await db.selectFrom('evidence').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toEvidence(row);
    },
    evidenceBefore: async (rollout, stage, until) => {
      const row = await db
        .selectFrom('evidence')
        .selectAll()
        .where('rollout', '=', rollout)
        .where('stage', '=', stage)
        .where('at', '<=', until)
        .orderBy('at', 'desc')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toEvidence(row);
    },
  };
}

/** Keeps it once, in the transaction of the verdict. @returns its id. */
export async function keepEvidence(
  tx: Transaction<Tables>,
  run: StoredRun,
  one: NewEvidence | undefined,
): Promise<string | null> {
  if (one === undefined) return null;
  await tx
    .insertInto('evidence')
    .values({
      id: one.id,
      run: run.id,
      rollout: run.rollout,
      stage: run.stage,
      at: one.at,
      plan_version: one.planVersion,
      rules: one.rules,
      body: one.body.toString('base64'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return one.id;
}

function toEvidence({
  id,
  run,
  at,
  plan_version: planVersion,
  rules,
  body,
}: Selectable<EvidenceRow>): KeptEvidence {
  return { id, run, at, planVersion, rules, body: Buffer.from(body, 'base64') };
}
