import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoVisitor, type DemoVisitor } from '../support/demo-visitor.ts';
import { contrast, contrastsIn, type Contrast } from './contrast.ts';
import { verdictPlaces } from './places.ts';

let visitor: DemoVisitor;
let page: Page;

beforeAll(async () => {
  visitor = await demoVisitor();
  ({ page } = visitor);
});

afterAll(() => visitor.close());

const banner = '.sw-banner';

/** Words under 4.5 to 1, and edges of controls under 3 to 1. */
function tooWeak(all: readonly Contrast[]): readonly Contrast[] {
  return all.filter((one) => one.contrast < (one.kind === 'text' ? 4.5 : 3));
}

it.each(verdictPlaces)(
  'A03, $state: every word and control of the banner stands out, in light and dark',
  async ({ path, scenario, word }) => {
    await visitor.visit(path, scenario);
    const region = page.locator(banner);
    await region.getByText(word, { exact: true }).first().waitFor();
    // What to do next arrives after the words.
    await page.getByText('Loading charts and forms...').waitFor({ state: 'detached' });
    const steps = await region.locator('.sw-action, button').count();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const all = await contrastsIn(page, banner);
      expect(all.filter((one) => one.kind === 'text').length).toBeGreaterThanOrEqual(3);
      expect(all.filter((one) => one.kind === 'edge')).toHaveLength(steps);
      expect(tooWeak(all)).toEqual([]);
    }
  },
);

it('sees white on white, on a ground of its own and on one that lets the banner through', async () => {
  await visitor.visit('/rollouts/change-of-address/stages/stage-b', 'spike');
  await page.locator(`${banner} .sw-action`).first().waitFor();
  for (const ground of ['white', 'rgb(255 255 255 / 0.9)']) {
    await page.addStyleTag({
      content: `.sw-action { color: white !important; background: ${ground} !important }`,
    });
    const weak = tooWeak(await contrastsIn(page, banner)).filter((one) => one.kind === 'text');
    expect(weak.length).toBeGreaterThan(0);
    expect(weak.every((one) => one.what.includes('sw-action'))).toBe(true);
  }
});

it('measures as WCAG 2.2 does', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrast([0x76, 0x76, 0x76], [255, 255, 255])).toBeCloseTo(4.54, 2);
});
