import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { fileLock } from './file-lock.ts';
import { migrate } from './migrations.ts';
import { sqlStore } from './sql-store.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * Opens (or creates) the embedded store in one file; `:memory:` keeps it in memory.
 * WAL with synchronous=FULL: an acknowledged write survives a crash of the process and of the machine.
 */
export async function openEmbeddedStore(file: string, now: number): Promise<Store> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  const writing = { flavor: 'sqlite', fileLock: fileLock(database) } as const;
  database.exec('pragma journal_mode = WAL');
  database.exec('pragma synchronous = FULL');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  await migrate(db, writing, now);
  return sqlStore(db, writing);
}
