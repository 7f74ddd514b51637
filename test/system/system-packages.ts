import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  cacheFolder,
  findChromium,
  findFlipper,
  findPostgres,
  findPrometheus,
} from '../support/system-needs.ts';

interface Need {
  readonly name: string;
  readonly find: () => string | undefined;
  readonly install: () => void;
  readonly remedy: string;
}

const needs: readonly Need[] = [
  {
    name: 'Chromium',
    find: findChromium,
    install: () => apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell'),
    remedy: 'apt-get install chromium-headless-shell, or set CHROMIUM to a Chromium or Chrome program',
  },
  {
    name: 'Prometheus',
    find: findPrometheus,
    install: () => unpack('prometheus'),
    remedy: 'apt-get install prometheus, or set PROMETHEUS to a prometheus program',
  },
  {
    name: 'PostgreSQL',
    find: findPostgres,
    install: () => apt('install', '-y', '--no-install-recommends', 'postgresql'),
    remedy:
      'apt-get install postgresql, or set POSTGRES_BIN to the folder that holds its initdb and postgres',
  },
  {
    name: 'Flipper',
    find: findFlipper,
    install: () => apt('install', '-y', '--no-install-recommends', 'ruby', 'ruby-flipper'),
    remedy: 'apt-get install ruby-flipper, or set RUBY to a Ruby that has the gem flipper',
  },
];

/** Finds what the browser and services tests need of the system, installs it where it may, or stops saying what lacks. */
export function ensureSystemPackages(): void {
  const missing = needs.filter(({ find }) => find() === undefined);
  if (missing.length === 0) return;
  if (mayInstall()) {
    console.error(`Installing for the tests: ${missing.map(({ name }) => name).join(', ')}`);
    apt('update');
    for (const { install } of missing) install();
  }
  const lacking = missing.filter(({ find }) => find() === undefined);
  if (lacking.length === 0) return;
  throw new Error(
    `These tests need:\n${lacking.map(({ name, remedy }) => `  ${name}: ${remedy}.`).join('\n')}\n` +
      'On Debian as root they are installed without asking.',
  );
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function apt(...args: readonly string[]): void {
  // The download user of apt cannot write below this folder; as root it needs no other user.
  run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', ...args], cacheFolder);
}

/** Takes a package's files without installing it: no service starts and nothing on the system changes. */
function unpack(name: string): void {
  const folder = join(cacheFolder, name);
  mkdirSync(folder, { recursive: true });
  apt('download', name);
  const file = readdirSync(cacheFolder).find(
    (entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'),
  );
  if (file !== undefined) run('dpkg', ['-x', file, folder], cacheFolder);
}

function run(command: string, args: readonly string[], cwd: string): void {
  mkdirSync(cwd, { recursive: true });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
