import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'libsql';
import { second, type Ms } from '#domain/time/time.ts';

/** How long SQLite itself waits for what is held for a moment alone, as while a crash is mended: all else stands still. */
const busyTimeout: Ms = 5 * second;

/** How long a write waits for its turn. */
const patience: Ms = 5 * second;

const [shortestPause, longestPause]: readonly [Ms, Ms] = [2, 100];

/** The lock on writing to a store's file, which one process has until its transaction ends. */
export interface FileLock {
  /**
   * Takes it for the transaction under way.
   * @throws LockedRecordsError at once where another process has it.
   */
  readonly take: () => void;
}

/**
 * Thrown where another process holds the lock on the records' file and does not let go: one that was put to sleep while
 * it wrote, since nothing can take a file's lock from a process that lives.
 */
export class LockedRecordsError extends Error {
  override readonly name = 'LockedRecordsError';
  constructor() {
    super(
      `Another process has had the records locked for ${patience / second} seconds and does not finish. Let it go on, or end it: until then nothing can be recorded.`,
    );
  }
}

/** The lock of an open file. SQLite is told not to wait for it: that would stop all this process does, its pages included. */
export function fileLock(database: Database.Database): FileLock {
  database.exec(`pragma busy_timeout = ${busyTimeout}`);
  return {
    take: () => {
      database.exec('pragma busy_timeout = 0');
      try {
        // The first write takes the lock; this one changes nothing. By `exec`, which leaves nothing behind where it fails: a
        // prepared statement of libsql 0.5 would keep the connection from committing anything (its pull request 238).
        database.exec('update migrations set at = at where version = 0');
      } catch (error) {
        throw isBusy(error) ? new LockedRecordsError() : error;
      } finally {
        database.exec(`pragma busy_timeout = ${busyTimeout}`);
      }
    },
  };
}

/** Runs a transaction that begins by taking the lock, again and again while another process has it. */
export async function onceFree<T>(transaction: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (let pause = shortestPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof LockedRecordsError) || performance.now() > end) throw error;
    }
    await sleep(pause);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
