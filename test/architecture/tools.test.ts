import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildHouse, root, runTool, type House, type Run } from './planted-house.ts';

const houses: House[] = [];

function houseWith(plants: Readonly<Record<string, string>> = {}): House {
  const house = buildHouse(plants);
  houses.push(house);
  return house;
}

let planted: House;

beforeAll(() => {
  planted = houseWith({
    'src/contract/unused.ts': 'export const unused = 1;\n',
    'src/contract/badly-formatted.ts': 'export const a = {b:1}\n',
  });
});

afterAll(() => {
  for (const house of houses) house.pullDown();
});

it('finds a file that nothing uses, and an export that nothing imports', () => {
  const { code, output } = planted.run('knip', '--reporter', 'compact');
  expect(code).not.toBe(0);
  expect(output).toContain('src/contract/unused.ts');
});

it('finds bad formatting, and passes the rest', () => {
  const { code, output } = planted.run('oxfmt', '--list-different', 'src', 'mocks', 'bench', 'test/support');
  expect(code).not.toBe(0);
  expect(output.split('\n').filter((line) => line.endsWith('.ts'))).toEqual([
    'src/contract/badly-formatted.ts',
  ]);
});

it('reads as many files for formatting as there are', () => {
  const { output } = runTool(root, 'oxfmt', ['--check', 'src']);
  const own = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = own.filter((name) => /\.(m?[jt]s|tsx|css|json)$/.test(name));
  expect(Number(/on (\d+) files/.exec(output)?.[1])).toBe(sources.length);
});

/** Where the budgets look for what a page loads later: every source they name. */
const laterSources = [
  ...new Set(
    readFileSync(join(root, '.size-limit.js'), 'utf8')
      .match(/'src\/web\/[^']+'/g)
      ?.map((one) => one.slice(1, -1)),
  ),
];

it('counts every part that a stage page loads by itself', () => {
  const folder = join(root, 'src/web/screens/stage');
  const parts = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/import\('\.\/([^']+)'\)/g)].map(([, part]) => part));
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(laterSources).toContain(`src/web/screens/stage/${part}`);
});

it('stops a bundle over each budget, by what a page loads and not by what files are called', () => {
  const assets = join(planted.folder, 'dist/web/assets');
  mkdirSync(assets, { recursive: true });
  mkdirSync(join(planted.folder, 'dist/web/.vite'), { recursive: true });
  const later = laterSources.map((source, i) => [source, `later-${i}`] as const);
  const manifest = {
    index: { file: 'assets/index.js', imports: ['shared'] },
    shared: { file: 'assets/shared.js' },
    ...Object.fromEntries(
      later.flatMap(([source, name]) => [
        [source, { file: `assets/${name}.js`, src: source, imports: ['shared', name] }],
        [name, { file: `assets/${name}-part.js` }],
      ]),
    ),
  };
  writeFileSync(join(planted.folder, 'dist/web/.vite/manifest.json'), JSON.stringify(manifest));
  writeFileSync(
    join(planted.folder, 'dist/web/index.html'),
    '<script type="module" crossorigin src="/assets/index.js"></script>',
  );
  const write = (sizes: Readonly<Record<string, number>>): void => {
    for (const [file, kB] of Object.entries(sizes)) writeFileSync(join(assets, file), noise(kB));
  };
  write({
    'index.js': 60,
    'shared.js': 60,
    'index.css': 20,
    'trial-worker-a1.js': 70,
    'plan-worker-a1.js': 150,
  });
  for (const [, name] of later) write({ [`${name}.js`]: 2, [`${name}-part.js`]: 2 });
  const all = budgetsOf(planted);
  expect(all.length).toBeGreaterThan(8);
  expect(all.filter((one) => one.isOver)).toEqual([]);
  // What a page loads later counts for that page; what all pages share counts in the first load.
  for (const [, name] of later) write({ [`${name}-part.js`]: 200 });
  const first = budgetsOf(planted).filter((one) => !one.isOver);
  expect(first.map((one) => one.name)).toContain('JS before the first verdict is on screen');
  write({ 'shared.js': 90, 'index.css': 30, 'trial-worker-a1.js': 90, 'plan-worker-a1.js': 210 });
  expect(budgetsOf(planted).filter((one) => !one.isOver)).toEqual([]);
});

/** Bytes that no compression makes smaller. */
function noise(kilobytes: number): Buffer {
  return randomBytes(kilobytes * 1000);
}

interface Budget {
  readonly name: string;
  readonly isOver: boolean;
}

function budgetsOf(house: House): readonly Budget[] {
  const results: unknown = JSON.parse(house.run('size-limit', '--json').output);
  if (!Array.isArray(results)) throw new TypeError('size-limit says nothing');
  return results.map((result: { readonly name: string; readonly passed: boolean }) => ({
    name: result.name,
    isOver: !result.passed,
  }));
}

it('fails a run under CI that skips a test, and counts it', () => {
  const house = houseWith({
    'test/domain/half.test.ts':
      "import { expect, it } from 'vitest';\nit('runs', () => expect(1).toBe(1));\nit.skip('waits', () => {});\nit.todo('comes');\n",
  });
  const counts = join(house.folder, 'node_modules/.tmp/test-count.txt');
  const run = (CI: string): Run =>
    runTool(house.folder, 'vitest', ['run', '--project', 'unit', 'half'], { CI });
  expect(run('').code).toBe(0);
  expect(readFileSync(counts, 'utf8')).toBe('1 passed, 0 failed\n');
  expect(run('true').code).toBe(1);
  expect(readFileSync(counts, 'utf8')).toBe('1 passed, 2 failed\n');
});

it.each([
  ['chart code', { 'src/web/app/main.tsx': "import { Line } from 'recharts';\nconsole.log(Line);\n" }],
  [
    'the judge',
    {
      'src/domain/verdict/judge-stage.ts': 'export const judgeStage = () => Date.parse(location.hash);\n',
      'src/web/app/main.tsx':
        "import { judgeStage } from '../../domain/verdict/judge-stage.ts';\nconsole.log(judgeStage());\n",
    },
  ],
])('stops a build whose first load holds %s', (what, files) => {
  const { code, output } = houseWith(files).run('vite', 'build');
  expect(code).not.toBe(0);
  expect(output).toContain(`is part of the first load and holds ${what}`);
});

it('keeps charts apart, writes .gz and .br, and leaves the mock worker out of the product', () => {
  const house = houseWith({
    'src/web/app/main.tsx': "void import('recharts').then(console.log);\n",
    'public/mockServiceWorker.js': 'addEventListener("fetch", () => undefined);\n',
    'public/robots.txt': 'User-agent: *\n',
  });
  expect(house.run('vite', 'build').code).toBe(0);
  const files = readdirSync(join(house.folder, 'dist/web'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /^assets\/charts-[\w-]+\.js$/.test(name))).toHaveLength(1);
  const scripts = files.filter((name) => name.endsWith('.js'));
  expect(scripts.filter((name) => !files.includes(`${name}.gz`) || !files.includes(`${name}.br`))).toEqual(
    [],
  );
  expect(existsSync(join(house.folder, 'dist/web/robots.txt'))).toBe(true);
  expect(scripts).not.toContain('mockServiceWorker.js');
});
