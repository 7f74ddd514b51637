import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePort } from './loopback.ts';

const program = fileURLToPath(new URL('../../../dist/cli/stagewatch.js', import.meta.url));

/** The built command line, serving on a free port with its own plans and records. */
export interface RunningStagewatch {
  readonly url: string;
  /** What it has printed so far. */
  readonly output: () => string;
  stop(): Promise<number | null>;
  /** Sends it any other signal; after SIGKILL its records stay where they were told to be. */
  signal(name: NodeJS.Signals): void;
}

/** Starts `stagewatch serve` on the given plans (file name to Markdown). */
export async function startStagewatch(
  plans: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<RunningStagewatch> {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-serve-'));
  for (const [name, text] of Object.entries(plans)) await writeFile(join(folder, name), text);
  const port = await freePort();
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      STAGEWATCH_PORT: String(port),
      STAGEWATCH_PLANS: folder,
      STAGEWATCH_DATA: join(folder, 'records.db'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(`stagewatch on ${url}: ${output}`, async () => {
    if (child.exitCode !== null) throw new Error(`stagewatch ended: ${output}`);
    return fetch(`${url}/api/health`).then(
      () => true,
      () => undefined,
    );
  });
  return {
    url,
    output: () => output,
    signal: (name) => child.kill(name),
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
