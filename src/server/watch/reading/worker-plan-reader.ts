import { Worker } from 'node:worker_threads';
import { planReader, unread, type PlanAnswer, type PlanJob, type PlanReader } from './plan-reader.ts';

export interface WorkerParts {
  /** The worker's program. */
  readonly program: URL;
  /** After this long a reading is given up and its worker ended, milliseconds. */
  readonly patience: number;
}

/** Megabytes of heap; a plan of 256 kB takes some fifty. */
const mostMemory = 512;

/**
 * Reads plans in a worker, one after the other. A plan that keeps it too long is answered with a problem and its worker
 * is ended; the next plan gets a new one.
 */
export function workerPlanReader(parts: WorkerParts): PlanReader {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const stop = async (): Promise<void> => {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };

  const readOne = async (job: PlanJob): Promise<PlanAnswer> => {
    worker ??= start(parts, (gone) => {
      if (worker === gone) worker = null;
    });
    const outcome = await askOrGiveUp(worker, job, parts.patience);
    if (outcome.ok) return outcome.answer;
    await stop();
    return unread(job, outcome.message);
  };

  return planReader((job) => {
    const mine = last.then(() => readOne(job));
    last = mine.catch(() => undefined);
    return mine;
  }, stop);
}

function start({ program }: WorkerParts, onExit: (worker: Worker) => void): Worker {
  const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  // One that dies with nothing to do must take nobody along.
  worker.on('error', () => undefined).on('exit', () => onExit(worker));
  // A stop does not wait for it.
  worker.unref();
  return worker;
}

type Outcome =
  | { readonly ok: true; readonly answer: PlanAnswer }
  | { readonly ok: false; readonly message: string };

function askOrGiveUp(worker: Worker, job: PlanJob, patience: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      resolve(outcome);
    };
    const onAnswer = (answer: PlanAnswer): void => settle({ ok: true, answer });
    const onError = (error: Error): void =>
      settle({
        ok: false,
        message: `Reading this plan failed inside Stagewatch: ${error.message}. Report it with the plan.`,
      });
    const onExit = (): void =>
      settle({
        ok: false,
        message:
          'Reading this plan ended before it was done: it took too much memory. Cut it to the release plan itself.',
      });
    const timer = setTimeout(
      () =>
        settle({
          ok: false,
          message: `Reading this plan took longer than ${patience / 1000} s, so it was given up. Cut it to the release plan itself.`,
        }),
      patience,
    );
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.postMessage(job, []);
  });
}
