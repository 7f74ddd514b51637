import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** The bench measures and says what was missed; what it said is in the failure. */
async function soak(): Promise<{ readonly code: unknown; readonly said: string }> {
  const child = spawn(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'bench/main.ts', 'soak', '--quick'],
    {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const [code] = await once(child, 'exit');
  return { code, said: said.join('') };
}

it(
  'keeps every cadence, its memory, its files and every page informed through three minutes of a failing source',
  { timeout: 420_000 },
  async () => {
    const { code, said } = await soak();
    // A soak that judged nothing would miss nothing.
    expect(said).toMatch(/^runs 200, pages 100/m);
    expect(said).not.toContain('MISSED');
    expect(code).toBe(0);
  },
);
