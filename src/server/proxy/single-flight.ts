/** Runs one task per key at a time; whoever asks for the same meanwhile gets the same answer. */
export interface SingleFlight<T> {
  /** Rejects with the signal's reason once `signal` is aborted; the task itself stops when nobody waits for it any more. */
  run(key: string, task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

export function singleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();
  const start = (key: string, task: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const stop = new AbortController();
    const answer = task(stop.signal).finally(() => {
      if (flights.get(key)?.stop === stop) flights.delete(key);
    });
    const flight = { answer, stop, waiting: 0 };
    flights.set(key, flight);
    return flight;
  };
  return {
    run: async (key, task, signal) => {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? start(key, task);
      flight.waiting += 1;
      try {
        return await unlessAborted(flight.answer, signal);
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          if (flights.get(key) === flight) flights.delete(key);
          flight.stop.abort();
        }
      }
    },
  };
}

/** The answer, or the signal's reason if that comes first. */
export function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new Error('Aborted'));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
