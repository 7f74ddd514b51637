import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { evidence } from '../../../src/contract/evidence.ts';
import { backup, restoreBackup } from '../../../src/cli/backup.ts';
import { backUp, restore } from '../../../src/server/watch/records/backup-file.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import { createRetention } from '../../../src/server/watch/records/retention.ts';
import type { Store } from '../../../src/server/watch/records/store.ts';
import { dumpContract, everything, fill } from '../../support/dump-contract.ts';
import { hour, minute, planMarkdown, serverRig } from './server-rig.ts';

let folder: string;
let file: string;
let from: Store;
let to: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-backup-'));
  file = join(folder, 'records.backup');
  [from, to] = await Promise.all([openEmbeddedStore(':memory:', 1), openEmbeddedStore(':memory:', 1)]);
});

afterEach(async () => {
  await Promise.all([from.close(), to.close()]);
  await rm(folder, { recursive: true });
});

const told = { replace: false, now: 1 };

describe('as every store', () => {
  dumpContract(() => openEmbeddedStore(':memory:', 1));
});

it('brings every record through a file', async () => {
  await fill(from);
  const rows = await backUp(from, file, 5);
  expect(await restore(to, file, told)).toBe(rows);
  expect(await everything(to)).toEqual(await everything(from));
  expect((await stat(file)).mode & 0o077).toBe(0);
});

it('brings no record through a file of an empty store', async () => {
  expect(await backUp(from, file, 5)).toBe(0);
  expect(await restore(to, file, told)).toBe(0);
});

it('writes over no file', async () => {
  await writeFile(file, 'mine');
  await expect(backUp(from, file, 5)).rejects.toThrow(/exists already/);
  expect(await readFile(file, 'utf8')).toBe('mine');
});

it('leaves nothing behind where it fails', async () => {
  const failing: Store = { ...from, dump: () => Promise.reject(new Error('the store broke')) };
  await expect(backUp(failing, file, 5)).rejects.toThrow('the store broke');
  expect(await readdir(folder)).toEqual([]);
});

const edited = async (edit: (lines: string[]) => readonly string[]): Promise<Buffer> =>
  gzipSync(
    edit(
      gunzipSync(await readFile(file))
        .toString('utf8')
        .split('\n'),
    ).join('\n'),
  );

