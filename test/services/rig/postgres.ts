import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from '../../support/system-needs.ts';
import { eventually, freePort } from './loopback.ts';

/** A real PostgreSQL of our own, on loopback and in a folder of its own. */
export interface RunningPostgres {
  /** The address of a new, empty database. */
  database(): Promise<string>;
  /** Ends it at once, as a power cut would; its data stay. */
  kill(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** It refuses to run as root: then it runs as nobody. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: nobody, gid: nobody } : {};

export async function startPostgres(): Promise<RunningPostgres> {
  const programs = findPostgres();
  if (programs === undefined)
    throw new Error('No PostgreSQL. Install it, or name its folder of programs in POSTGRES_BIN.');
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-postgres-'));
  if (isRoot) chownSync(folder, nobody, nobody);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'stagewatch', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    {
      ...user,
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`);
  const port = await freePort();
  const url = (name: string): string => `postgres://stagewatch@127.0.0.1:${port}/${name}`;
  let child: ChildProcess | undefined;
  let databases = 0;

  const query = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    let said = '';
    const started = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=60'],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child = started;
    started.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    let refused = '';
    await eventually(
      'PostgreSQL gets ready',
      async () => {
        if (started.exitCode !== null || started.signalCode !== null)
          throw new Error(`PostgreSQL ended at once:\n${said}`);
        return query('select 1').then(
          () => true,
          (error: unknown) => {
            refused = error instanceof Error ? error.message : 'unknown reason';
            return undefined;
          },
        );
      },
      90_000,
    ).catch((error: unknown) => {
      throw new Error(`PostgreSQL said ${refused}:\n${said}`, { cause: error });
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      running.once('exit', () => resolve());
    });
    running.kill(signal);
    await ended;
  };

  await start();
  return {
    start,
    database: async () => {
      databases += 1;
      await query(`create database records_${databases}`);
      return url(`records_${databases}`);
    },
    // SIGQUIT: every process of it stops without writing anything more, and it must recover at the next start.
    kill: () => end('SIGQUIT'),
    dispose: async () => {
      await end('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
