import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';
import { reportTables } from './report-tables.ts';
import { writeInTurn, type Flavor, type Writing } from './write-in-turn.ts';

type Migration = (db: Kysely<Tables>, seq: RawBuilder<unknown>) => Promise<void>;

/** Forward only; the version of a store is the number of migrations it has run. Never edit one that has shipped. */
const migrations: readonly Migration[] = [
  async (db, seq) => {
    await sql`create table plan_versions (rollout text not null, version integer not null, hash text not null, markdown text not null, saved_by text not null, saved_at bigint not null, primary key (rollout, version))`.execute(
      db,
    );
    await sql`create table runs (id text primary key, rollout text not null, stage text not null, attempt integer not null, start_at bigint not null, end_at bigint, length_ms bigint, opened_by text not null, closed_by text)`.execute(
      db,
    );
    await sql`create table verdicts (seq ${seq}, run text not null, rollout text not null, stage text not null, at bigint not null, state text not null, verdict text not null)`.execute(
      db,
    );
    await sql`create index verdicts_by_stage on verdicts (rollout, stage, at)`.execute(db);
    await sql`create table latest_verdicts (run text primary key, since bigint not null, verdict text not null)`.execute(
      db,
    );
    await sql`create table allotments (seq ${seq}, rollout text not null, toggle text not null, percent double precision not null, at bigint not null, entered_by text not null)`.execute(
      db,
    );
  },
  async (db, seq) => {
    await sql`create table journal (seq ${seq}, id text not null unique, rollout text not null, stage text, run text, kind text not null, at bigint not null, slot text unique, body text not null)`.execute(
      db,
    );
    await sql`create index journal_by_rollout on journal (rollout, seq)`.execute(db);
  },
  async (db, seq) => {
    await sql`create table alerts (id text primary key, run text not null, rollout text not null, stage text not null, is_open integer not null, body text not null)`.execute(
      db,
    );
    await sql`create index alerts_by_run on alerts (run)`.execute(db);
    await sql`create table outbox (seq ${seq}, id text not null unique, channel text not null, state text not null, attempts integer not null, next_at bigint not null, made_at bigint not null, sent_at bigint, error text, body text not null)`.execute(
      db,
    );
    await sql`create index outbox_waiting on outbox (state, next_at)`.execute(db);
  },
  async (db) => {
    await sql`create table lease (name text primary key, owner text not null, token bigint not null, until_at bigint not null)`.execute(
      db,
    );
  },
  async (db) => {
    await sql`create table plan_drafts (id text primary key, saved_by text not null, saved_at bigint not null, markdown text not null)`.execute(
      db,
    );
    await sql`create index plan_drafts_by_person on plan_drafts (saved_by, saved_at)`.execute(db);
  },
  async (db, seq) => {
    await sql`create table evidence (seq ${seq}, id text not null unique, run text not null, rollout text not null, stage text not null, at bigint not null, plan_version integer not null, rules integer not null, body text not null)`.execute(
      db,
    );
    await sql`create index evidence_by_stage on evidence (rollout, stage, at)`.execute(db);
    await sql`alter table verdicts add column evidence text`.execute(db);
    await sql`alter table latest_verdicts add column judged_at bigint`.execute(db);
    await sql`alter table latest_verdicts add column stale_after bigint`.execute(db);
    await sql`create table contact_numbers (ref text primary key, sealed text not null, saved_by text not null, saved_at bigint not null)`.execute(
      db,
    );
  },
  reportTables,
];

/** The version of a store that this Stagewatch has brought up to date. */
export const schema = migrations.length;

/** A number per row that only grows. */
const sequences: Readonly<Record<Flavor, RawBuilder<unknown>>> = {
  sqlite: sql`integer primary key`,
  postgres: sql`bigint generated always as identity primary key`,
};

/** Thrown when a newer Stagewatch has written this store: reading it with older rules could lose history. */
class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

/** Brings a store to this version in one transaction and under a lock: of two starting processes one does it. */
export async function migrate(db: Kysely<Tables>, writing: Writing, now: number): Promise<void> {
  await makeVersionTable(db, writing);
  await writeInTurn(db, writing, async (tx) => {
    const row = await tx
      .selectFrom('migrations')
      .select((eb) => eb.fn.max('version').as('version'))
      .executeTakeFirst();
    const version = row?.version ?? 0;
    if (version > migrations.length) {
      throw new NewerStoreError(
        `This store has version ${version}, newer than this Stagewatch (${migrations.length}). Start the newer Stagewatch, or point ${writing.flavor === 'sqlite' ? 'STAGEWATCH_DATA' : 'STAGEWATCH_DATABASE_URL'} elsewhere.`,
      );
    }
    for (const [i, run] of migrations.entries()) {
      if (i < version) continue;
      await run(tx, sequences[writing.flavor]);
      await tx
        .insertInto('migrations')
        .values({ version: i + 1, at: now })
        .execute();
    }
  });
}

/** PostgreSQL lets two processes fail at this one together, so there it waits its turn as well. */
async function makeVersionTable(db: Kysely<Tables>, writing: Writing): Promise<void> {
  const make = sql`create table if not exists migrations (version integer primary key, at bigint not null)`;
  if (writing.flavor === 'sqlite') await make.execute(db);
  else await writeInTurn(db, writing, (tx) => make.execute(tx));
}
