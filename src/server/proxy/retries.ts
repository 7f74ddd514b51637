import type { SourceAnswer } from './metric-source.ts';

/** At most this many further tries for one question. */
const moreTries = 2;
const firstWait = 250;

export interface LimitedRetries {
  /** Runs `ask` when the source has a free place; tries again after a passing failure, with full jitter. */
  run(source: string, ask: () => Promise<SourceAnswer>, signal: AbortSignal): Promise<SourceAnswer>;
}

/** Bounds how many questions a source gets at once and how often a failed one is repeated. */
export function limitedRetries(limit: number, random: () => number): LimitedRetries {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  const enter = async (source: string): Promise<void> => {
    const now = running.get(source) ?? 0;
    if (now < limit) {
      running.set(source, now + 1);
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.set(source, [...(waiting.get(source) ?? []), resolve]);
    });
  };
  const leave = (source: string): void => {
    const [next, ...rest] = waiting.get(source) ?? [];
    waiting.set(source, rest);
    if (next === undefined) running.set(source, (running.get(source) ?? 1) - 1);
    else next();
  };

  return {
    run: async (source, ask, signal) => {
      await enter(source);
      try {
        let answer = await ask();
        for (let retry = 0; retry < moreTries && !answer.ok && answer.retryable && !signal.aborted; retry++) {
          await pause(random() * firstWait * 2 ** retry);
          answer = await ask();
        }
        return answer;
      } finally {
        leave(source);
      }
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
