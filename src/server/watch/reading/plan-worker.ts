import { parentPort } from 'node:worker_threads';
import { readJob, type PlanJob } from './plan-reader.ts';

/** The worker that reads plans: whatever a plan holds, the server goes on judging meanwhile. */
parentPort?.on('message', (job: PlanJob) => {
  parentPort?.postMessage(readJob(job), []);
});
