/** One fault each, and the rule that must catch it. */
export interface Plant {
  readonly path: string;
  readonly text: string;
  readonly caughtBy: string;
}

const value = (expression: string): string => `export const planted = ${expression};\n`;
const bring = (specifier: string): string => `import '${specifier}';\n`;

const inDomain = (name: string, text: string, caughtBy = 'house(pure)'): Plant => ({
  path: `src/domain/planted/${name}.ts`,
  text,
  caughtBy,
});

const globalRule = 'eslint(no-restricted-globals)';

/** What the domain may not touch: clock, the machine's zone and locale, chance, console, I/O. */
export const impurities: readonly Plant[] = [
  inDomain('date-now', value('Date.now()')),
  inDomain('date-now-quoted', value("Date['now']()")),
  inDomain('date-now-taken', 'const { now } = Date;\nexport const planted = now();\n'),
  inDomain('new-date', value('new Date()')),
  inDomain('new-date-spread', value('new Date(...[])')),
  inDomain('new-date-local', value('new Date(2025, 0, 1)')),
  inDomain('date-call', value('Date()')),
  inDomain('math-random', value('Math.random()')),
  inDomain('math-taken', 'const { random } = Math;\nexport const planted = random();\n'),
  inDomain('intl-no-locale', value('new Intl.NumberFormat()')),
  inDomain('intl-no-zone', value("new Intl.DateTimeFormat('en-US')")),
  inDomain('intl-other-options', value("new Intl.DateTimeFormat('en-US', { hour: 'numeric' })")),
  inDomain('intl-no-new', value('Intl.DateTimeFormat().resolvedOptions().timeZone')),
  inDomain('locale-date', value("new Date(0).toLocaleTimeString('en-US')")),
  inDomain('locale-number', value('(1).toLocaleString()')),
  inDomain('zoned-now', "import { TZDate } from '@date-fns/tz';\nexport const planted = TZDate.tz('UTC');\n"),
  inDomain(
    'chrono-now',
    "import * as chrono from 'chrono-node';\nexport const planted = chrono.parse('Friday');\n",
  ),
  inDomain('performance', value('performance.now()'), globalRule),
  inDomain('crypto', value('crypto.randomUUID()'), globalRule),
  inDomain('console', "console.log('planted');\n", globalRule),
  inDomain('fetch', value("fetch('/')"), globalRule),
  inDomain('timer', 'setTimeout(() => undefined, 1);\n', globalRule),
  inDomain('back-door', value('globalThis.Date.now()'), globalRule),
];

const crossing = (path: string, specifier: string): Plant => ({
  path,
  text: bring(specifier),
  caughtBy: 'house(rooms)',
});

/** Imports out of a room into one it may not know. The compiler refuses those in `compiled` as well. */
export const crossings: readonly Plant[] = [
  crossing('src/domain/planted/to-contract.ts', '#contract/clean.ts'),
  crossing('src/domain/planted/to-server.ts', '../../server/proxy/clean.ts'),
  crossing('src/contract/to-web.ts', '../web/data/clean.ts'),
  crossing('src/contract/to-mocks.ts', '#mocks/browser.ts'),
  crossing('src/web/data/to-ui.ts', '../ui/clean.ts'),
  crossing('src/web/data/to-server.ts', '#server/proxy/clean.ts'),
  crossing('src/web/ui/to-data.ts', '../data/clean.ts'),
  crossing('src/web/screens/stage/to-app.ts', '../../app/main.tsx'),
  crossing('src/web/app/to-server.ts', '#server/watch/clean.ts'),
  crossing('src/server/proxy/to-watch.ts', '../watch/clean.ts'),
  crossing('src/server/watch/to-cli.ts', '#cli/main.ts'),
  crossing('src/server/watch/to-web.ts', '../../web/data/clean.ts'),
  crossing('src/cli/to-web.ts', '../web/ui/clean.ts'),
  crossing('src/cli/to-mocks.ts', '#mocks/browser.ts'),
  crossing('mocks/to-server.ts', '#server/proxy/clean.ts'),
];

/** Imports the compiler lets through, and the lint rule does not. */
export const lintedCrossings: readonly Plant[] = [
  crossing('src/server/proxy/to-plan.ts', '#domain/plan/clean.ts'),
  crossing('src/web/screens/rollouts/to-screen.ts', '../stage/clean.ts'),
  crossing('src/web/app/mocks-at-once.ts', '#mocks/browser.ts'),
  crossing('src/domain/planted/to-package.ts', 'hono'),
  crossing('src/server/proxy/to-react.ts', 'react'),
  crossing('src/web/data/to-node.ts', 'node:fs'),
  {
    path: 'src/web/data/made-up.ts',
    text: 'export const planted = (name: string): unknown => import(name);\n',
    caughtBy: 'house(rooms)',
  },
  crossing('src/homeless.ts', '#domain/plan/clean.ts'),
  {
    path: 'src/domain/planted/as-type.ts',
    text: "export type Planted = typeof import('#contract/clean.ts');\n",
    caughtBy: 'house(rooms)',
  },
];

/** Faults of any room. */
export const faults: readonly Plant[] = [
  {
    path: 'src/server/watch/cycle-one.ts',
    text: "import { two } from './cycle-two.ts';\nexport const one = (): number => two();\n",
    caughtBy: 'import(no-cycle)',
  },
  {
    path: 'src/server/watch/cycle-two.ts',
    text: "import { one } from '#server/watch/cycle-one.ts';\nexport const two = (): number => one();\n",
    caughtBy: 'import(no-cycle)',
  },
  { path: 'src/contract/any.ts', text: value('{} as any'), caughtBy: 'typescript(no-explicit-any)' },
  {
    path: 'src/server/proxy/floating.ts',
    text: 'const later = async (): Promise<void> => {};\nexport function planted(): void {\n  later();\n}\n',
    caughtBy: 'typescript(no-floating-promises)',
  },
  {
    path: 'src/server/watch/timeout.ts',
    text: value('AbortSignal.timeout(1)'),
    caughtBy: 'eslint(no-restricted-properties)',
  },
  { path: 'mocks/default.ts', text: 'export default 1;\n', caughtBy: 'import(no-default-export)' },
  {
    path: 'src/domain/planted/switch.ts',
    text: "export function planted(state: 'met' | 'over'): void {\n  switch (state) {\n    case 'met':\n      return;\n  }\n}\n",
    caughtBy: 'typescript(switch-exhaustiveness-check)',
  },
  { path: 'src/contract/BadName.ts', text: value('1'), caughtBy: 'unicorn(filename-case)' },
  {
    path: 'src/domain/planted/long.ts',
    text: Array.from({ length: 251 }, (_, line) => `export const line${line} = ${line};\n`).join(''),
    caughtBy: 'eslint(max-lines)',
  },
  {
    path: 'src/web/ui/hooks.tsx',
    text: "import { useState } from 'react';\nexport function Planted({ on }: { on: boolean }): number {\n  if (on) {\n    const [one] = useState(1);\n    return one;\n  }\n  return 0;\n}\n",
    caughtBy: 'react-hooks(rules-of-hooks)',
  },
  {
    path: 'src/web/ui/picture.tsx',
    text: 'export function Planted(): React.ReactNode {\n  return <img src="/a.png" />;\n}\n',
    caughtBy: 'jsx-a11y(alt-text)',
  },
];
