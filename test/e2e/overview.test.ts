import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { axeFindings, demoWindows, openEverything, sideways } from '../support/demo-windows.ts';

const windows = demoWindows();

const rollout = '/rollouts/change-of-address';
const schemes = ['light', 'dark'] as const;

const open = (path: string, colorScheme: 'light' | 'dark', width = 1440): Promise<Page> =>
  windows.open(path, { colorScheme, viewport: { width, height: 900 } });

/** Pages with a heading to wait for. */
const pages: readonly (readonly [string, string, ScenarioName, string])[] = [
  ['overview', rollout, 'spike', 'Last in the log'],
  ['overview', rollout, 'people', 'Before the next stage'],
  ['overview', rollout, 'launched', 'Check-ins after launch'],
  ['overview', rollout, 'not-started', 'The ramp'],
  ['comparison', `${rollout}/compare`, 'launched', 'On one scale'],
  ['comparison', `${rollout}/compare`, 'relative', 'Stage by stage'],
  ['comparison', `${rollout}/compare`, 'source-down', 'Stage by stage'],
  ['list', '/', 'people', 'Needs someone now'],
];

for (const scheme of schemes) {
  it.each(pages)(
    `%s, %s in %s, ${scheme}: axe finds nothing, wide or at 320 px`,
    async (_, path, scenario, name) => {
      for (const width of [1440, 320]) {
        const page = await open(`${path}?scenario=${scenario}`, scheme, width);
        await page.getByRole('heading', { name, exact: true }).waitFor();
        await openEverything(page);
        expect(await axeFindings(page)).toEqual([]);
        expect(await sideways(page)).toBeLessThanOrEqual(0);
      }
    },
  );

  it(`the stage's clock, ${scheme}: its strip and table fit, and axe finds nothing`, async () => {
    for (const width of [1440, 320]) {
      const page = await open(`${rollout}/stages/stage-b?scenario=spike`, scheme, width);
      const clock = page.getByRole('region', { name: 'Stage clock' });
      await clock.getByText('Table of the verdict over time').click();
      const rows = clock.getByRole('table', { name: /The verdict over time/ }).getByRole('row');
      expect(await rows.count()).toBeGreaterThan(2);
      // The drawing has as many pieces as the table has rows.
      expect(await clock.locator('.sw-strip > span').count()).toBe((await rows.count()) - 1);
      expect(await axeFindings(page)).toEqual([]);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    }
  });
}

it('six stages scroll by keyboard inside their own region, and the page does not', async () => {
  const page = await open(`${rollout}/compare?scenario=launched`, 'light', 900);
  const region = page.getByRole('region', { name: 'Stages side by side' });
  await region.focus();
  expect(await region.evaluate((node) => node === document.activeElement)).toBe(true);
  expect(await region.evaluate((node) => node.scrollWidth > node.clientWidth)).toBe(true);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => region.evaluate((node) => node.scrollLeft)).toBeGreaterThan(0);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});

it('every drawing of a row has the same scale', async () => {
  const page = await open(`${rollout}/compare?scenario=launched`, 'light');
  const figure = page.getByRole('figure', { name: 'Submissions failing' });
  const ticks = figure.locator('.recharts-yAxis-tick-labels text');
  await expect.poll(() => ticks.count()).toBe(12);
  const tops = (await ticks.allTextContents()).filter((text) => text !== '0%');
  expect(new Set(tops).size).toBe(1);
});

it('a lost server takes the overview’s verdict away, and the words of the stage go with it', async () => {
  const page = await open(`${rollout}?scenario=proxy-lost`, 'light');
  await page.getByText('Keep watching', { exact: true }).first().waitFor();
  await page
    .getByText(/This page lost its connection at/)
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await page.getByText('Keep watching', { exact: true }).count()).toBe(0);
});
