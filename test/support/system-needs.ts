import { accessSync, constants } from 'node:fs';
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
