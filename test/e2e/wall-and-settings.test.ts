import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { axeFindings, demoWindows } from '../support/demo-windows.ts';

const windows = demoWindows({ reducedMotion: 'no-preference' });

const stage = '/rollouts/change-of-address/stages/stage-b';
const wall = '/rollouts/change-of-address/wall';

/** What each scenario's wall says. */
const walls: readonly (readonly [ScenarioName, string | RegExp])[] = [
  ['healthy', 'Keep watching'],
  ['spike', 'Roll back'],
  ['thin', 'Hold: not enough data'],
  ['source-down', "Can't tell"],
  ['ready', 'Ready to advance'],
  ['off-plan', "Hold: toggle doesn't match"],
  ['people', /^Hold: |^Ready|^Keep/],
  ['relative', 'Roll back'],
  ['proxy-lost', /^This screen stopped updating at \d+:\d\d [ap]\.m\. ET\.$/],
];

const open = (
  path: string,
  [width, height]: readonly [number, number],
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Page> => windows.open(path, { colorScheme, viewport: { width, height } });

/** By how much a page is larger than its window, sideways and down, without the demo's own picker. */
async function overflow(page: Page): Promise<{ readonly sideways: number; readonly down: number }> {
  return page.evaluate(() => {
    document.querySelector('aside[aria-label="Demo"]')?.remove();
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { sideways: scrollWidth - clientWidth, down: scrollHeight - clientHeight };
  });
}

it.each(walls)(
  'wall, %s: fits two screens without scrolling, in words of 24 px and more',
  async (scenario, word) => {
    for (const size of [
      [1920, 1080],
      [1280, 720],
    ] as const) {
      const page = await open(`${wall}?scenario=${scenario}`, size);
      const name = { level: 1, name: word, exact: true } as const;
      await page.getByRole('heading', name).waitFor({ timeout: 60_000 });
      expect(await overflow(page)).toEqual({ sideways: 0, down: 0 });
      const smallest = await page.evaluate(() => {
        const sizes = [...document.querySelectorAll('.sw-wall *')]
          .filter((one) => one.childElementCount === 0 && one.textContent.trim() !== '')
          .map((one) => Number.parseFloat(getComputedStyle(one).fontSize));
        return Math.min(...sizes);
      });
      expect(smallest).toBeGreaterThanOrEqual(24);
      expect(await page.getByRole('button').count()).toBe(0);
    }
  },
);

it('a wall that stopped is hatched all over, but for the ground its words stand on', async () => {
  const page = await open(`${wall}?scenario=proxy-lost`, [1920, 1080]);
  await page
    .getByRole('heading', { level: 1, name: /^This screen stopped updating/ })
    .waitFor({ timeout: 60_000 });
  const grounds = await page.evaluate(() =>
    ['.sw-wall:not(.sw-wall-dead)', '.sw-wall:not(.sw-wall-dead) > div'].map((query) => {
      const one = document.querySelector(query);
      if (one === null) throw new Error(`no ${query}`);
      return getComputedStyle(one).backgroundImage.replace(/\(.*/s, '');
    }),
  );
  expect(grounds).toEqual(['repeating-linear-gradient', 'none']);
  await page.context().close();
});

for (const theme of ['dark', 'light'] as const) {
  it.each(walls)(`wall, %s, ${theme}: reads at 320 px, and axe finds nothing`, async (scenario, word) => {
    const page = await open(`${wall}?scenario=${scenario}&theme=${theme}`, [320, 900]);
    await page.getByRole('heading', { level: 1, name: word, exact: true }).waitFor({ timeout: 60_000 });
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect((await overflow(page)).sideways).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  });

  it(`settings, ${theme}: fit 320 px, and axe finds nothing`, async () => {
    const page = await open('/settings', [320, 900], theme);
    await page.getByRole('group', { name: 'Single keys' }).waitFor();
    expect((await overflow(page)).sideways).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  });

  it(`a paused stage and the list of keys, ${theme}: axe finds nothing`, async () => {
    const page = await open(`${stage}?scenario=healthy`, [1280, 900], theme);
    await page.getByRole('heading', { name: 'Decide' }).waitFor();
    await page.keyboard.press('p');
    await page.getByText(/^Display paused\./).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys of this page' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
}

it('by keyboard alone: to the verdict, the criteria, along the rows, into one', async () => {
  const page = await open(`${stage}?scenario=spike`, [1280, 720]);
  await page.getByRole('heading', { name: 'Decide' }).waitFor();
  await page.keyboard.press('v');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Verdict');
  await page.keyboard.press('c');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('criteria');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /› Submissions failing$/ }).waitFor();
});

it.each([
  [1280, 720],
  [320, 640],
] as const)(
  'at %i px, the verdict stays in sight in a line that never covers what has focus',
  async (width, height) => {
    const page = await open(`${stage}?scenario=people`, [width, height]);
    await page.getByRole('heading', { name: 'How the verdict changed' }).waitFor();
    // What still arrives would push what has focus about.
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const bar = page.getByRole('complementary', { name: 'Verdict in short' });
    await bar.waitFor();
    expect(Math.round((await bar.boundingBox())?.height ?? 0)).toBe(44);
    expect(await bar.innerText()).toMatch(/^\s*Hold: a check is missing\s/);
    let seen = 0;
    for (let i = 0; i < 45; i += 1) {
      await page.keyboard.press('Shift+Tab');
      const under = await page.evaluate(async () => {
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        const line = document.querySelector('.sw-verdict-bar');
        const focus = document.activeElement;
        if (line === null || focus === null || focus === document.body || line.contains(focus)) return null;
        const { top, bottom } = focus.getBoundingClientRect();
        const edge = line.getBoundingClientRect().bottom;
        return { isUnder: top < edge && bottom > 0, what: focus.outerHTML.slice(0, 120) };
      });
      if (under === null) continue;
      seen += 1;
      expect(under).toEqual({ isUnder: false, what: under.what });
    }
    expect(seen).toBeGreaterThan(10);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await bar.getByRole('button', { name: 'Decide' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-labelledby'))).toBe('decide');
  },
);
