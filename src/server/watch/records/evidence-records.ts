import type { Kysely, Selectable, Transaction } from 'kysely';
import type { KeptEvidence, NewEvidence, Store, StoredRun } from './store.ts';
import type { EvidenceRow, Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** What verdicts were judged from, kept beside them. */
export function evidenceRecords(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'evidence' | 'evidenceBefore' | 'oldEvidence' | 'forgetEvidence'> {
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
    oldEvidence: async (before, limit) => {
      const rows = await db
        .selectFrom('evidence')
        .innerJoin('runs', 'runs.id', 'evidence.run')
        .selectAll('evidence')
        .where('runs.end_at', 'is not', null)
        .where('evidence.at', '<', before)
        .orderBy('evidence.seq')
        .limit(limit)
        .execute();
      return rows.map(toEvidence);
    },
    forgetEvidence: (ids) =>
      writeInTurn(db, writing, async (tx) => {
        if (ids.length > 0) await tx.deleteFrom('evidence').where('id', 'in', ids).execute();
      }),
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
  rollout,
  at,
  plan_version: planVersion,
  rules,
  body,
}: Selectable<EvidenceRow>): KeptEvidence {
  return { id, run, rollout, at, planVersion, rules, body: Buffer.from(body, 'base64') };
}
