import type { LimitTrial } from './try-limit.ts';
import { tryLimit } from './try-limit.ts';
import type { TrialAnswer } from './start-trial.ts';

/** Judges beside the page, so that a long stage doesn't hold it up. One question, one answer; ending it is the page's. */
globalThis.addEventListener('message', (event: MessageEvent<LimitTrial>) => {
  globalThis.postMessage(answerTo(event.data), { transfer: [] });
});

function answerTo(trial: LimitTrial): TrialAnswer {
  try {
    return { ok: true, result: tryLimit(trial) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'unknown reason' };
  }
}
