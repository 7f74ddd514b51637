import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './planted-house.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const runtime = Object.keys(manifest.dependencies);

it('pins every version exactly', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('says in docs/dependencies.md why each runtime dependency is here', () => {
  const text = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  // A family stands once by its full name, then by its endings: `@stdlib/…-betainc`, `-betaln`.
  const isNamed = (name: string): boolean =>
    text.includes(`\`${name}\``) || text.includes(`\`${/-[a-z]+$/.exec(name)?.[0] ?? name}\``);
  expect(runtime.filter((name) => !isNamed(name))).toEqual([]);
});
