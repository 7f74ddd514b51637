import { readFileSync } from 'node:fs';

/**
 * @typedef {{ file: string, src?: string, isEntry?: boolean, imports?: string[], css?: string[] }} Chunk
 * @type {Record<string, Chunk>}
 */
const manifest = JSON.parse(readFileSync(new URL('dist/web/.vite/manifest.json', import.meta.url), 'utf8'));

/**
 * The scripts that load with a chunk: itself and, over and over, what it imports at once.
 * @param {string} key
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function loadedWith(key, seen = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const one of chunk.imports ?? []) loadedWith(one, seen);
  return seen;
}

const html = readFileSync(new URL('dist/web/index.html', import.meta.url), 'utf8');

/** What the first HTML asks for, and everything that imports at once. */
const first = new Set();
for (const [, file] of html.matchAll(/<(?:script|link)[^>]*(?:src|href)="\/([^"]+\.js)"/g)) {
  const known = Object.keys(manifest).find((key) => manifest[key].file === file);
  if (known === undefined) throw new Error(`index.html asks for ${file}, which the build does not know.`);
  loadedWith(known, first);
}
if (first.size === 0) throw new Error('index.html asks for no script.');

/**
 * What a page loads beyond the first load.
 * @param {...string} sources
 */
function beyondFirst(...sources) {
  const all = sources.flatMap((source) => {
    if (manifest[source] === undefined) throw new Error(`The build has no chunk of its own for ${source}.`);
    return [...loadedWith(source)];
  });
  return [...new Set(all)].filter((file) => !first.has(file)).map(inBuild);
}

/** @param {string} file */
function inBuild(file) {
  return `dist/web/${file}`;
}

const chart = 'src/web/ui/charts-lines.tsx';

const stageParts = 'src/web/screens/stage/later-parts.ts';

/** Everything a stage page loads with nothing pressed, though sources fail, risks are open and notices are wanted. */
const stageLater = [stageParts, 'src/web/screens/stage/telling.tsx'];

/** The same for the page as it stood at a moment of the past. */
const frozenLater = [
  stageParts,
  'src/web/screens/stage/frozen-lines.tsx',
  'src/web/screens/stage/frozen-sections.tsx',
];

const criterionPage = [
  'src/web/screens/criterion/criterion-screen.tsx',
  'src/web/screens/criterion/series-sections.tsx',
  'src/web/screens/criterion/earlier-section.tsx',
];

export default [
  { name: 'JS before the first verdict is on screen', path: [...first].map(inBuild), limit: '130 kB' },
  {
    name: 'JS of the whole stage page',
    path: [...[...first].map(inBuild), ...beyondFirst(chart, ...stageLater)],
    limit: '260 kB',
  },
  {
    name: 'JS of the whole stage page at a moment of the past',
    path: [...[...first].map(inBuild), ...beyondFirst(chart, ...frozenLater)],
    limit: '260 kB',
  },
  {
    name: 'JS of the forms of a stage page, once one is opened',
    path: beyondFirst('src/web/screens/stage/opened-forms.ts').filter(
      (file) => !beyondFirst(chart, ...stageLater).includes(file),
    ),
    limit: '10 kB',
  },
  {
    name: 'JS of the whole criterion page before the drawing itself',
    path: [...[...first].map(inBuild), ...beyondFirst(...criterionPage)],
    limit: '150 kB',
  },
  {
    name: 'JS the import page adds',
    path: beyondFirst('src/web/screens/import/import-screen.tsx'),
    limit: '20 kB',
  },
  {
    name: 'JS the plan page adds',
    path: beyondFirst('src/web/screens/plan/plan-screen.tsx'),
    limit: '12 kB',
  },
  {
    name: 'JS the pages after a launch add',
    path: beyondFirst('src/web/screens/kpis/kpis-screen.tsx', 'src/web/screens/report/report-screen.tsx'),
    limit: '15 kB',
  },
  {
    name: 'JS the overview adds',
    path: beyondFirst('src/web/screens/rollout/rollout-screen.tsx'),
    limit: '13 kB',
  },
  {
    name: 'JS the comparison adds',
    path: beyondFirst('src/web/screens/compare/compare-screen.tsx'),
    limit: '5 kB',
  },
  { name: 'JS the log adds', path: beyondFirst('src/web/screens/log/log-screen.tsx'), limit: '6 kB' },
  {
    name: 'JS the notices page adds',
    path: beyondFirst('src/web/screens/notices/notices-screen.tsx'),
    limit: '5 kB',
  },
  { name: 'JS of the plan reader, as a worker', path: 'dist/web/assets/plan-worker-*.js', limit: '200 kB' },
  {
    name: 'JS of the judge, once another limit is tried',
    // On top of the page it is tried on.
    path: beyondFirst('src/web/screens/criterion/try-limit.ts').filter(
      (file) => !beyondFirst(...criterionPage).includes(file),
    ),
    limit: '80 kB',
  },
  {
    name: 'JS of the judge as a worker, for long stages',
    path: 'dist/web/assets/trial-worker-*.js',
    limit: '80 kB',
  },
  { name: 'CSS', path: 'dist/web/assets/*.css', limit: '25 kB' },
].map((entry) => ({ gzip: true, ...entry }));
