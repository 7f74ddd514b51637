import { setMaxListeners } from 'node:events';
import type { Ms } from '#domain/time/time.ts';
import { unlessAborted } from '../single-flight.ts';

interface Waiting<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
  readonly fail: (error: unknown) => void;
}

interface Batch<Q, A> {
  readonly questions: Waiting<Q, A>[];
  readonly stop: AbortController;
  here: number;
}

/** How long a question waits for others that can go with it. */
const patience: Ms = 5;

/**
 * Gathers questions that can be asked in one request: those with the same key that come close together. `send` gives one
 * answer per question, in order, and stops when nobody waits for any of them.
 */
export function batches<Q, A>(
  most: number,
  send: (key: string, questions: readonly Q[], signal: AbortSignal) => Promise<readonly A[]>,
): (key: string, question: Q, signal: AbortSignal) => Promise<A> {
  const open = new Map<string, Batch<Q, A>>();

  const leave = (key: string, batch: Batch<Q, A>): void => {
    if (open.get(key) === batch) open.delete(key);
    send(
      key,
      batch.questions.map(({ question }) => question),
      batch.stop.signal,
    ).then(
      (answers) =>
        batch.questions.forEach(({ answer, fail }, i) => {
          const own = answers[i];
          if (own === undefined) fail(new Error('The batch gave fewer answers than questions.'));
          else answer(own);
        }),
      (error: unknown) => batch.questions.forEach(({ fail }) => fail(error)),
    );
  };

  const start = (key: string): Batch<Q, A> => {
    const batch: Batch<Q, A> = { questions: [], stop: new AbortController(), here: 0 };
    setMaxListeners(0, batch.stop.signal);
    open.set(key, batch);
    setTimeout(() => {
      if (open.get(key) === batch) leave(key, batch);
    }, patience);
    return batch;
  };

  return async (key, question, signal) => {
    const batch = open.get(key) ?? start(key);
    batch.here += 1;
    const answered = new Promise<A>((answer, fail) => {
      batch.questions.push({ question, answer, fail });
    });
    if (batch.questions.length >= most && open.get(key) === batch) leave(key, batch);
    try {
      return await unlessAborted(answered, signal);
    } finally {
      batch.here -= 1;
      if (batch.here === 0) batch.stop.abort();
    }
  };
}
