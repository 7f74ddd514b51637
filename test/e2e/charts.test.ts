import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeFindings, demoWindows, openEverything, sideways } from '../support/demo-windows.ts';

const windows = demoWindows();

const stage = '/rollouts/change-of-address/stages/stage-b';
const criterion = `${stage}/criteria/error-rate`;
const schemes = ['light', 'dark'] as const;

/** Opens a page and waits for its first chart. */
async function open(path: string, colorScheme: 'light' | 'dark' = 'light', width = 1440): Promise<Page> {
  const page = await windows.open(path, { colorScheme, viewport: { width, height: 900 } });
  await page.locator('.sw-chart svg.recharts-surface').first().waitFor();
  return page;
}

/** The marks over a chart, each with where it is. */
async function marksOf(chart: Locator): Promise<readonly string[]> {
  return chart
    .locator('.sw-marks g')
    .evaluateAll((all) => all.map((one) => `${one.textContent} ${one.getAttribute('transform') ?? ''}`));
}

/** The place of a letter among all: A is 1, AA is 27. */
function nth(letter: string): number {
  return Array.from(letter).reduce((n, one) => n * 26 + (one.codePointAt(0) ?? 0) - 64, 0);
}

/** Every letter that marks stand for: "C–F" stands for four. */
function spelled(marks: readonly string[]): number {
  return marks.reduce((sum, mark) => {
    const [first = '', last = first] = (mark.split(' ')[0] ?? '').split('–');
    return sum + nth(last) - nth(first) + 1;
  }, 0);
}

it.each([
  ['spike', 1440],
  ['gap', 1440],
  ['spike', 320],
] as const)(
  '%s at %i px: every chart has the same letters at the same places, and all are in one table',
  async (scenario, width) => {
    // Charts wait behind a button on a narrow screen, unless the address asks for them.
    const page = await open(`${stage}?scenario=${scenario}&charts=all`, 'light', width);
    const charts = page.locator('.sw-chart');
    await expect.poll(() => charts.locator('.sw-marks').count()).toBe(4);
    const marksOfAll = async (): Promise<readonly (readonly string[])[]> =>
      Promise.all((await charts.all()).map(marksOf));
    // Charts are drawn one a task: while the page is read again one may be a moment ahead of another.
    await expect.poll(async () => new Set((await marksOfAll()).map(String)).size).toBe(1);
    const marks = await marksOfAll();
    expect(marks[0]?.length).toBeGreaterThan(2);
    const letters = await page.locator('table.sw-events tbody th').allInnerTexts();
    expect(letters.join('')).toMatch(/^ABCDEFGHI/);
    expect(spelled(marks[0] ?? [])).toBe(letters.length);
  },
);

it('hatches what has no data at the charts it concerns, and the wrong side of each limit', async () => {
  const page = await open(`${stage}?scenario=gap`);
  await expect.poll(() => page.locator('.sw-chart .sw-gap').count()).toBe(4);
  expect(await page.locator('.sw-chart .sw-wrong').count()).toBe(3);
  expect(await page.locator('.sw-chart .sw-worst').count()).toBe(4);
  // Nothing that is only drawn: the same is in words at each chart.
  expect(await page.locator('figure').filter({ hasText: '12 buckets have no data' }).count()).toBe(3);
});

it('draws the likely range where its chart shows the same unit, and says it there', async () => {
  const page = await open(`${stage}?scenario=healthy`);
  const drawn = page.locator('figure').filter({ has: page.locator('.sw-likely') });
  const said = page
    .locator('figure')
    .filter({ hasText: /The band: likely .+ to .+ over all that was judged\./ });
  // What is said is there at once, what is drawn comes one a task.
  await expect.poll(() => said.count()).toBeGreaterThan(0);
  const names = await said.locator('h3').allInnerTexts();
  await expect.poll(() => drawn.locator('h3').allInnerTexts()).toEqual(names);
});

