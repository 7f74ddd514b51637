import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** What reports are written from: frozen evidence, what people entered, and what was given out. */
export async function reportTables(db: Kysely<Tables>, seq: RawBuilder<unknown>): Promise<void> {
  await sql`create table snapshots (seq ${seq}, rollout text not null, subject text not null, from_at bigint not null, frozen_at bigint not null, why text not null, body text not null, unique (rollout, subject, from_at, why))`.execute(
    db,
  );
  await sql`create table report_entries (seq ${seq}, id text not null unique, rollout text not null, subject text not null, body text not null)`.execute(
    db,
  );
  await sql`create index report_entries_by_rollout on report_entries (rollout, seq)`.execute(db);
  await sql`create table written_values (rollout text not null, subject text not null, label text not null, value text not null, at bigint not null, primary key (rollout, subject, label, value))`.execute(
    db,
  );
}
