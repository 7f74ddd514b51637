import * as z from 'zod/mini';
import { doPlanJob, type PlanJob } from './plan-jobs.ts';

// The page's policy forbids eval, and a worker has a configuration of its own.
z.config({ jitless: true });

/** Reads and edits plans beside the page, so that no plan can hold it up. One job, one answer. */
globalThis.addEventListener('message', (event: MessageEvent<PlanJob>) => {
  globalThis.postMessage(doPlanJob(event.data), { transfer: [] });
});
