import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoWindows } from '../support/demo-windows.ts';
import { readPdf } from '../support/read-pdf.ts';

const windows = demoWindows({
  reducedMotion: 'no-preference',
  permissions: ['clipboard-read', 'clipboard-write'],
});

const rollout = '/rollouts/change-of-address';
const pages = [
  ['check-in', `${rollout}/kpis/1-week`, 'Do the numbers add up?'],
  ['report', `${rollout}/report`, 'Section by section'],
] as const;

const open = (path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> =>
  windows.open(`${path}?scenario=launched`, { colorScheme });

/** How many bars of likely range stand in the chart. */
async function bars(page: Page): Promise<number> {
  const all = page.locator('.sw-trend-drawn .recharts-errorBar');
  await all.first().waitFor();
  return all.count();
}

it.each(pages)('%s: says it and draws it', async (_name, path, heading) => {
  const page = await open(path);
  await page.getByRole('heading', { name: heading }).waitFor();
  expect(await bars(page)).toBe(7);
});

it('from the list to the check-in, a number corrected, a question answered, the Markdown copied', async () => {
  const page = await open('/');
  await page.getByRole('link', { name: 'Change of address, 1 week' }).click();
  await page.getByText('Enter or correct a number').click();
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await numbers.getByRole('combobox').selectOption('failures');
  await numbers.getByLabel(/^Value/).fill('29');
  await numbers.getByLabel('Where it comes from').fill('the sheet of July 28');
  await numbers.getByLabel('Your name').fill('Ana');
  await numbers.getByRole('button', { name: 'Save the number' }).click();
  await numbers.getByText('Saved.').waitFor();
  const questions = page.getByRole('region', { name: 'Questions' });
  await questions.getByRole('combobox', { name: /VA handling/ }).selectOption('no');
  await questions.getByLabel('Your name').first().fill('Ana');
  await questions.getByRole('button', { name: 'Save the answer' }).first().click();
  await questions.getByText('Saved.').waitFor();
  await page.getByRole('link', { name: 'Report' }).click();
  const known = page.getByRole('region', { name: 'What people know of the stages' });
  await known.getByText('Enter or correct a result').click();
  await known.getByRole('textbox', { name: 'Value' }).fill('37');
  await known.getByLabel('Where it comes from').fill('the list of letters sent');
  await known.getByRole('button', { name: 'Save the result' }).click();
  await known.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Copy the whole plan' }).click();
  await page.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    '- Post-launch KPI 1 actual: error rate: 5.7% (27 of 472, likely 3.8% to 8.2%)',
  );
});

it('prints, also from a dark screen: black on white, nothing to press, whole addresses, charts that are not empty, tagged pages', async () => {
  const page = await open(`${rollout}/report`, 'dark');
  await page.getByRole('heading', { name: 'Section by section' }).waitFor();
  await bars(page);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  expect(await page.getByRole('banner').isVisible()).toBe(false);
  expect(await bars(page)).toBe(7);
  const colors = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement);
    return { backgroundColor, color };
  });
  expect(colors).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(0, 0, 0)' });
  const drawing = page.locator('.sw-trend-drawn svg').first();
  // The drawing follows the paper's width at its next look.
  await expect.poll(async () => (await drawing.boundingBox())?.width).toBe(680);
  const href = await page.getByRole('link', { name: /See the evidence of 1 week/ }).getAttribute('href');
  expect(href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rollouts\//);
});

it.each(pages)('%s: the drawing ends before its table begins', async (_name, path) => {
  const page = await open(path);
  await bars(page);
  const figure = page
    .locator('figure')
    .filter({ has: page.locator('.sw-trend-drawn') })
    .first();
  const drawing = await figure.locator('svg').first().boundingBox();
  const table = await figure.getByRole('table').boundingBox();
  if (drawing === null || table === null) throw new Error('nothing is drawn');
  expect(drawing.y + drawing.height).toBeLessThanOrEqual(table.y);
  await page.context().close();
});

it('saves as a PDF whose reader finds pages, headings, tables, charts and the frozen time', async () => {
  const page = await open(`${rollout}/report`, 'dark');
  await page.getByRole('heading', { name: 'Section by section' }).waitFor();
  await bars(page);
  const bytes = await page.pdf({ preferCSSPageSize: true, tagged: true });
  expect(bytes.toString('latin1')).toContain('/MediaBox [0 0 612 792]');
  const printed = await readPdf(bytes);
  expect(printed.length).toBeGreaterThan(1);
  for (const [i, { words }] of printed.entries()) {
    expect(words).toContain(`Page${i + 1}of${printed.length}`);
    expect(words).toMatch(
      /Changeofaddress\.Evidencefrozen\w+day,.*\((?:[A-Z][a-z]+\d+,)?\d\d:\d\dUTC\)\.Exampledata\./,
    );
    expect(words).not.toContain('Demoscenario');
  }
  expect(printed.flatMap((one) => one.headings.filter(({ text }) => text !== ''))).toEqual([
    { level: 1, text: 'Change of address › Report' },
    { level: 2, text: 'What changes in change-of-address.md' },
    { level: 3, text: 'In dispute' },
    { level: 2, text: 'Section by section' },
    { level: 3, text: '1 week after launch' },
    { level: 3, text: '1 month after launch' },
    { level: 2, text: 'What people know of the stages' },
    { level: 2, text: 'From first stage to now' },
    { level: 3, text: 'Error rate, stage by stage' },
    { level: 2, text: 'Roll backs' },
    { level: 3, text: 'To paste at the bottom of Stage D' },
  ]);
  const tables = printed.flatMap((one) => one.tables);
  const trend = tables.find(([head]) => head?.[0]?.text === 'When') ?? [];
  expect(trend[0]?.map((cell) => cell.role)).toEqual(['TH', 'TH', 'TH', 'TH', 'TH']);
  expect(trend.slice(1).map(([when, rate]) => `${when?.text}: ${rate?.text}`)).toEqual([
    'Stage A: 0%',
    'Stage B: 0%',
    'Stage C: 4.2%',
    'Stage D: 11.4%',
    'Stage E: 13.8%',
    '1 week after launch: 5.7%',
    '1 month after launch: 17.8%',
  ]);
  const drawn = printed.find((one) => one.headings.some(({ text }) => text === 'Error rate, stage by stage'));
  expect(drawn?.dots).toBe(7);
  expect(drawn?.words).toContain('StageAStageBStageCStageDStageE1week1month');
});

it('tells an empty chart from a drawn one', async () => {
  const page = await open(`${rollout}/report`);
  await bars(page);
  await page.evaluate(() =>
    document.querySelectorAll('.sw-trend-drawn svg').forEach((chart) => chart.remove()),
  );
  const printed = await readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true }));
  expect(printed.map((one) => one.dots)).toEqual(printed.map(() => 0));
});

it('prints a check-in with what it is of, and as of when, at the foot of every page', async () => {
  const page = await open(`${rollout}/kpis/1-week`);
  await bars(page);
  const printed = await readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true }));
  for (const { words } of printed)
    expect(words).toMatch(/Changeofaddress,1weekafterlaunch\.Evidencefrozen\w+day,/);
  expect(Math.max(...printed.map((one) => one.dots))).toBeGreaterThanOrEqual(7);
});
