import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../src/cli/ensure-built.mjs';

beforeAll(() => {
  ensureBuilt('web');
  ensureBuilt('demo');
});

/** The files of a build that hold a text. */
function holding(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|html)$/.test(name))
    .filter((name) => readFileSync(join(folder, name), 'utf8').includes(text));
}

it.each(['/workbench', 'Demo scenario', 'mockServiceWorker', 'change-of-address'])(
  'the demo holds "%s", and what users get does not',
  (text) => {
    expect(holding('dist/demo', text)).not.toEqual([]);
    expect(holding('dist/web', text)).toEqual([]);
  },
);
