import { setImmediate as nextTurn } from 'node:timers/promises';

/** The last to wait for a turn. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Waits for a turn of the event loop of one's own. Many runs fall due together, and the records are written without
 * waiting for anything: without this they would all be judged in one go, and nobody would be answered meanwhile.
 */
export function breathe(): Promise<unknown> {
  last = last.then(() => nextTurn());
  return last;
}
