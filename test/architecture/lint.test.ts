import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildHouse, root, rooms, runTool, type House } from './planted-house.ts';
import { crossings, faults, impurities, lintedCrossings } from './plants.ts';

const folders = ['src', 'mocks', 'test', 'bench', 'vite.config.ts'];
const plants = [...impurities, ...crossings, ...lintedCrossings, ...faults];
const anyIn = (room: string): string => `${room}/any-in-room.ts`;

let house: House;
let caught: readonly string[] = [];

beforeAll(() => {
  house = buildHouse({
    ...Object.fromEntries(plants.map(({ path, text }) => [path, text])),
    ...Object.fromEntries(rooms.map((room) => [anyIn(room), 'export const planted = {} as any;\n'])),
  });
  // unix: "path:line:column: message [severity/rule]"
  const { output } = house.run('oxlint', '--format', 'unix', ...folders);
  caught = output.split('\n').flatMap((line) => {
    const [, path, rule] = /^(.+?):\d+:\d+: .* \[\w+\/(.+)\]$/.exec(line) ?? [];
    return path === undefined || rule === undefined ? [] : [`${path.replace(/^\.\//, '')} ${rule}`];
  });
});

afterAll(() => house.pullDown());

it.each(plants)('catches $path by $caughtBy', ({ path, caughtBy }) => {
  expect(caught).toContain(`${path} ${caughtBy}`);
});

it.each(rooms)('reads %s', (room) => {
  expect(caught).toContain(`${anyIn(room)} typescript(no-explicit-any)`);
});

it('lets the clean house pass', () => {
  expect(caught.filter((line) => line.includes('clean') || line.includes('/main.ts'))).toEqual([]);
});

const own = ['src', 'mocks', 'test', 'bench'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(m?[jt]s|tsx)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

it('reads every source file of this repository', () => {
  const { output } = runTool(root, 'oxlint', ['--debug=files', ...folders]);
  const read = output.split('\n').filter((line) => /\.(m?[jt]s|tsx)\s*$/.test(line));
  expect(read).toHaveLength(own.length + 1);
});

it('has a reason beside every suppression', () => {
  const suppression = /(oxlint|eslint)-disable|@ts-(ignore|nocheck|expect-error)|(oxfmt|prettier)-ignore/;
  const bare = own
    .filter((path) => !path.startsWith('test/architecture/'))
    .flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter((line) => suppression.test(line) && !line.includes(' -- '))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(bare).toEqual([]);
});
