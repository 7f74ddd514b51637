import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Migration = (db: Kysely<Tables>) => Promise<void>;

/** Forward only; the version of a store is the number of migrations it has run. Never edit one that has shipped. */
const migrations: readonly Migration[] = [
  async (db) => {
    await sql`create table plan_versions (rollout text not null, version integer not null, hash text not null, markdown text not null, saved_by text not null, saved_at bigint not null, primary key (rollout, version))`.execute(
      db,
    );
    await sql`create table runs (id text primary key, rollout text not null, stage text not null, attempt integer not null, start_at bigint not null, end_at bigint, length_ms bigint, opened_by text not null, closed_by text)`.execute(
      db,
    );
    await sql`create table verdicts (seq integer primary key, run text not null, rollout text not null, stage text not null, at bigint not null, state text not null, verdict text not null)`.execute(
      db,
    );
    await sql`create index verdicts_by_stage on verdicts (rollout, stage, at)`.execute(db);
    await sql`create table latest_verdicts (run text primary key, since bigint not null, verdict text not null)`.execute(
      db,
    );
    await sql`create table allotments (seq integer primary key, rollout text not null, toggle text not null, percent double precision not null, at bigint not null, entered_by text not null)`.execute(
      db,
    );
  },
];

/** Thrown when a newer Stagewatch has written this store: reading it with older rules could lose history. */
class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

/** Brings a store to this version in one transaction, so that two starting processes can't both do it. */
export async function migrate(db: Kysely<Tables>, now: number): Promise<void> {
  await sql`create table if not exists migrations (version integer primary key, at bigint not null)`.execute(
    db,
  );
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('migrations')
      .select((eb) => eb.fn.max('version').as('version'))
      .executeTakeFirst();
    const version = row?.version ?? 0;
    if (version > migrations.length) {
      throw new NewerStoreError(
        `This store has version ${version}, newer than this Stagewatch (${migrations.length}). Start the newer Stagewatch, or point STAGEWATCH_DATA elsewhere.`,
      );
    }
    for (const [i, run] of migrations.entries()) {
      if (i < version) continue;
      await run(tx);
      await tx
        .insertInto('migrations')
        .values({ version: i + 1, at: now })
        .execute();
    }
  });
}
