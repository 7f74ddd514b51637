import { existsSync } from 'node:fs';
import { second } from '#domain/time/time.ts';
import { readHere, type PlanReader } from '#server/watch/reading/plan-reader.ts';
import { workerPlanReader } from '#server/watch/reading/worker-plan-reader.ts';

/** No plan a person wrote takes a tenth of this. */
const patience = 5 * second;

/** Reads plans in the worker that is built beside the command. Run from its source there is none, and it reads them itself. */
export function planReaderOf(): PlanReader {
  const program = new URL('./plan-worker.js', import.meta.url);
  return existsSync(program) ? workerPlanReader({ program, patience }) : readHere;
}
