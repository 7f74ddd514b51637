import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where packages unpacked for the tests alone are kept. */
export const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/stagewatch', import.meta.url));

/** A headless Chromium: `CHROMIUM`, or one on the path. The headless shell starts faster and asks nobody anything. */
export function findChromium(): string | undefined {
  return findProgram(process.env['CHROMIUM'], ['chromium-headless-shell', 'chromium', 'google-chrome']);
}

/** Prometheus: `PROMETHEUS`, one on the path, or the one unpacked for the tests. */
export function findPrometheus(): string | undefined {
  return findProgram(process.env['PROMETHEUS'], [
    'prometheus',
    join(cacheFolder, 'prometheus/usr/bin/prometheus'),
  ]);
}

/** The folder of PostgreSQL's programs: `POSTGRES_BIN`, one on the path, or where Debian keeps them. */
export function findPostgres(): string | undefined {
  const named = process.env['POSTGRES_BIN'];
  if (named !== undefined && named !== '') return isProgram(join(named, 'initdb')) ? named : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debianPostgres()];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))));
}

/** A Ruby that has Flipper's own gem: `RUBY`, or one on the path. */
export function findFlipper(): string | undefined {
  const ruby = findProgram(process.env['RUBY'], ['ruby']);
  if (ruby === undefined) return undefined;
  return spawnSync(ruby, ['-e', 'require "flipper"']).status === 0 ? ruby : undefined;
}

/** Newest first. */
function debianPostgres(): readonly string[] {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, 'bin'));
}

function findProgram(named: string | undefined, names: readonly string[]): string | undefined {
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = names.flatMap((name) =>
    name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  return candidates.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
