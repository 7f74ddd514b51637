import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStagewatch, type RunningStagewatch } from '../services/rig/stagewatch.ts';
import { demoWindows } from '../support/demo-windows.ts';
import { madeUpPlan } from '../support/made-up-plan.ts';

const stage = '/rollouts/made-up/stages/first';
const wall = '/rollouts/made-up/wall';
const everywhere = ['/', '/rollouts/made-up', stage, `${stage}/criteria/error-rate`, wall];
const well = 'Keep watching';

/** Two of the page's cadences, and what drawing may take on a machine that is busy. */
const twoCadences = 45_000;

const demo = demoWindows();
let server: RunningStagewatch;
let context: BrowserContext;

async function open(url: string, before?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await context.newPage();
  await before?.(page);
  await page.goto(url);
  return page;
}

/** Where a page shows a verdict or a criterion as it stands now; what the log and the ramp say of the past is no such thing. */
const places = ['.sw-banner', '.sw-wall > h1', '[aria-labelledby^="group-"] .sw-tag', '.sw-criteria .sw-tag'];
const standing = (page: Page): ReturnType<Page['locator']> =>
  page.locator(places.map((place) => `${place}:is(.sw-tone-watching, .sw-tone-met)`).join(', '));

/** A page says that it can't tell: in its heading or banner, in its title, and by the diamond in its tab. */
async function expectCut(page: Page, path: string, within = twoCadences): Promise<void> {
  const said =
    path === wall
      ? page.getByRole('heading', { level: 1, name: /^This screen stopped updating at / })
      : page.getByText("Can't tell", { exact: true }).first();
  await said.waitFor({ timeout: within });
  expect(await standing(page).count()).toBe(0);
  // The tab follows the words at the next turn.
  await expect.poll(() => page.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-diamond.svg');
  if (path === stage || path === '/' || path === '/rollouts/made-up')
    await expect.poll(() => page.title()).toMatch(/^CAN'T TELL - /);
  if (path === wall) await expect.poll(() => page.title()).toMatch(/^THIS SCREEN STOPPED/);
}

const expectStanding = async (page: Page): Promise<void> => {
  await page.getByText(well, { exact: true }).first().waitFor({ timeout: twoCadences });
};

describe('with a real server', () => {
  beforeEach(async () => {
    server = await startStagewatch({ 'made-up.md': madeUpPlan }, {});
    context = await demo.browser.newContext({ viewport: { width: 1280, height: 720 } });
  });
  afterEach(async () => {
    await context.close();
    server.signal('SIGCONT');
    await server.stop();
  });

  it.each([
    ['killed', 'SIGKILL'],
    ['hanging', 'SIGSTOP'],
  ] as const)('%s, every screen says so within two cadences', async (_, signal) => {
    const pages = await Promise.all(everywhere.map((path) => open(`${server.url}${path}`)));
    await Promise.all(pages.map(expectStanding));
    server.signal(signal);
    await Promise.all(pages.map((page, i) => expectCut(page, everywhere[i] ?? '')));
    if (signal === 'SIGKILL') return;
    server.signal('SIGCONT');
    await Promise.all(pages.map(expectStanding));
  });

  it('killed before the stage itself has answered, the overview’s tab says so too', async () => {
    const path = '/rollouts/made-up';
    const page = await open(`${server.url}${path}`, async (one) => {
      await one.route(/\/stages\/first$/, () => new Promise<never>(() => {}));
    });
    await expectStanding(page);
    server.signal('SIGKILL');
    await expectCut(page, path);
  });

  it('offline, every screen says so within two cadences, and stands again after', async () => {
    const pages = await Promise.all(everywhere.map((path) => open(`${server.url}${path}`)));
    await Promise.all(pages.map(expectStanding));
    await context.setOffline(true);
    await Promise.all(pages.map((page, i) => expectCut(page, everywhere[i] ?? '')));
    await context.setOffline(false);
    await Promise.all(pages.map(expectStanding));
  });

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ] as const)(
    'a clock an hour %s is said in words, and the verdict stands all the same',
    async (word, off) => {
      const wrong = async (page: Page): Promise<void> => {
        await page.addInitScript((by) => {
          const real = Date.now.bind(Date);
          Date.now = () => real() + by;
        }, off);
      };
      const pages = await Promise.all([stage, '/', wall].map((path) => open(`${server.url}${path}`, wrong)));
      await Promise.all(pages.map(expectStanding));
      for (const page of pages.slice(0, 2)) await page.getByText(`clock is 1 hour ${word}`).waitFor();
      const checked = await pages[2]?.getByText(/^Checked /).innerText();
      // A stage of an hour is judged each minute: right before it is again, its last look is a whole minute old.
      expect(checked).toMatch(/^Checked (less than a second|\d+ seconds?|1 minute( \d seconds?)?) ago$/);
    },
  );

  it('a clock set back while the server hangs hides nothing', async () => {
    const pages = await Promise.all([stage, wall].map((path) => open(`${server.url}${path}`)));
    await Promise.all(pages.map(expectStanding));
    for (const page of pages)
      await page.evaluate(() => {
        const real = Date.now.bind(Date);
        Date.now = () => real() - 3_600_000;
      });
    server.signal('SIGSTOP');
    await Promise.all(pages.map((page, i) => expectCut(page, [stage, wall][i] ?? '')));
  });

  it('a tab that the browser freezes stands by nothing, also by its title, until it has been read again', async () => {
    const pages = await Promise.all([stage, wall].map((path) => open(`${server.url}${path}`)));
    await Promise.all(pages.map(expectStanding));
    for (const page of pages) {
      // A headless browser tells no page that it will be frozen: the event comes by hand, the stop and the return are real.
      const title = await page.evaluate(() => {
        document.dispatchEvent(new Event('freeze'));
        return document.title;
      });
      expect(title).toMatch(/^(CAN'T TELL|THIS SCREEN STOPPED)/);
      const life = await context.newCDPSession(page);
      await life.send('Page.setWebLifecycleState', { state: 'frozen' });
      await life.send('Page.setWebLifecycleState', { state: 'active' });
      await page.evaluate(() => document.dispatchEvent(new Event('resume')));
    }
    await Promise.all(pages.map(expectStanding));
  });
});

describe('with time in our hands', () => {
  const demoStage = '/rollouts/change-of-address/stages/stage-b';

  beforeEach(async () => {
    context = await demo.browser.newContext({ viewport: { width: 1280, height: 720 } });
  });
  afterEach(() => context.close());

  it('after an hour asleep says how long it was away, and what changed', async () => {
    const page = await open(`${demo.url}${demoStage}?scenario=healthy`, (one) => one.clock.install());
    await page.getByText(well, { exact: true }).first().waitFor();
    await page.clock.runFor(5_000);
    await page.clock.fastForward('01:03:00');
    await page.clock.runFor(3_000);
    await page
      .getByRole('paragraph')
      .filter({ hasText: /^This page was away for 1 hour 3 minutes\. No verdict changed meanwhile\./ })
      .waitFor();
    await page.getByRole('button', { name: 'Put this line away' }).click();
    expect(
      await page
        .getByRole('paragraph')
        .filter({ hasText: /^This page was away/ })
        .count(),
    ).toBe(0);
  });

  it('a wall whose page hangs covers itself, without any script', async () => {
    const page = await open(`${demo.url}/rollouts/change-of-address/wall?scenario=ready`, (one) =>
      one.clock.install(),
    );
    await page.getByRole('heading', { name: 'Ready to advance' }).waitFor();
    await page.clock.pauseAt(Date.now() + 60_000);
    const cover = page.locator('.sw-wall-dead');
    const opacity = (): Promise<string> => cover.evaluate((element) => getComputedStyle(element).opacity);
    // The page's last breath may still replace the cover while it is asked for.
    await expect.poll(opacity).toBe('0');
    await expect.poll(opacity, { timeout: 40_000 }).toBe('1');
    const covered = await cover.evaluate((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width >= innerWidth && height >= innerHeight;
    });
    expect(covered).toBe(true);
  });
});
