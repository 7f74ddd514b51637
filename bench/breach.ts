import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * How long a breach takes from a real Prometheus to an open page: the services test of it, with more breaches
 * (`--rounds 10`, six each).
 */
export function benchBreach(args: readonly string[]): number {
  const at = args.indexOf('--rounds');
  const rounds = at === -1 ? '10' : (args[at + 1] ?? '10');
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--project', 'services', 'test/services/breach-latency.test.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, STAGEWATCH_BREACH_ROUNDS: rounds } },
  );
  return status ?? 1;
}
