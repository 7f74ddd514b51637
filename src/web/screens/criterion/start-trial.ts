import type { LimitTrial, TrialResult } from './try-limit.ts';

/** What the worker sends back. */
export type TrialAnswer =
  | { readonly ok: true; readonly result: TrialResult }
  | { readonly ok: false; readonly message: string };

/** A trial under way. After `cancel` nothing is heard of it any more. */
export interface RunningTrial {
  readonly answer: Promise<TrialAnswer>;
  readonly cancel: () => void;
}

/**
 * Buckets times criteria beyond which a worker judges. Judging such a stage twice takes about 20 ms of two cores
 * (4 criteria, the code being compiled included: 40 buckets 20 ms, 240 105 ms, 1,440 0.7 s, a week of minutes 21 s), so
 * that a machine half as fast still stays under the 50 ms after which a page is felt to stick.
 */
const mostOnPage = 250;

/** Buckets of the longest series of a trial. */
export function bucketsOf({ series }: LimitTrial): number {
  return Math.max(0, ...series.map((one) => (one.status === 'error' ? 0 : one.data.values.length)));
}

/** True where the judging would be felt, so that it belongs in a worker. */
function needsWorker(trial: LimitTrial): boolean {
  return bucketsOf(trial) * trial.judging.criteria.length > mostOnPage;
}

/** Starts judging: in a worker where it would be felt and there are any, else right here. */
export function startTrial(trial: LimitTrial): RunningTrial {
  return needsWorker(trial) && typeof Worker !== 'undefined' ? inWorker(trial) : onPage(trial);
}

function inWorker(trial: LimitTrial): RunningTrial {
  const worker = new Worker(new URL('trial-worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<TrialAnswer>((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<TrialAnswer>) => {
      resolve(event.data);
      worker.terminate();
    });
    worker.addEventListener('error', (event) => {
      resolve({ ok: false, message: event.message === '' ? 'The worker could not start.' : event.message });
      worker.terminate();
    });
  });
  worker.postMessage(trial, { transfer: [] });
  return { answer, cancel: () => worker.terminate() };
}

function onPage(trial: LimitTrial): RunningTrial {
  // The judge is a chunk of its own: nobody who only reads the page waits for it.
  const answer = import('./try-limit.ts').then(({ tryLimit }): TrialAnswer => ({
    ok: true,
    result: tryLimit(trial),
  }));
  return {
    answer: answer.catch((error: unknown) => ({
      ok: false,
      message: error instanceof Error ? error.message : 'unknown reason',
    })),
    cancel: () => undefined,
  };
}
