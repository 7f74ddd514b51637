import type { Ms } from '#domain/time/time.ts';

/** Does some work over and over, with a pause between; a failure is reported and the next turn comes all the same. */
export function repeatedly(
  pause: Ms,
  work: () => Promise<void>,
  report: (message: string) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Promise<void> = Promise.resolve();
  const turn = (): void => {
    current = work()
      .catch((error: unknown) => report(error instanceof Error ? error.message : 'unknown reason'))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, pause);
      });
  };
  turn();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
