import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoVisitor, openAll, tooWide, usual, type DemoVisitor } from '../support/demo-visitor.ts';
import { contrastOfMarks, cutOff, focusFaults, smallTargets, tableFaults, unlabelled } from './looks.ts';
import { places, verdictPlaces } from './places.ts';

/** Statements of the accessibility target that a script can check, by their numbers. A01, A16 and A28 stand with the pages themselves. */
let visitor: DemoVisitor;
let page: Page;

beforeAll(async () => {
  visitor = await demoVisitor();
  ({ page } = visitor);
});

afterAll(() => visitor.close());

const stage = '/rollouts/change-of-address/stages/stage-b';

async function stageIn(scenario: string): Promise<void> {
  await visitor.visit(stage, scenario);
  await page.getByText('Loading charts and forms...').waitFor({ state: 'detached' });
  await page.locator('figure').first().waitFor();
}

it.each(['light', 'dark'] as const)(
  'A03, %s: shapes, lines, limits and the edges of controls stand out 3 to 1',
  async (colorScheme) => {
    for (const scenario of ['spike', 'thin', 'source-down', 'people', 'ready', 'relative']) {
      await stageIn(scenario);
      await page.emulateMedia({ colorScheme });
      // Lines arrive after all else; a source that is down gives none. A flat one has no height, so it counts as unseen.
      const lines = page.locator('figure .sw-lines-drawn path');
      if (scenario !== 'source-down') await lines.first().waitFor({ state: 'attached' });
      const marks = await contrastOfMarks(page);
      expect(marks.length).toBeGreaterThan(8);
      expect(marks.filter((one) => one.contrast < 3)).toEqual([]);
    }
  },
);

it('A04, A05: each chart has a heading, a finding, and a table of its values with headers and no empty cell', async () => {
  await stageIn('gap');
  const charts = page.getByRole('region', { name: 'Charts' }).getByRole('figure');
  // The figure of the stage's clock may be there before those of the charts.
  await expect.poll(() => charts.count()).toBeGreaterThanOrEqual(4);
  const figures = await charts.all();
  for (const figure of figures) {
    expect((await figure.getByRole('heading').innerText()).length).toBeGreaterThan(3);
    expect((await figure.locator('p').first().innerText()).length).toBeGreaterThan(20);
    await figure.locator('summary').click();
    const table = figure.locator('table');
    expect((await table.locator('caption').textContent())?.length).toBeGreaterThan(20);
    const cells = await table.locator('th, td').evaluateAll((all) =>
      all.map((cell) => ({
        head: cell.tagName === 'TH',
        scope: cell.getAttribute('scope'),
        text: cell.textContent,
      })),
    );
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter((cell) => cell.text.trim() === '')).toEqual([]);
    expect(cells.filter((cell) => cell.head && cell.scope === null)).toEqual([]);
  }
});

it('A06, A07: drawings are hidden from screen readers and from the keyboard; none is an application or speaks', async () => {
  await stageIn('spike');
  const drawings = await page.locator('main svg').evaluateAll((all) =>
    all.map((one) => ({
      hidden: one.closest('[aria-hidden="true"]') !== null || one.getAttribute('role') === 'img',
      stops: [one, ...one.querySelectorAll('*')].filter((part) => part.matches('a, [tabindex="0"]')).length,
    })),
  );
  expect(drawings.length).toBeGreaterThan(5);
  expect(drawings.filter((one) => !one.hidden || one.stops > 0)).toEqual([]);
  expect(await page.locator('[role="application"]').count()).toBe(0);
  expect(await page.locator('figure [aria-live]').count()).toBe(0);
});

it('A09: two live regions stand in the first HTML, one polite and one assertive', () => {
  const html = readFileSync('dist/demo/index.html', 'utf8');
  expect(html.match(/aria-live="(polite|assertive)"/g)).toEqual([
    'aria-live="polite"',
    'aria-live="assertive"',
  ]);
});

