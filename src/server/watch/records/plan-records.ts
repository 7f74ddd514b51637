import type { Kysely } from 'kysely';
import type { PlanDraft, SavedPlan, Store } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** Drafts kept per person: more than anybody works on at once. */
const draftsKept = 20;

/** Plans as they were saved, and drafts of plans that nobody watches yet. */
export function planRecords(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'planVersions' | 'planVersion' | 'saveDraft' | 'draft'> {
  return {
    planVersions: async (rollout) => {
      const rows = await db
        .selectFrom('plan_versions')
        .select(['version', 'saved_by', 'saved_at'])
        .where('rollout', '=', rollout)
        .orderBy('version', 'desc')
        .execute();
      return rows.map(({ version, saved_by: by, saved_at: at }) => ({ version, by, at }));
    },
    planVersion: async (rollout, version) => {
      const row = await db
        .selectFrom('plan_versions')
        .selectAll()
        .where('rollout', '=', rollout)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined ? null : toPlan(row);
    },
    saveDraft: (draft) =>
      writeInTurn(db, writing, async (tx) => {
        await tx.insertInto('plan_drafts').values(fromDraft(draft)).execute();
        const old = await tx
          .selectFrom('plan_drafts')
          .select('id')
          .where('saved_by', '=', draft.by)
          .orderBy('saved_at', 'desc')
          .offset(draftsKept)
          .limit(1_000)
          .execute();
        const ids = old.map((row) => row.id);
        if (ids.length > 0) await tx.deleteFrom('plan_drafts').where('id', 'in', ids).execute();
      }),
    draft: async (id) => {
      const row = await db.selectFrom('plan_drafts').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined
        ? null
        : { id: row.id, by: row.saved_by, at: row.saved_at, markdown: row.markdown };
    },
  };
}

export function toPlan(row: Tables['plan_versions']): SavedPlan {
  return {
    rollout: row.rollout,
    version: row.version,
    markdown: row.markdown,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
  };
}

function fromDraft({ id, by, at, markdown }: PlanDraft): Tables['plan_drafts'] {
  return { id, saved_by: by, saved_at: at, markdown };
}
