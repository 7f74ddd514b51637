import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { allJobs, type JobPlan } from './jobs.ts';
import type { Measured } from './measure.ts';
import { asDocument, asPlot, asTable, failures } from './report.ts';

const number = z.nan().or(z.number());

const answer = z.object({
  job: z.int(),
  rows: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      falseAlarm: number,
      detected: number,
      delay: number,
      optimum: number,
      ratioEqualFa: number,
      ratioGuaranteed: number.nullable(),
    }),
  ),
});

/** The seed of the figures in the documentation. */
const usualSeed = 20250;

/**
 * `npm run bench -- verdicts [--seed N] [--quick] [--json] [--docs]`: the judge against simulated stages, other rules and
 * the optimum. `--docs` writes docs/verdicts.md and its plot. Ends with 1 where a bound is not kept.
 */
export async function benchVerdicts(args: readonly string[]): Promise<number> {
  const seedAt = args.indexOf('--seed');
  const seed = seedAt === -1 ? usualSeed : Number(args[seedAt + 1]);
  if (!Number.isInteger(seed)) {
    console.error('--seed needs a whole number.');
    return 2;
  }
  const json = args.includes('--json');
  const plan: JobPlan = { seed, quick: args.includes('--quick') };
  const started = Date.now();
  const rows = await runAll(plan, (name) => {
    if (!json) console.error(`  ${Math.round((Date.now() - started) / 1000)} s  ${name}`);
  });
  const missed = failures(rows);
  if (json) console.log(JSON.stringify({ seed, scenarios: rows.map(withoutNaN) }, null, 2));
  else console.log(asTable(rows));
  for (const one of missed) console.error(one);
  if (args.includes('--docs')) {
    await writeFile('docs/verdicts.md', asDocument(rows, plan));
    await writeFile('docs/verdicts.svg', asPlot(rows));
  }
  return missed.length === 0 ? 0 : 1;
}

function plain(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** JSON has no NaN: what does not apply is null. */
function withoutNaN(row: Measured): Readonly<Record<keyof Measured, string | number | null>> {
  return {
    id: row.id,
    method: row.method,
    falseAlarm: plain(row.falseAlarm),
    detected: plain(row.detected),
    delay: plain(row.delay),
    optimum: plain(row.optimum),
    ratioEqualFa: plain(row.ratioEqualFa),
    ratioGuaranteed: row.ratioGuaranteed === null ? null : plain(row.ratioGuaranteed),
  };
}

/** Node 20 hands no TypeScript loader on to its threads: each registers its own. */
const bootstrap = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

/** All jobs on as many threads as there are cores; rows in the order of the jobs, whichever ends first. */
async function runAll(plan: JobPlan, done: (name: string) => void): Promise<readonly Measured[]> {
  const jobs = allJobs();
  const results = new Map<number, readonly Measured[]>();
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(bootstrap, { eval: true });
    try {
      while (next < jobs.length) {
        const job = next++;
        const rows = await ask(worker, { job, ...plan });
        results.set(job, rows);
        done(jobs[job]?.name ?? '');
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return jobs
    .flatMap((_, job) => results.get(job) ?? [])
    .toSorted((a, b) => designOf(a).localeCompare(designOf(b), 'en', { numeric: true }));
}

/** Rows of one design stay in the order they were measured in. */
function designOf({ id }: Measured): string {
  return id.split(' ', 1)[0] ?? id;
}

function ask(worker: Worker, message: JobPlan & { readonly job: number }): Promise<readonly Measured[]> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = (data: unknown): void => {
      settle();
      const read = answer.safeParse(data);
      if (read.success) resolve(read.data.rows);
      else reject(new Error(`A worker answered something else: ${read.error.message}`));
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(message, []);
  });
}
