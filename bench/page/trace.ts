import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';

const traced = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
    }),
  ),
});

type Event = z.infer<typeof traced>['traceEvents'][number];

/** What the page's main thread did: each task with its start, its length and the CPU it took, in milliseconds. */
export interface MainThread {
  readonly tasks: readonly { readonly start: number; readonly wall: number; readonly cpu: number }[];
  /** When a mark was set; `undefined` where it was not. */
  mark(name: string): number | undefined;
}

const categories = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];

/** Watches the main thread of a page while something is done, from mark to mark. `known` is a mark it is found by. */
export async function watchMainThread(
  browser: Browser,
  page: Page,
  known: string,
  act: () => Promise<void>,
): Promise<MainThread> {
  await browser.startTracing(page, { categories });
  await act();
  const text = (await browser.stopTracing()).toString('utf8');
  const events: readonly Event[] = traced.parse(JSON.parse(text)).traceEvents;
  const own = events.find((event) => event.name === known);
  if (own === undefined) throw new Error(`The page never came as far as "${known}".`);
  const here = events.filter((event) => event.pid === own.pid && event.tid === own.tid);
  const start = Math.min(...here.map((event) => event.ts).filter((ts) => ts > 0));
  return {
    tasks: here
      .filter((event) => event.name === 'RunTask' && event.dur !== undefined)
      .map(({ ts, dur = 0, tdur = dur }) => ({
        start: (ts - start) / 1000,
        wall: dur / 1000,
        cpu: tdur / 1000,
      })),
    mark: (name) => {
      const at = here.find((event) => event.name === name);
      return at === undefined ? undefined : (at.ts - start) / 1000;
    },
  };
}

/** CPU the main thread took before an instant, in milliseconds: what a person waits for on a machine with nothing else to do. */
export function busyUntil({ tasks }: MainThread, at: number): number {
  return tasks
    .filter((task) => task.start < at)
    .reduce((sum, task) => sum + task.cpu * Math.min(1, (at - task.start) / task.wall), 0);
}