it.each<readonly [string, () => Promise<Buffer>, RegExp]>([
  ['cut in the middle', async () => (await readFile(file)).subarray(0, 900), /can't be read/],
  ['without its end', () => edited((lines) => [...lines.slice(0, -2), '']), /its end is missing/],
  ['without its last line break', () => edited((lines) => lines.slice(0, -1)), /last line is not whole/],
  ['without a row', () => edited((lines) => [lines[0] ?? '', ...lines.slice(2)]), /has \d+ rows and should/],
  ['with more after its end', () => edited((lines) => [...lines.slice(0, -1), '{}', '']), /goes on after/],
  ['with a broken row', () => edited(([head = '']) => [head, '{"table":"lease","row":{}}', '']), /no record/],
  ['of something else', () => Promise.resolve(gzipSync('{"a":1}\n')), /no backup of Stagewatch/],
  ['of no JSON', () => Promise.resolve(gzipSync('hello\n')), /no JSON/],
  ['of no gzip', () => Promise.resolve(Buffer.from('hello')), /can't be read/],
  [
    'of a newer Stagewatch',
    () => edited(([head = '', ...rest]) => [head.replace(/"schema":\d+/, '"schema":99'), ...rest]),
    /newer Stagewatch made this backup \(version 99/,
  ],
])('refuses a file %s, and keeps what is there', async (_what, make, why) => {
  await fill(from);
  await fill(to);
  await backUp(from, file, 5);
  const before = await everything(to);
  const bytes = await make();
  await writeFile(file, bytes);
  await expect(restore(to, file, { ...told, replace: true })).rejects.toThrow(why);
  expect(await everything(to)).toEqual(before);
});

describe('on the command line', () => {
  let said: string[];

  beforeEach(() => {
    said = [];
    vi.spyOn(console, 'log').mockImplementation((text: string) => said.push(text));
    vi.spyOn(console, 'error').mockImplementation((text: string) => said.push(text));
  });

  it('backs up and restores what the environment names', async () => {
    const [data, other] = [join(folder, 'a.db'), join(folder, 'b.db')];
    const store = await openEmbeddedStore(data, 1);
    await fill(store);
    // While it is open, as while Stagewatch runs.
    expect(await backup([file], { STAGEWATCH_DATA: data })).toBe(0);
    expect(await restoreBackup([file], { STAGEWATCH_DATA: other })).toBe(0);
    const again = await openEmbeddedStore(other, 1);
    expect(await everything(again)).toEqual(await everything(store));
    await Promise.all([store.close(), again.close()]);
    expect(await restoreBackup([file], { STAGEWATCH_DATA: other })).toBe(1);
    expect(said.at(-1)).toMatch(/has records already/);
    expect(await restoreBackup([file, '--replace'], { STAGEWATCH_DATA: other })).toBe(0);
  });

  it.each<readonly [string, () => Promise<number>, number]>([
    ['a backup without a file', () => backup([], {}), 2],
    ['a backup with two files', () => backup(['a', 'b'], {}), 2],
    ['a backup with an option it does not have', () => backup(['a', '--all'], {}), 2],
    ['a restore without a file', () => restoreBackup(['--replace'], {}), 2],
    ['a restore of nothing', () => restoreBackup([join(folder, 'none')], {}), 1],
    ['a backup of nothing', () => backup([file], { STAGEWATCH_DATA: join(folder, 'none.db') }), 1],
    ['a backup of no address', () => backup([file], { STAGEWATCH_DATABASE_URL: 'mysql://x' }), 1],
  ])('refuses %s', async (_what, run, code) => {
    expect(await run()).toBe(code);
    expect(said).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

const line = z.object({ id: z.string(), run: z.string(), evidence });

describe('retention', () => {
  it('writes what is past its keeping to a file before it deletes it', async () => {
    const rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
    rig.answers.allotments = { fees: 50 };
    await rig.after(0);
    await rig.after(2 * minute);
    const [transition] = await rig.store.transitions('late-fees', 'half', Infinity, 1);
    await rig.store.endRun(transition?.run ?? '', rig.answers.now, 'Ana');
    const exports = join(folder, 'exports');
    const reports: string[] = [];
    const deps = {
      store: rig.store,
      folder: exports,
      now: () => rig.answers.now,
      report: (message: string) => reports.push(message),
    };
    const week = 7 * 24 * hour;
    await createRetention({ ...deps, keep: week }).pass();
    expect(reports).toEqual([]);
    rig.answers.now += week + hour;
    await createRetention({ ...deps, keep: null }).pass();
    expect(reports).toEqual([]);
    await createRetention({ ...deps, keep: week }).pass();
    const [name = ''] = await readdir(exports);
    const lines = gunzipSync(await readFile(join(exports, name)))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const exported = lines.map((one) => line.parse(JSON.parse(one)).evidence.verdict);
    expect(exported).toContainEqual(transition?.verdict);
    expect(await rig.store.evidence(transition?.evidence ?? '')).toBeNull();
    expect(await rig.store.transitions('late-fees', 'half', Infinity, 9)).not.toEqual([]);
    await rig.close();
  });

  it('deletes nothing that it could not write', async () => {
    await fill(from);
    await from.endRun('r1', 50, 'Ana');
    // A file stands where the folder should be.
    await mkdir(join(folder, 'x'));
    await writeFile(join(folder, 'x', 'exports'), '');
    const retention = createRetention({
      store: from,
      keep: 1,
      folder: join(folder, 'x', 'exports'),
      now: () => 1000,
      report: () => undefined,
    });
    await expect(retention.pass()).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(await from.evidence('e1')).not.toBeNull();
  });
});
