import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildHouse, root, rooms, type House } from './planted-house.ts';
import { crossings } from './plants.ts';

const value = (expression: string): string => `export const planted = ${expression};\n`;

/** The platform of a browser and of Node: neither compiles in the domain. TS2584 and TS2304: no such name. */
const platform = [
  { path: 'src/domain/planted/document.ts', text: value('document.title'), code: /TS2584|TS2304/ },
  { path: 'src/domain/planted/window.ts', text: value('window.location'), code: /TS2584|TS2304/ },
  {
    path: 'src/domain/planted/element.ts',
    text: 'export type Planted = HTMLElement;\n',
    code: /TS2584|TS2304/,
  },
  { path: 'src/domain/planted/process.ts', text: value('process.env'), code: /TS2580|TS2591|TS2304/ },
  {
    path: 'src/domain/planted/node-module.ts',
    text: "export { join } from 'node:path';\n",
    code: /TS2307|TS2591/,
  },
  { path: 'src/domain/planted/console.ts', text: "console.log('planted');\n", code: /TS2584|TS2304/ },
];

/** TS6307: the file is in no project referenced here. TS6059: it lies outside this room. */
const outside = /TS6307|TS6059/;

const wrongIn = (room: string): string => `${room}/wrong-in-room.ts`;

let clean: House;
let planted: House;
let errors: readonly string[] = [];

beforeAll(() => {
  clean = buildHouse();
  planted = buildHouse(
    Object.fromEntries([
      ...[...platform, ...crossings].map(({ path, text }) => [path, text]),
      ...rooms.map((room) => [wrongIn(room), "export const planted: number = 'text';\n"]),
    ]),
  );
  errors = planted.run('tsc', '-b', '--pretty', 'false').output.split('\n');
});

afterAll(() => {
  clean.pullDown();
  planted.pullDown();
});

function errorsOf(path: string): string {
  return errors.filter((line) => line.startsWith(`${path}(`)).join('\n');
}

it('lets the clean house pass', () => {
  expect(clean.run('tsc', '-b', '--pretty', 'false')).toEqual({ code: 0, output: '' });
});

it.each(platform)('refuses $path', ({ path, code }) => {
  expect(errorsOf(path)).toMatch(code);
});

it.each(crossings)('refuses the import of $path', ({ path }) => {
  expect(errorsOf(path)).toMatch(outside);
});

it.each(rooms)('reads %s', (room) => {
  expect(errorsOf(wrongIn(room))).toContain('TS2322');
});

it('knows every room of tsconfig.json', () => {
  const settings = readFileSync(join(root, 'tsconfig.json'), 'utf8');
  const references = [...settings.matchAll(/"path": "\.\/([^"]+)"/g)].map(([, path]) => path);
  expect(references).toEqual(rooms);
});
