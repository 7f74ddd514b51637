import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve as listen } from '@hono/node-server';
import { compose } from '../../../src/cli/compose.ts';
import { pages } from '../../../src/cli/pages.ts';
import { readServeConfig } from '../../../src/cli/serve-config.ts';

/** The whole server with the built page, on example data, under a clock that can be moved on. */
export interface StoryServer {
  readonly url: string;
  /** How far its clock is from this machine's, as it started. */
  readonly offset: number;
  /** Lets so much time pass; open stages are judged again within a second. */
  later(ms: number): void;
  /** Faults the server reported of itself. */
  readonly reports: readonly string[];
  close(): Promise<void>;
}

/** A Tuesday, two in the afternoon Eastern time, two days after the clocks went back. */
const began = Date.UTC(2024, 10, 5, 19);

/** Starts it on plans (file name to Markdown). Time runs on from the same afternoon, whenever the test runs. */
export async function startStories(
  plans: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<StoryServer> {
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-stories-'));
  for (const [name, text] of Object.entries(plans)) await writeFile(join(folder, `${name}.md`), text);
  const read = readServeConfig({
    STAGEWATCH_PLANS: folder,
    STAGEWATCH_DATA: ':memory:',
    STAGEWATCH_CONTACT_KEY: 'a key that is long enough',
    ...env,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const offset = began - Date.now();
  let moved = 0;
  const reports: string[] = [];
  const composed = await compose(
    read.config,
    (message) => reports.push(message),
    () => Date.now() + offset + moved,
  );
  pages(composed.app, 'dist/web');
  const { server, port } = await new Promise<{ server: ReturnType<typeof listen>; port: number }>(
    (resolve) => {
      const made = listen({ fetch: composed.app.fetch, hostname: '127.0.0.1', port: 0 }, (info) =>
        resolve({ server: made, port: info.port }),
      );
    },
  );
  return {
    url: `http://127.0.0.1:${port}`,
    offset,
    later: (ms) => {
      moved += ms;
    },
    reports,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await composed.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
