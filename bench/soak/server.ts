import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const program = fileURLToPath(new URL('../../src/cli/stagewatch.mjs', import.meta.url));
const probe = new URL('probe.mjs', import.meta.url).href;

const measured = z.object({ rss: z.number(), files: z.number(), cpu: z.number() });

/** The built server in a process of its own, with many plans. */
export interface ServerUnderTest {
  readonly url: string;
  /** Its memory right after a garbage collection, in bytes, and its open files; and its seconds of CPU so far. */
  measure(): Promise<z.infer<typeof measured>>;
  stop(): Promise<void>;
}

/** Starts it on the given plans (file name to Markdown), and waits until it answers. */
export async function startServer(
  plans: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string>>,
): Promise<ServerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-bench-'));
  for (const [name, text] of plans) await writeFile(join(folder, name), text);
  const port = await freePort();
  const child = fork(program, ['serve'], {
    execArgv: ['--expose-gc', '--import', probe],
    env: {
      PATH: process.env['PATH'] ?? '',
      STAGEWATCH_PORT: String(port),
      STAGEWATCH_PLANS: folder,
      STAGEWATCH_DATA: join(folder, 'records.db'),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const killed = (): boolean => child.kill('SIGKILL');
  process.once('exit', killed);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok === true) break;
    await sleep(200);
  }
  return {
    url,
    measure: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(measured.parse(message)));
        child.send('measure');
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', killed);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
