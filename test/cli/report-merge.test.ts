import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { report } from '../../src/cli/report.ts';
import { debtLaunch, debtPlan, typeDebtFacts, typeIn } from '../server/watch/debt-launch.ts';
import type { ServerRig } from '../server/watch/server-rig.ts';

let rig: ServerRig;
let file: string;
const said: string[] = [];

beforeEach(async () => {
  rig = await debtLaunch('< 5%');
  await typeDebtFacts(rig);
  file = join(mkdtempSync(join(tmpdir(), 'merge-')), 'disputes.md');
  said.length = 0;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
});

afterEach(() => rig.close());

/** The command against the real routes, without a socket. */
const run = (): Promise<number> =>
  report(['disputes', '--into', file], {
    env: {},
    fetch: async (url, init) => rig.app.fetch(new Request(url, init)),
  });

/** A colleague's checkout: other line ends, a sentence of theirs, and a stage they have told of by themselves. */
const colleagues = debtPlan('< 5%')
  .replace('# Disputes\n', '# Disputes\n\nApproved, see the notes of the meeting.\n')
  .replace(
    '- What changes (if any) are necessary?\n',
    '- What changes (if any) are necessary? None so far.\n',
  )
  .replaceAll('\n', '\r\n');

const lines = (): readonly string[] => readFileSync(file, 'utf8').split('\r\n');

it('fills a colleague’s file with other line ends: their words and their bytes stay', async () => {
  writeFileSync(file, colleagues);
  expect(await run()).toBe(0);
  const before = colleagues.split('\r\n');
  const changed = lines().flatMap((line, i) => (line === before[i] ? [] : [[before[i], line]]));
  expect(lines()).toHaveLength(before.length);
  expect(lines().join('')).not.toContain('\n');
  expect(changed.map(([was]) => was)).toEqual([
    ...[1, 2, 3, 4, 5].flatMap(() => [
      '- Number of unique users:',
      '- Was any downstream service affected by the change?',
    ]),
    '- Number of unique users:',
    '- Post-launch KPI 1 actual: error rate:',
    '- Number of unique users:',
    '- Post-launch KPI 1 actual: error rate:',
  ]);
  expect(changed.at(-1)?.[1]).toBe(
    '- Post-launch KPI 1 actual: error rate: 17.8% (about 498 of 2,797, likely 16.4% to 19.3%)',
  );
  expect(said.join('\n')).toContain('It changed blanks and its own earlier values only.');
});

it('run again, changes nothing; after new data, only what it wrote', async () => {
  writeFileSync(file, colleagues);
  await run();
  const first = lines();
  expect(await run()).toBe(0);
  expect(lines()).toEqual(first);
  const reason = 'Counted again';
  await typeIn(rig, 'kpis/1-month', { do: 'value', name: 'users', text: '4,400', reason });
  expect(await run()).toBe(0);
  const changed = lines().flatMap((line, i) => (line === first[i] ? [] : [line]));
  expect(changed).toEqual(['- Number of unique users: 4,400']);
});

it('keeps what a colleague corrected since, and ends with 1', async () => {
  writeFileSync(file, colleagues);
  await run();
  const mine = readFileSync(file, 'utf8').replace('users: 4,368', 'users: 4,368 (letters sent)');
  writeFileSync(file, mine);
  await typeIn(rig, 'kpis/1-month', { do: 'value', name: 'users', text: '4,400', reason: 'Counted again' });
  said.length = 0;
  expect(await run()).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(mine);
  expect(said.join('\n')).toMatch(
    /Left as they are.*\n- line \d+, Number of unique users: "4,368 \(letters sent\)", evidence: "4,400"/,
  );
});

it('keeps what a colleague wrote into a blank before the first export: a dispute where the evidence says otherwise', async () => {
  const blank = '- Post-launch KPI 1 actual: error rate:';
  writeFileSync(file, colleagues.replace(blank, `${blank} about 6%`));
  expect(await run()).toBe(1);
  expect(lines()).toContain(`${blank} about 6%`);
  expect(said.join('\n')).toMatch(/"[^"]*about 6%", evidence: "5\.7% \(27 of 472/);
});

it('makes no dispute of what nobody measured: what a colleague knows stands', async () => {
  writeFileSync(file, colleagues.replace('- Number of unique users:\r\n', '- Number of unique users: 8\r\n'));
  expect(await run()).toBe(0);
  expect(lines()).toContain('- Number of unique users: 8');
  expect(said.join('\n')).toContain('values of the team were left alone');
});
