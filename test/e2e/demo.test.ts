import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeInBothThemes, demoVisitor, openAll, tooWide, type DemoVisitor } from '../support/demo-visitor.ts';
import { places, verdictPlaces } from './places.ts';

let visitor: DemoVisitor;
let page: Page;

beforeAll(async () => {
  visitor = await demoVisitor();
  ({ page } = visitor);
});

afterAll(() => visitor.close());

const stage = '/rollouts/change-of-address/stages/stage-b';

const banner = (): ReturnType<Page['locator']> => page.getByRole('region', { name: 'Verdict', exact: true });

it.each(verdictPlaces)(
  'stage, $state: word, rows and title say it; axe finds nothing in either theme; it fits 320 px',
  async ({ word, scenario, path, tag }) => {
    await visitor.visit(path, scenario);
    await banner().getByText(word, { exact: true }).waitFor();
    await page.getByText('Loading charts and forms...').waitFor({ state: 'detached' });
    // The tab follows the words at the next turn.
    await expect.poll(() => page.title()).toMatch(new RegExp(`^${word} - `, 'i'));
    const rows = page.locator('.sw-criteria').getByRole('row', { name: /Submissions failing/ });
    if (tag === null) expect(await rows.count()).toBe(0);
    else expect(await rows.first().innerText()).toContain(tag);
    expect(await page.getByText('Example data', { exact: true }).count()).toBeGreaterThan(0);
    await openAll(page);
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(await tooWide(page, 320)).toBeLessThanOrEqual(0);
  },
);

it.each(verdictPlaces)('list, $state: the row says it', async ({ word, scenario }) => {
  await visitor.visit('/', scenario);
  // What is finished is folded away.
  const row = page.locator('main li').filter({ hasText: 'Change of address' });
  await expect.poll(() => row.getByText(word, { exact: true }).count()).toBe(1);
});

it.each(places)(
  '$name: with everything open, axe finds nothing in either theme, and it fits 320 px',
  async ({ path, scenario, says }) => {
    await visitor.visit(path, scenario);
    await page.getByText(says).first().waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await openAll(page);
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(await tooWide(page, 320)).toBeLessThanOrEqual(0);
  },
);

it('a lost proxy: both screens say Can’t tell within two cadences, and axe finds nothing', async () => {
  const other = await page.context().newPage();
  await visitor.visit(stage, 'proxy-lost');
  await other.goto(`${visitor.url}/?scenario=proxy-lost`);
  const both = [page, other];
  // Both are healthy first; then the server falls silent under both.
  await Promise.all(both.map((one) => one.getByText('Keep watching', { exact: true }).first().waitFor()));
  for (const one of both) {
    await one
      .getByText(/This page lost its connection at/)
      .first()
      .waitFor({ timeout: 60_000 });
    await one.getByText("Can't tell", { exact: true }).first().waitFor();
    // The log and the drawing of the run may name what was said before; no verdict that stands now may.
    const said = one.getByRole('main').getByText('Keep watching', { exact: true });
    const now = said.and(one.locator(':not([aria-labelledby="history"] *, figure *)'));
    expect(await now.count()).toBe(0);
    expect(await axeInBothThemes(one)).toEqual([]);
  }
  await other.close();
});

it('draws one chart per criterion that has one, with its limit labelled', async () => {
  await visitor.visit(stage, 'spike');
  const figure = page.getByRole('figure', { name: 'Submissions failing' });
  await figure.getByText('Limit: under 5%', { exact: true }).waitFor();
  await expect.poll(() => page.locator('figure svg.recharts-surface').count()).toBe(4);
});

const criterion = (id: string): string => `${stage}/criteria/${id}`;

/** Types a limit on the criterion page and waits for what it would have called. */
async function tryLimit(limit: string, said: RegExp): Promise<void> {
  await page.getByLabel('Limit to try').fill(limit);
  await page.getByRole('button', { name: 'Try this limit' }).click();
  await page.getByText(said).waitFor();
}

it('another limit: tells the transition on the page, and axe finds nothing', async () => {
  await visitor.visit(stage, 'spike');
  await page.getByRole('link', { name: 'Submissions failing' }).first().click();
  await tryLimit('< 3%', /^Under 3%: would have called Roll back at \d+:\d\d [ap]\.m\. ET\. \d+ of \d+/);
  const steps = page.getByRole('region', { name: 'Under the limit tried' }).getByRole('listitem');
  expect(await steps.last().innerText()).toContain('Roll back');
  expect(await page.title()).toMatch(/^OVER LIMIT - /);
  expect(page.workers()).toEqual([]);
  expect(await axeInBothThemes(page)).toEqual([]);
});

it('status classes: one row each', async () => {
  await visitor.visit(criterion('statuses'), 'relative');
  const table = page.getByRole('table', { name: /Class by class/ });
  expect(await table.getByRole('row', { name: /504/ }).innerText()).toContain('Over limit');
});

it('judges a longer stage in a worker, to the same kind of answer', async () => {
  await visitor.visit(criterion('steady'), 'relative');
  const started = page.waitForEvent('worker');
  await tryLimit('<= 20x', /^At most 20 times: Failing against the old path would not have gone over/);
  expect((await started).url()).toContain('trial-worker');
});

it.each(['error-rate', 'statuses', 'steady'])(
  'the page of %s fits 320 px without scrolling sideways, with a trial on it',
  async (id) => {
    await visitor.visit(criterion(id), 'relative');
    await tryLimit(id === 'error-rate' ? '< 3%' : '<= 2x', /^(Under 3%|At most 2 times): /);
    expect(await tooWide(page, 320)).toBeLessThanOrEqual(0);
  },
);

it('no page asked anything of anyone but its own server, and none had an error', () => {
  expect(visitor.asked.length).toBeGreaterThan(200);
  expect(visitor.asked.filter((address) => !address.startsWith(`${visitor.url}/`))).toEqual([]);
  expect(visitor.faults.filter((fault) => !fault.includes('net::ERR_FAILED'))).toEqual([]);
});
