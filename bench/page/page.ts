import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { startServer } from '../soak/server.ts';
import { startMirror, type Mirror } from './mirror.ts';
import { busyUntil, watchMainThread } from './trace.ts';
import { criteriaCount, weekOfMinutes, weekPlan } from './week-plan.ts';

const rollout = 'week';
/** With all its charts: by itself the page draws the first seven and offers the rest. */
const stage = `/rollouts/${rollout}/stages/half`;
const address = `${stage}?charts=all`;

/** Goals on a machine four times as slow, in milliseconds of the main thread. */
const goals = { words: 1000, charts: 2500 } as const;

/** A page asks every fifteen seconds: so many refreshes are eight hours. */
const refreshes = (8 * 3600) / 15;

/** Of those, so many are watched task by task. */
const watched = 40;

const longest = 50;
const mostGrowth = 1.1;

/** The stage page in a real Chromium: how soon it says its words and draws its charts, and what eight hours of refreshes do to it. */
export async function benchPage(args: readonly string[]): Promise<number> {
  const server = await startServer(new Map([[`${rollout}.md`, weekPlan()]]), {});
  const browser = await launchBrowser();
  const mirror = await startMirror(server.url);
  const missed: string[] = [];
  try {
    await untilJudged(server.url);
    await reportLoads(browser, mirror);
    missed.push(
      ...(await reportRefreshes(browser, mirror, args.includes('--quick') ? refreshes / 8 : refreshes)),
    );
  } finally {
    mirror.close();
    await browser.close();
    await server.stop();
  }
  for (const one of missed) console.log(`MISSED: ${one}`);
  return missed.length === 0 ? 0 : 1;
}