it('moves the cursor of all charts with the arrow keys, and says what they show', async () => {
  const page = await open(`${stage}?scenario=healthy`);
  const slider = page.getByRole('slider', { name: 'Read every chart at' });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.locator('.sw-chart .sw-cursor').count()).toBe(4);
  const places = (): Promise<readonly (string | null)[]> =>
    page.locator('.sw-cursor').evaluateAll((all) => all.map((one) => one.getAttribute('x1')));
  await expect.poll(async () => new Set(await places()).size).toBe(1);
  const said = await page.locator('.sw-readout strong').allInnerTexts();
  expect(new Set(said.map((one) => /^At .*?UTC\)/.exec(one)?.[0])).size).toBe(1);
  expect(said.every((one) => /: .+\.$/.test(one))).toBe(true);
  expect(await slider.getAttribute('aria-valuetext')).toContain('Eastern time');
  await page.getByRole('button', { name: 'Read the newest' }).click();
  await expect.poll(() => page.locator('.sw-cursor').count()).toBe(0);
});

it('keeps its charts when the page is read again, and shifts nothing', async () => {
  const page = await open(`${stage}?scenario=healthy`);
  await expect.poll(() => page.locator('.sw-chart svg.recharts-surface').count()).toBe(4);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('.sw-chart svg')) one.setAttribute('data-kept', 'yes');
  });
  // What arrives for the first time may shift what is below it.
  await page.waitForLoadState('networkidle');
  await expect.poll(() => page.getByText(/^Loading .*\.\.\.$/).count()).toBe(0);
  const top = async (): Promise<number | undefined> => (await page.locator('#events').boundingBox())?.y;
  const before = await top();
  // A focus makes the page read everything again; the demo's numbers move by the clock.
  const again = page.waitForResponse((response) => response.url().endsWith('/series'), { timeout: 40_000 });
  await page.evaluate(() => globalThis.dispatchEvent(new Event('visibilitychange')));
  await (await again).finished();
  // Charts are made again one a task: so many quiet moments are more than four of them need.
  await page.evaluate(async () => {
    for (let moment = 0; moment < 20; moment++) await new Promise((done) => requestIdleCallback(done));
  });
  expect(await page.locator('.sw-chart svg[data-kept]').count()).toBe(4);
  expect(await top()).toBe(before);
});

it('shows UTC first where the address asks for it, names it on every axis, and is heard as time zones', async () => {
  const page = await open(`${stage}?scenario=healthy&tz=utc`);
  await expect.poll(() => page.locator('.sw-chart').getByText('Times in UTC').count()).toBe(4);
  await page.getByRole('radio', { name: 'Eastern time' }).click();
  await expect.poll(() => page.locator('.sw-chart').getByText('Times in Eastern time').count()).toBe(4);
  expect(page.url()).toContain('tz=plan');
  const time = page.locator('table.sw-events time').first();
  expect(await time.getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(await time.locator('.sw-hidden').innerText()).toContain('Eastern time');
});

it('shows the charts as they stood, and no decision', async () => {
  const live = await open(`${stage}?scenario=spike`);
  const link = live.getByRole('link', { name: 'The stage then at C' });
  const href = (await link.getAttribute('href')) ?? '';
  const page = await open(`${href}&scenario=spike`);
  await page.getByText(/^You’re viewing/).waitFor();
  const letters = await page.locator('table.sw-events tbody th').allInnerTexts();
  expect(letters.length).toBeLessThan(9);
  expect(await page.getByRole('heading', { name: 'Decide' }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
});

for (const scheme of schemes) {
  it.each([
    ['stage', `${stage}?scenario=gap&events=everything&charts=all`],
    ['criterion', `${criterion}?scenario=spike&open=table`],
    ['comparison', `${stage}/criteria/steady?scenario=relative&open=table`],
  ])(`%s, ${scheme}: fits 320 px with every part open, and axe finds nothing`, async (_name, path) => {
    const page = await open(path, scheme, 320);
    await openEverything(page);
    await page
      .getByText(/^Rows 1 to|Rows 1 to/)
      .first()
      .waitFor();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
  });
}

it('tells lines apart by dash and by a name at their ends, with no legend', async () => {
  const page = await open(`${stage}/criteria/steady?scenario=relative`);
  const chart = page.locator('.sw-chart').first();
  await chart.getByText('Old path', { exact: true }).waitFor();
  await chart.getByText('New path', { exact: true }).waitFor();
  const dashes = await chart
    .locator('.sw-lines-drawn path')
    .evaluateAll((all) => all.map((one) => one.getAttribute('stroke-dasharray') ?? 'solid'));
  expect(new Set(dashes).size).toBe(dashes.length);
  await page.getByRole('checkbox', { name: 'Old path' }).click();
  await expect.poll(() => chart.getByText('Old path', { exact: true }).count()).toBe(0);
  expect(page.url()).toContain('series=new');
});
