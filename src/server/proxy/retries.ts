import type { EpochMs, Ms } from '#domain/time/time.ts';
import { unlessAborted } from './single-flight.ts';

/** What a try came to, as far as trying again is concerned. */
export interface Tried {
  readonly code: string;
  /** Missing where nobody was asked, or nobody answered. */
  readonly httpStatus?: number | undefined;
  readonly retryable: boolean;
  readonly retryAt: EpochMs | null;
}

export interface RetryDeps {
  readonly now: () => EpochMs;
  readonly random: () => number;
  /** Says whether one more try is within the source's share of further tries; asked once per try. */
  readonly mayRetry?: () => boolean;
}

/** At most this many further tries for one question. */
const moreTries = 2;
const firstWait: Ms = 250;

/**
 * Asks again after a passing failure, at a random moment that gets later (full jitter), or when the source said.
 * Gives up when the deadline would pass before the next try.
 */
export async function withRetries<T>(
  ask: () => Promise<T>,
  triedOf: (answer: T) => Tried | null,
  deadline: EpochMs,
  deps: RetryDeps,
  signal: AbortSignal,
): Promise<{ readonly answer: T; readonly attempts: number }> {
  let before: T | undefined;
  for (let attempts = 1; ; attempts++) {
    const answer = await ask();
    const tried = triedOf(answer);
    // What the source said is the reason; that it is left alone now only follows from it.
    if (before !== undefined && tried !== null && wasNotAsked(tried))
      return { answer: before, attempts: attempts - 1 };
    before = answer;
    if (tried === null || !tried.retryable || attempts > moreTries || signal.aborted)
      return { answer, attempts };
    const jitter = deps.random() * firstWait * 2 ** attempts;
    const wait = jitter + Math.max(0, (tried.retryAt ?? 0) - deps.now());
    if (deps.now() + wait >= deadline) return { answer, attempts };
    if (deps.mayRetry?.() === false) return { answer, attempts };
    await pause(wait, signal);
  }
}

/** Refused before it left: by a limit the source has named, the budget, or an open circuit. */
function wasNotAsked({ code, httpStatus }: Tried): boolean {
  return httpStatus === undefined && (code === 'rate_limited' || code === 'circuit_open');
}

async function pause(ms: Ms, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await unlessAborted(over, signal).finally(() => clearTimeout(timer));
}

/** Lets so many in at once; the rest wait in line. */
export function turnstile(places: number): <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let free = places;
  const line: (() => void)[] = [];
  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (task, signal) => {
    if (free > 0) {
      free -= 1;
    } else {
      const turn = new Promise<void>((resolve) => {
        line.push(resolve);
      });
      try {
        await unlessAborted(turn, signal);
      } catch (error) {
        // Gone from the line: whoever's turn comes in this name passes it on.
        void turn.then(leave);
        throw error;
      }
    }
    try {
      return await task();
    } finally {
      leave();
    }
  };
}
