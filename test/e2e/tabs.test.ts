import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../services/rig/loopback.ts';
import { startStagewatch, type RunningStagewatch } from '../services/rig/stagewatch.ts';
import { launchBrowser } from '../support/browser.ts';
import { madeUpPlan } from '../support/made-up-plan.ts';

const stage = '/rollouts/made-up/stages/first';
const log = '/rollouts/made-up/log';

/** Far less than the quarter of a minute at which each page asks by itself: eight that all know by then were told. */
const seconds = 6_000;

const begun = 'Version zero';

let browser: Browser;
let server: RunningStagewatch;
let context: BrowserContext;
/** Tabs that have asked for a stream, in their order. */
let streams: Page[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startStagewatch({ 'made-up.md': madeUpPlan }, {});
  await record(begun);
  context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  streams = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/events') streams.push(request.frame().page());
  });
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

async function open(count: number): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let i = 0; i < count; i++) {
    const page = await context.newPage();
    await page.goto(`${server.url}${log}`);
    pages.push(page);
  }
  await Promise.all(pages.map((page) => page.getByText(begun).first().waitFor()));
  return pages;
}

async function record(note: string): Promise<void> {
  await eventually(`"${note}" is taken down`, async () => {
    const answer = await fetch(`${server.url}/api${stage}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ who: 'Operator', what: 'deploy', from: Date.now(), note }),
    });
    return answer.ok ? true : undefined;
  });
}

/** Something is recorded, and every tab shows it before any would have asked. */
async function expectAllTold(pages: readonly Page[], note: string): Promise<void> {
  await record(note);
  await Promise.all(pages.map((page) => page.getByText(note).first().waitFor({ timeout: seconds })));
}

describe('eight tabs of one browser', () => {
  it('are all told of a change over one stream, and a ninth loads', async () => {
    const pages = await open(8);
    await expectAllTold(pages, 'Version one');
    expect(streams).toHaveLength(1);
    const [ninth] = await open(1);
    await expectAllTold([...pages, ...(ninth === undefined ? [] : [ninth])], 'Version two');
    expect(streams).toHaveLength(1);
  });

  it('are told on when the one with the stream closes', async () => {
    const pages = await open(8);
    await expectAllTold(pages, 'Version one');
    const [owner] = streams;
    await owner?.close();
    await expect.poll(() => streams.length, { timeout: seconds }).toBe(2);
    await expectAllTold(
      pages.filter((page) => page !== owner),
      'Version two',
    );
  });
});