it('A13: a refresh moves no focus, closes nothing, reorders nothing, and does not scroll', async () => {
  await page.clock.install();
  await stageIn('healthy');
  await page.getByText('Table of Average latency').click();
  // What is still arriving is no refresh.
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Decide about this stage' }).focus();
  const look = async (): Promise<unknown> =>
    page.evaluate(() => ({
      focus: document.activeElement?.textContent,
      open: [...document.querySelectorAll('details')].map((one) => one.open),
      rows: [...document.querySelectorAll('.sw-criteria th a')].map((one) => one.textContent),
      top: window.scrollY,
    }));
  const before = await look();
  const asked = visitor.asked.length;
  for (let i = 0; i < 4; i++) {
    // One that is not answered yet would not be asked for again.
    const again = page.waitForResponse((response) => response.url().endsWith('/stages/stage-b'));
    await page.clock.runFor(15_500);
    await (await again).finished();
  }
  expect(visitor.asked.slice(asked).filter((url) => url.endsWith('/stages/stage-b')).length).toBeGreaterThan(
    2,
  );
  expect(await look()).toEqual(before);
});

it('A15: no time-out takes away what was typed, and the drafts of a decision and of a plan survive a reload', async () => {
  await stageIn('healthy');
  await page.getByRole('button', { name: 'Decide about this stage' }).click();
  await page.getByRole('textbox', { name: /^Reason/ }).fill('Half an hour of thought');
  await page.clock.runFor('30:00');
  expect(await page.getByRole('textbox', { name: /^Reason/ }).inputValue()).toBe('Half an hour of thought');
  await page.reload();
  await page.getByRole('button', { name: 'Decide about this stage' }).click();
  expect(await page.getByRole('textbox', { name: /^Reason/ }).inputValue()).toBe('Half an hour of thought');
  await visitor.visit('/rollouts/new', 'healthy');
  await page.getByLabel('The plan’s text').fill('# A plan in the making');
  await page.clock.runFor(5_000);
  await page.reload();
  await page.clock.runFor(1_000);
  expect(await page.getByLabel('The plan’s text').inputValue()).toBe('# A plan in the making');
});

it.each(places)(
  'A17, A19, A29 on $name: focus shows, targets are large enough, fields have labels',
  async (place) => {
    await visitor.visit(place.path, place.scenario);
    await page.getByText(place.says).first().waitFor();
    await openAll(page);
    // What still arrives may take the focus away while it is looked at: a fault of the page itself stays.
    await expect.poll(() => focusFaults(page), { timeout: 60_000 }).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await unlabelled(page)).toEqual([]);
  },
);

it('A19: buttons that decide are 44 px high', async () => {
  await stageIn('spike');
  await page.getByRole('button', { name: 'Decide about this stage' }).click();
  const large = async (name: string): Promise<void> => {
    const box = await page.getByRole('button', { name }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
  };
  await large('Record decision');
  await large('Close without deciding');
  await page.getByLabel('Your name').filter({ visible: true }).first().fill('Ana');
  await page.getByRole('radio', { name: 'Roll back' }).check();
  await page.getByRole('button', { name: 'Check decision' }).click();
  await large('Record decision');
  await large('Go back and change it');
});

it('A29: what is wrong with a decision is said in words, takes the focus in sight, and leads to its field', async () => {
  await stageIn('spike');
  await page.getByRole('button', { name: 'Decide about this stage' }).click();
  // What was chosen before, and by whom, is kept.
  await page.getByRole('radio', { name: 'Hold' }).check();
  await page.getByRole('region', { name: 'Decide' }).getByLabel('Your name').fill('');
  await page.getByRole('button', { name: /^Record decision/ }).click();
  const said = page.getByRole('alert').filter({ hasText: 'every entry carries a name' });
  await said.waitFor();
  expect(await said.evaluate((one) => one === document.activeElement)).toBe(true);
  const top = (await said.boundingBox())?.y ?? -1;
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(page.viewportSize()?.height ?? 0);
  const field = page.getByLabel('Your name').and(page.locator('[aria-invalid="true"]'));
  const link = said.getByRole('link', { name: /every entry carries a name/ });
  expect(await field.getAttribute('aria-describedby')).toBe(await link.getAttribute('id'));
  await link.press('Enter');
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
});

it.each(places)('A21 on $name: at 1280 px and 400 % only named tables scroll sideways', async (place) => {
  await visitor.visit(place.path, place.scenario);
  await page.getByText(place.says).first().waitFor();
  await openAll(page);
  // Zoom makes the window's own pixels fewer: 1280 px at 400 % are 320.
  expect(await tooWide(page, 320)).toBeLessThanOrEqual(0);
  const scrollers = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter(
        (one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX),
      )
      .filter((one) => !(one instanceof HTMLTextAreaElement))
      .map((one) => ({
        what: one.className,
        named: one.hasAttribute('aria-label') || one.hasAttribute('aria-labelledby'),
        reached: one.getAttribute('tabindex') === '0',
      })),
  );
  expect(scrollers.filter((one) => !one.named || !one.reached)).toEqual([]);
});

