import { parentPort } from 'node:worker_threads';
import * as z from 'zod';
import { allJobs } from './jobs.ts';

const request = z.object({ job: z.int(), seed: z.int(), quick: z.boolean() });

parentPort?.on('message', (message: unknown) => {
  const { job, seed, quick } = request.parse(message);
  const wanted = allJobs()[job];
  // Answering with no rows would keep every bound.
  if (wanted === undefined) throw new Error(`There is no job ${job}.`);
  const rows = wanted.run({ seed, quick });
  // Nothing is transferred: the rows are copied.
  parentPort?.postMessage({ job, rows }, []);
});
