import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every room of the compiler, as the root tsconfig.json lists them. */
export const rooms = [
  'src/domain',
  'src/contract',
  'src/web/data',
  'src/web/ui',
  'src/web/screens',
  'src/web/app',
  'src/server/proxy',
  'src/server/watch',
  'src/cli',
  'mocks',
  'bench',
  'test/support',
  'test',
] as const;

const settings = [
  'package.json',
  '.oxlintrc.json',
  '.oxfmtrc.json',
  '.size-limit.js',
  'tsconfig.json',
  'vite.config.ts',
  'src/tsconfig.base.json',
  'test/architecture/lint',
  'test/system/count-reporter.ts',
  'test/system/odd-clock.mjs',
  ...rooms.map((room) => `${room}/tsconfig.json`),
];

const imports = (...paths: readonly string[]): string => paths.map((path) => `import '${path}';\n`).join('');

/** A small house in which nothing is wrong: one line a room, and each import that a room may make. */
const clean: Readonly<Record<string, string>> = {
  'src/domain/series/clean.ts': 'export const instant = 0;\n',
  'src/domain/plan/clean.ts': `export { instant } from '../series/clean.ts';\n`,
  'src/contract/clean.ts': `export { instant } from '#domain/plan/clean.ts';\n`,
  'src/web/data/clean.ts': imports('#contract/clean.ts', '#domain/plan/clean.ts'),
  'src/web/ui/clean.ts': imports('#contract/clean.ts', '#domain/plan/clean.ts'),
  'src/web/screens/stage/clean.ts': imports('../../data/clean.ts', '../../ui/clean.ts', '#contract/clean.ts'),
  'src/web/app/main.tsx': `${imports('../screens/stage/clean.ts')}void import('#mocks/browser.ts');\n`,
  'src/server/proxy/clean.ts': imports('#contract/clean.ts', '#domain/series/clean.ts', 'node:http'),
  'src/server/watch/clean.ts': imports('../proxy/clean.ts', '#contract/clean.ts', '#domain/plan/clean.ts'),
  'src/cli/main.ts': imports('#server/watch/clean.ts', '#server/proxy/clean.ts', '#domain/plan/clean.ts'),
  'mocks/browser.ts': imports('#contract/clean.ts', '#domain/plan/clean.ts'),
  'bench/main.ts': imports('#domain/plan/clean.ts'),
  'test/support/clean.ts': imports('#domain/plan/clean.ts'),
  'test/clean.test.ts': imports('#domain/plan/clean.ts', '#server/proxy/clean.ts', './support/clean.ts'),
  'index.html': '<!doctype html><script type="module" src="/src/web/app/main.tsx"></script>\n',
};

export interface House {
  readonly folder: string;
  /** Runs one of our tools in the house. */
  readonly run: (tool: string, ...args: readonly string[]) => Run;
  readonly pullDown: () => void;
}

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** The clean house with our own settings, and whatever is planted in it. */
export function buildHouse(plants: Readonly<Record<string, string>> = {}): House {
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-house-'));
  for (const path of settings) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const [path, text] of Object.entries({ ...clean, ...plants })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // Link by link, so that what a tool keeps in node_modules/.tmp stays the house's own.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const isPackage = !name.startsWith('.') || name === '.bin';
    if (isPackage) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    run: (tool, ...args) => runTool(folder, tool, args),
    pullDown: () => rmSync(folder, { recursive: true }),
  };
}

/** Runs one of our tools where `folder` is; its two outputs come as one. */
export function runTool(
  folder: string,
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Run {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', tool), args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Our own runner's marks would make a tool think it runs inside a test.
    env: { ...process.env, VITEST: undefined, NO_COLOR: '1', NODE_ENV: 'production', ...env },
  });
  return { code: status ?? 1, output: stdout + stderr };
}
