import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const shared = ['src/contract', 'src/domain', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** What each build is made of, the arguments that make it, and the file it ends with. */
const builds = {
  web: { from: [...shared, 'src/web', 'public', 'index.html'], args: [], file: 'dist/web/index.html' },
  demo: {
    from: [...shared, 'src/web', 'mocks', 'plans', 'public', 'index.html'],
    args: ['--mode', 'demo'],
    file: 'dist/demo/index.html',
  },
  cli: {
    from: [...shared, 'src/server', 'src/cli'],
    args: ['--ssr'],
    file: 'dist/cli/stagewatch.js',
  },
};

/**
 * The newest change below `path`. A folder's own time counts too: it moves when a file is taken away.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * Builds `dist/<name>` when it is missing or older than its source. Its log goes to standard error.
 * @param {'web' | 'demo' | 'cli'} name
 */
export function ensureBuilt(name) {
  const { from, args, file } = builds[name];
  const changed = Math.max(...from.map((path) => newest(join(root, path))));
  if (newest(join(root, file)) > changed) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status === 0) return;
  console.error(`Stagewatch could not be built (dist/${name}). The reason stands above.`);
  process.exit(status ?? 1);
}
