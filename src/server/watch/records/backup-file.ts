import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';
import { dumpedRow, type DumpedRow } from './dump.ts';
import type { Store } from './store.ts';

const header = z.strictObject({
  stagewatch: z.literal('backup'),
  format: z.literal(1),
  /** How many migrations the store had run. */
  schema: z.number(),
  at: z.number(),
});

const footer = z.strictObject({ end: z.literal(true), rows: z.number() });

/** Thrown where a file is no whole backup. */
class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Writes all records into one file: gzip of one JSON object per line, first a header, last the count of rows. It gets its
 * name only when it is whole and on disk. @returns how many rows.
 */
export async function backUp(store: Store, file: string, now: number): Promise<number> {
  if (existsSync(file)) throw new BackupError(`${file} exists already. Choose another name, or remove it.`);
  const partial = `${file}.partial`;
  let count = 0;
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(partial, { mode: 0o600 }));
  const put = async (line: object): Promise<void> => {
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await drained(gzip);
  };
  try {
    await put({ stagewatch: 'backup', format: 1, schema: store.schema, at: now });
    await store.dump(async (row) => {
      await put(row);
      count += 1;
    });
    gzip.end(`${JSON.stringify({ end: true, rows: count })}\n`);
    await written;
    await sync(partial);
    await rename(partial, file);
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
  return count;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve);
  });
}

/** Brings a written file to disk. */
async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

/** Writes a backup's records into a store, all or none. @returns how many rows. */
export async function restore(
  store: Store,
  file: string,
  options: { readonly replace: boolean; readonly now: number },
): Promise<number> {
  return store.load(rowsOf(file, store.schema), options);
}

/** The rows of a backup; it fails where the file was cut short or is none. */
async function* rowsOf(file: string, schema: number): AsyncGenerator<DumpedRow> {
  let count = -1;
  let said: number | null = null;
  for await (const line of linesOf(file)) {
    if (said !== null) throw new BackupError('The file goes on after its end.');
    const value = parse(line);
    if (count === -1) refuseNewer(header.safeParse(value), schema);
    const end = footer.safeParse(value);
    if (end.success) said = end.data.rows;
    else if (count >= 0) yield readRow(value);
    if (!end.success) count += 1;
  }
  if (said === null) throw new BackupError('The file was cut short: its end is missing.');
  if (said !== count) throw new BackupError(`The file has ${count} rows and should have ${said}.`);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of unzipped(file)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new BackupError('The file was cut short: its last line is not whole.');
}

async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(file), gunzip);
  // Its failure is seen below, where the stream is read.
  reading.catch(() => undefined);
  try {
    for await (const chunk of gunzip) if (Buffer.isBuffer(chunk)) yield chunk;
    await reading;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown reason';
    throw new BackupError(`The file can't be read: ${why}.`, { cause: error });
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new BackupError('The file is no backup of Stagewatch: a line is no JSON.');
  }
}

function refuseNewer(read: z.ZodSafeParseResult<z.infer<typeof header>>, schema: number): void {
  if (!read.success) throw new BackupError('The file is no backup of Stagewatch.');
  if (read.data.schema > schema)
    throw new BackupError(
      `A newer Stagewatch made this backup (version ${read.data.schema}, this one has ${schema}). Restore it with that one.`,
    );
}

function readRow(value: unknown): DumpedRow {
  const row = dumpedRow.safeParse(value);
  if (!row.success) throw new BackupError('The file has a line that is no record.');
  return row.data;
}
