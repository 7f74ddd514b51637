import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import type { PlanReader } from '../../../src/server/watch/reading/plan-reader.ts';
import { workerPlanReader } from '../../../src/server/watch/reading/worker-plan-reader.ts';
import { planMarkdown } from './server-rig.ts';

/** The worker's own source, which a worker of this Node reads through a loader. */
function fromSource(): URL {
  const source = new URL('../../../src/server/watch/reading/plan-worker.ts', import.meta.url);
  const loader = import.meta.resolve('tsx/esm/api');
  return written(
    `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(source.href)});`,
  );
}

function written(program: string): URL {
  const file = join(mkdtempSync(join(tmpdir(), 'stagewatch-worker-')), 'worker.mjs');
  writeFileSync(file, program);
  return pathToFileURL(file);
}

let reader: PlanReader | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await reader?.close();
});

/** A worker that answers "well" to any plan but the ones it is told to choke on. */
function choking(): URL {
  return written(
    `import { writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (job) => {
       if (job.markdown === 'endless') {
         writeFileSync(new URL('begun', import.meta.url), '');
         for (;;);
       }
       if (job.markdown === 'broken') throw new Error('no such luck');
       if (job.markdown === 'gone') process.exit(3);
       parentPort.postMessage({ kind: 'understand', understood: { ok: false, title: 'well', problems: [] } });
     });`,
  );
}

it('reads a plan beside the server as it would be read in it', async () => {
  reader = workerPlanReader({ program: fromSource(), patience: 30_000 });
  const rollout = await reader.rollout('fees', 'fees.md', planMarkdown(), 3);
  expect(rollout).toMatchObject({ kind: 'readable', id: 'fees', version: 3, plan: { title: 'Late fees' } });
  expect(await reader.understand('# A', null)).toMatchObject({ ok: true, title: 'A' });
});

const patience = 300;

it.each([
  ['endless', /took longer than 0\.3 s/],
  ['broken', /no such luck/],
  ['gone', /ended before it was done/],
])('answers a plan that is %s with a problem, and reads the next', async (markdown, message) => {
  // Patience ends only when the test says so: a worker has as long to begin as a busy machine needs.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const program = choking();
  reader = workerPlanReader({ program, patience });
  const begun = new URL('begun', program);
  const endPatience = async (): Promise<void> => {
    if (markdown !== 'endless') return;
    await expect.poll(() => existsSync(begun)).toBe(true);
    rmSync(begun);
    await vi.advanceTimersByTimeAsync(patience);
  };
  const both = Promise.all([reader.understand(markdown, null), reader.understand('fine', null)]);
  await endPatience();
  const [bad, good] = await both;
  expect(bad.ok ? '' : bad.problems[0]?.message).toMatch(message);
  expect(good).toMatchObject({ title: 'well' });
  const rollout = reader.rollout('a', 'a.md', markdown, 1);
  await endPatience();
  expect(await rollout).toMatchObject({ kind: 'unreadable', markdown });
});
