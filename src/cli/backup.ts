import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { backUp, restore } from '#server/watch/records/backup-file.ts';
import type { Store } from '#server/watch/records/store.ts';
import { openRecords } from './open-records.ts';
import { readRecordsConfig, type RecordsConfig } from './serve-config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `stagewatch backup FILE`: 0 done, 1 it could not be done, 2 wrongly asked. */
export async function backup(args: readonly string[], env: Environment): Promise<number> {
  const asked = readArgs(args);
  if (asked === null || asked.replace) return usage('Write: stagewatch backup FILE');
  return withRecords(env, true, async (store, where) => {
    const rows = await backUp(store, asked.file, Date.now());
    return `${rows} records of ${where} are in ${asked.file}.`;
  });
}

/** `stagewatch restore FILE [--replace]`: the same codes. */
export async function restoreBackup(args: readonly string[], env: Environment): Promise<number> {
  const asked = readArgs(args);
  if (asked === null) return usage('Write: stagewatch restore FILE [--replace]');
  if (!existsSync(asked.file)) return fail(`${asked.file} can't be opened. Check the path.`);
  return withRecords(env, false, async (store, where) => {
    const rows = await restore(store, asked.file, { replace: asked.replace, now: Date.now() });
    return `${rows} records of ${asked.file} are in ${where}.`;
  });
}

function readArgs(args: readonly string[]): { readonly file: string; readonly replace: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { replace: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    return file === undefined || more.length > 0 ? null : { file, replace: values.replace };
  } catch {
    return null;
  }
}

/** Opens the records, works on them and says what was done, or why not. */
async function withRecords(
  env: Environment,
  mustExist: boolean,
  work: (store: Store, where: string) => Promise<string>,
): Promise<number> {
  const read = readRecordsConfig(env);
  if (!read.ok) return fail(read.problems.join('\n'));
  const { config } = read;
  if (mustExist && config.databaseUrl === null && !existsSync(config.data))
    return fail(`There are no records at ${config.data}. Set STAGEWATCH_DATA, or STAGEWATCH_DATABASE_URL.`);
  let store: Store | null = null;
  try {
    store = await openRecords(config, Date.now(), (message) => console.error(message));
    console.log(await work(store, nameOf(config)));
    return 0;
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'unknown reason');
  } finally {
    await store?.close();
  }
}

/** Never the address of the database: it holds a password. */
function nameOf({ data, databaseUrl }: RecordsConfig): string {
  return databaseUrl === null ? data : 'PostgreSQL';
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

function usage(text: string): number {
  console.error(text);
  return 2;
}
