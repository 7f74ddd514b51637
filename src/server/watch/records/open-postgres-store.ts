import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { second, type Ms } from '#domain/time/time.ts';
import { migrate } from './migrations.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { sqlStore } from './sql-store.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** One writes at a time; the others read. */
const connections = 8;

/**
 * A process put to sleep while it writes holds everybody's turn: the server takes it back after this long, in less time
 * than a lease lasts, and nothing of what it wrote stays.
 */
const longestSilence: Ms = 10 * second;

/**
 * Opens the records in PostgreSQL. What is acknowledged is as durable as the server makes a commit: leave its
 * `synchronous_commit` on.
 */
export async function openPostgresStore(
  url: string,
  now: number,
  report: (message: string) => void,
): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: longestSilence,
    application_name: 'stagewatch',
    types: {
      // Counts and milliseconds, all of them far below 2^53; the driver would hand them over as text.
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks must not end the process: the query on it fails, and the next one makes another.
  const broken = (error: Error): void => report(`A connection to the records broke: ${error.message}`);
  pool.on('error', broken);
  pool.on('connect', (client) => client.on('error', broken));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const writing = { flavor: 'postgres', queue: oneAtATime() } as const;
  try {
    await migrate(db, writing, now);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return sqlStore(db, writing);
}