it.each([...places, { name: 'stage', path: stage, scenario: 'spike', says: 'Roll back' } as const])(
  'A22 on $name: with text twice as large, or spaced as WCAG says, nothing is cut off',
  async (place) => {
    for (const how of ['larger', 'spaced'] as const) {
      await visitor.visit(place.path, place.scenario);
      await page.getByText(place.says).first().waitFor();
      await openAll(page);
      expect(await cutOff(page, how)).toEqual([]);
      expect(await tooWide(page, usual.width)).toBeLessThanOrEqual(0);
    }
  },
);

it('A23, A24: nothing moves or blinks, with reduced motion or without it', async () => {
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await stageIn('spike');
    await page.emulateMedia({ reducedMotion });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .map((one) => ({ one, style: getComputedStyle(one) }))
        .filter(({ style }) => style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0.2)
        .map(({ one }) => one.outerHTML.slice(0, 80)),
    );
    expect(moving).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  }
});

/** A wall shows nothing but its message: there is nothing to skip and nobody to help. */
it.each(places.filter((one) => one.name !== 'wall'))(
  'A05, A27, A34 on $name: tables say what they are, one h1, no level skipped, skip link first, help in its place',
  async (place) => {
    await visitor.visit(place.path, place.scenario);
    await page.getByText(place.says).first().waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await openAll(page);
    const levels = await page
      .locator('h1, h2, h3, h4, h5, h6')
      .evaluateAll((all) =>
        all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName.slice(1))),
      );
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
    expect(await tableFaults(page)).toEqual([]);
    const navs = await page
      .locator('nav')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(navs.filter((name) => name === null)).toEqual([]);
    expect(await page.getByRole('main').count()).toBe(1);
    const links = await page.getByRole('banner').getByRole('link').allInnerTexts();
    expect(links[0]).toBe('Stagewatch');
    expect(links.at(-1)).toBe('Help');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
  },
);

it('A26: in forced colours the states keep their words, their shapes and their edges', async () => {
  for (const { path, scenario, word } of verdictPlaces.slice(0, 10)) {
    await visitor.visit(path, scenario);
    await page.emulateMedia({ forcedColors: 'active' });
    const banner = page.getByRole('region', { name: 'Verdict', exact: true });
    await banner.getByText(word, { exact: true }).waitFor();
    expect(await banner.locator('svg').first().isVisible()).toBe(true);
    const edge = await banner.evaluate((one) => getComputedStyle(one).borderTopWidth);
    expect(parseFloat(edge)).toBeGreaterThanOrEqual(2);
  }
});

it('A36: the Markdown to paste says every chart’s numbers, and no colour', async () => {
  await visitor.visit('/rollouts/change-of-address/report', 'launched');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  let markdown = '';
  for (const what of ['the whole plan', 'the text of the pull request']) {
    await page.getByRole('button', { name: `Copy ${what}` }).click();
    // The word of the first copy still stands when the second is made: what is copied tells them apart.
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).not.toBe(markdown);
    markdown += await copied();
  }
  const rates = await page
    .locator('table')
    .filter({ hasText: 'When' })
    .first()
    .locator('tbody td:nth-child(2)')
    .allInnerTexts();
  expect(rates.length).toBeGreaterThanOrEqual(7);
  for (const rate of rates) expect(markdown).toContain(rate);
  expect(markdown).not.toMatch(/\b(green|red|yellow|amber|orange|grey|gray|blue)\b/i);
});