/** The example's first judgement reads a whole week. */
async function untilJudged(url: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${url}/api${stage}`)).text();
    if (text.includes(`"criterion":"speed-3"`)) return;
    await sleep(500);
  }
}

/** Sets a mark when the verdict's word is there, and one when each of so many charts has its line. No function has a name here: the page would not know what the compiler makes of it. */
function markMilestones(charts: number): void {
  const seen = new Set<string>();
  new MutationObserver(() => {
    const lines = [...document.querySelectorAll('section[aria-labelledby="charts"] figure')].filter(
      (one) => one.querySelector('.sw-lines-drawn path') !== null,
    );
    for (const [name, reached] of [
      ['said', document.querySelector('section[aria-label="Verdict"]:not([aria-busy])') !== null],
      ['drawn', lines.length >= charts],
    ] as const) {
      if (!reached || seen.has(name)) continue;
      seen.add(name);
      performance.mark(name);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['d'] });
}

async function openPage(browser: Browser): Promise<{ readonly page: Page; readonly cdp: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(markMilestones, criteriaCount);
  return { page, cdp: await context.newCDPSession(page) };
}

/** Resolves once every chart is drawn and the page has come to rest. */
async function untilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('drawn').length > 0, undefined, {
    timeout: 120_000,
  });
}

async function reportLoads(browser: Browser, mirror: Mirror): Promise<void> {
  console.log(
    `Stage page, ${criteriaCount} criteria, ${weekOfMinutes} minutes each. CPU of the main thread, median of 3:`,
  );
  // The first reads the answers from the server, so that no load waits for it.
  await oneLoad(browser, mirror, 1);
  for (const throttle of [1, 4]) {
    const loads: { readonly words: number; readonly charts: number }[] = [];
    for (let i = 0; i < 3; i++) loads.push(await oneLoad(browser, mirror, throttle));
    const words = median(loads.map((one) => one.words));
    const charts = median(loads.map((one) => one.charts));
    const goal = throttle === 1 ? '' : ` (goals ${goals.words} and ${goals.charts})`;
    console.log(
      `  ${throttle}×: ${words.toFixed(0)} ms to the words, ${charts.toFixed(0)} ms to complete charts${goal}`,
    );
  }
}

async function oneLoad(
  browser: Browser,
  mirror: Mirror,
  throttle: number,
): Promise<{ readonly words: number; readonly charts: number }> {
  const { page, cdp } = await openPage(browser);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const thread = await watchMainThread(browser, page, 'drawn', async () => {
    await page.goto(`${mirror.url}${address}`);
    await untilDrawn(page);
  });
  await page.context().close();
  return {
    words: busyUntil(thread, thread.mark('said') ?? NaN),
    charts: busyUntil(thread, thread.mark('drawn') ?? NaN),
  };
}

/** Keeps every shift of the layout that no input of a person explains. */
function watchShifts(): void {
  const total = { shift: 0 };
  Object.assign(globalThis, { benchShifts: total });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if ('value' in entry) total.shift += Number(entry.value);
  }).observe({ type: 'layout-shift' });
}

async function reportRefreshes(browser: Browser, mirror: Mirror, count: number): Promise<readonly string[]> {
  mirror.progress = 0;
  const { page, cdp } = await openPage(browser);
  await page.goto(`${mirror.url}${address}`);
  await untilDrawn(page);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await sleep(2_000);
  await page.evaluate(watchShifts);
  const before = await page.evaluate(drawnLines);
  const thread = await watchMainThread(browser, page, 'watched', async () => {
    await page.evaluate(() => void performance.mark('watched'));
    for (let i = 0; i < watched; i++) await refreshOnce(page, mirror, i / count);
  });
  const after = await page.evaluate(drawnLines);
  const still = after.filter((line) => before.includes(line)).length;
  const tasks = thread.tasks.filter((task) => task.start >= (thread.mark('watched') ?? 0));
  const worst = Math.max(...tasks.map((task) => task.cpu));
  const long = tasks.filter((task) => task.cpu > longest).length;
  const heaps: number[] = [];
  const every = Math.max(1, Math.floor(count / 48));
  for (let i = watched; i < count; i++) {
    await refreshOnce(page, mirror, i / count);
    if (i % every === 0) heaps.push(await heapAfterGc(cdp));
  }
  const shift = await page.evaluate(() => Reflect.get(Reflect.get(globalThis, 'benchShifts'), 'shift'));
  await page.context().close();
  const [, second = NaN, , last = NaN] = quarters(heaps);
  const growth = last / second;
  console.log(`${count} refreshes (${(count / 240).toFixed(1)} hours at one in 15 s), unthrottled:`);
  console.log(
    `  layout shift ${Number(shift).toFixed(4)}; longest task ${worst.toFixed(0)} ms of CPU in ${watched} refreshes, ${long} over ${longest} ms`,
  );
  console.log(
    `  heap after collection: ${quarters(heaps)
      .map((one) => (one / 2 ** 20).toFixed(1))
      .join(', ')} MB by quarters; last over second ${growth.toFixed(3)}`,
  );
  return [
    ...(shift === 0 ? [] : ['a refresh shifts the layout']),
    ...(still === 0 && after.length >= 2 * criteriaCount
      ? []
      : [`${still} lines of ${after.length} stand still`]),
    ...(long === 0 && tasks.length > 0 ? [] : [`a refresh has a task over ${longest} ms`]),
    ...(growth <= mostGrowth ? [] : [`the heap grows by more than ${mostGrowth}`]),
  ];
}

/** Every line that the page draws of a criterion: those of the charts, and the small ones of the rows. */
function drawnLines(): readonly string[] {
  return [...document.querySelectorAll('.sw-lines-drawn path:first-child, .sw-spark path:last-of-type')].map(
    (path) => path.getAttribute('d') ?? '',
  );
}

/** One push of the server, until the page has drawn what it read. */
async function refreshOnce(page: Page, mirror: Mirror, progress: number): Promise<void> {
  const before = mirror.drawn();
  Object.assign(mirror, { progress });
  mirror.push(rollout);
  while (mirror.drawn() === before) await sleep(5);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestIdleCallback(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

async function heapAfterGc(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize;
}

/** The median of each quarter. */
function quarters(values: readonly number[]): readonly number[] {
  const size = values.length / 4;
  return [0, 1, 2, 3].map((i) => median(values.slice(Math.floor(i * size), Math.floor((i + 1) * size))));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
