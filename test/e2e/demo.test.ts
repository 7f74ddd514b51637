import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { launchBrowser } from '../support/browser.ts';
import { staticServer } from '../support/static-server.ts';

let server: Awaited<ReturnType<typeof staticServer>>;
let browser: Browser;

beforeAll(async () => {
  server = await staticServer('dist/demo');
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** What each scenario must say, in the verdict and in the first criterion's row. */
const expected: readonly (readonly [ScenarioName, string, string])[] = [
  ['healthy', 'Keep watching', 'Met'],
  ['spike', 'Roll back', 'Over limit'],
  ['thin', 'Hold: not enough data', 'Not enough data'],
  ['source-down', "Can't tell", 'Source error'],
  ['gap', 'Keep watching', 'Not enough data'],
  ['ready', 'Ready to advance', 'Met'],
  ['off-plan', "Hold: toggle doesn't match", 'Met'],
  ['relative', 'Roll back', 'Over limit'],
];

const stage = '/rollouts/change-of-address/stages/stage-b';
const schemes = ['light', 'dark'] as const;

async function open(path: string, colorScheme: 'light' | 'dark', width = 1440): Promise<Page> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return page;
}

async function violations(page: Page): Promise<readonly string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  expect(result.passes.length).toBeGreaterThan(10);
  return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
}

const banner = (page: Page): ReturnType<Page['locator']> =>
  page.getByRole('region', { name: 'Verdict', exact: true });

for (const scheme of schemes) {
  it.each(expected)(`stage, %s, ${scheme}: says it, and axe finds nothing`, async (scenario, word, tag) => {
    const page = await open(`${stage}?scenario=${scenario}`, scheme);
    await banner(page).getByText(word, { exact: true }).waitFor();
    const row = page.getByRole('row', { name: /Submissions failing/ }).first();
    expect(await row.innerText()).toContain(tag);
    expect(await page.getByRole('row', { name: /Average latency/ }).count()).toBe(1);
    expect(await page.getByText('Example data', { exact: true }).count()).toBeGreaterThan(0);
    if (scenario !== 'source-down') await page.getByText('Table of Submissions failing').click();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it.each(expected)(`list, %s, ${scheme}: says it, and axe finds nothing`, async (scenario, word) => {
    const page = await open(`/?scenario=${scenario}`, scheme);
    const row = page.getByRole('listitem').filter({ hasText: 'Change of address' });
    await row.getByText(word, { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it(`list with an unreadable plan, ${scheme}: shows line and reason, and axe finds nothing`, async () => {
    const page = await open('/?scenario=unreadable', scheme);
    await page.getByText("This plan can't be read: broken.md, line 12.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it(`a lost proxy, ${scheme}: both screens say Can't tell within two cadences, and axe finds nothing`, async () => {
    const pages = await Promise.all([
      open(`${stage}?scenario=proxy-lost`, scheme),
      open('/?scenario=proxy-lost', scheme),
    ]);
    // Both are healthy first; then the server falls silent under both.
    await Promise.all(
      pages.map((page) => page.getByText('Keep watching', { exact: true }).first().waitFor()),
    );
    for (const page of pages) {
      await page
        .getByText(/This page lost its connection at/)
        .first()
        .waitFor({ timeout: 60_000 });
      await page.getByText("Can't tell", { exact: true }).first().waitFor();
      // The log may name what was said before; no verdict that stands now may.
      const now = page.getByRole('main').locator('section:not([aria-labelledby="history"])');
      expect(await now.getByText('Keep watching', { exact: true }).count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    }
  });
}

it.each(expected)('%s fits 320 px without scrolling sideways, on both screens', async (scenario) => {
  for (const path of [stage, '/']) {
    const page = await open(`${path}?scenario=${scenario}`, 'light', 320);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    await page.context().close();
  }
});

for (const scheme of schemes) {
  it(`sources, ${scheme}: says which need someone, fits 320 px, and axe finds nothing`, async () => {
    const page = await open('/sources?scenario=sources', scheme, 320);
    await page.getByText('2 of 3 sources need someone: Datadog, Prometheus.', { exact: true }).waitFor();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
}

/** Pages of what people record, each with a heading to wait for. */
const recordPages = [
  ['log', '/rollouts/change-of-address/log?scenario=spike', 'Rollback record'],
  ['notices', '/settings/notices?scenario=spike', 'Given up'],
  ['questions', `${stage}?scenario=people`, 'Who to call'],
] as const;

for (const scheme of schemes) {
  it.each(recordPages)(
    `%s, ${scheme}: fits 320 px with every form open, and axe finds nothing`,
    async (_, path, name) => {
      const page = await open(path, scheme, 320);
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true;
      });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );
}

it('draws one chart per criterion that has one, with its limit labelled', async () => {
  const page = await open(`${stage}?scenario=spike`, 'light');
  const figure = page.getByRole('figure', { name: 'Submissions failing' });
  await figure.getByText('Limit: under 5%', { exact: true }).waitFor();
  await expect.poll(() => page.locator('figure svg.recharts-surface').count(), { timeout: 5_000 }).toBe(4);
  await page.context().close();
});

const criterion = (id: string): string => `${stage}/criteria/${id}`;

/** Types a limit on the criterion page and waits for what it would have called. */
async function tryLimit(page: Page, limit: string, said: RegExp): Promise<void> {
  await page.getByLabel('Limit to try').fill(limit);
  await page.getByRole('button', { name: 'Try this limit' }).click();
  await page.getByText(said).waitFor();
}

for (const scheme of schemes) {
  it.each(expected)(
    `criterion, %s, ${scheme}: says its state, and axe finds nothing`,
    async (scenario, word, tag) => {
      const page = await open(`${criterion('error-rate')}?scenario=${scenario}`, scheme);
      await page.getByRole('region', { name: 'State' }).getByText(tag, { exact: true }).waitFor();
      await page.getByText(word, { exact: true }).first().waitFor();
      await page.getByLabel('Limit to try').waitFor();
      if (scenario !== 'source-down') await page.getByText('Table of Submissions failing').click();
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );

  it(`another limit, ${scheme}: tells the transition on the page, and axe finds nothing`, async () => {
    const page = await open(`${stage}?scenario=spike`, scheme);
    await page.getByRole('link', { name: 'Submissions failing' }).click();
    await tryLimit(
      page,
      '< 3%',
      /^Under 3%: would have called Roll back at \d+:\d\d [ap]\.m\. ET\. \d+ of \d+/,
    );
    const steps = page.getByRole('region', { name: 'Under the limit tried' }).getByRole('listitem');
    expect(await steps.last().innerText()).toContain('Roll back');
    expect(await page.title()).toMatch(/^OVER LIMIT - /);
    expect(page.workers()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it(`status classes, ${scheme}: one row each, and axe finds nothing`, async () => {
    const page = await open(`${criterion('statuses')}?scenario=relative`, scheme);
    const table = page.getByRole('table', { name: /Class by class/ });
    expect(await table.getByRole('row', { name: /504/ }).innerText()).toContain('Over limit');
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
}

it('judges a longer stage in a worker, to the same kind of answer', async () => {
  const page = await open(`${criterion('steady')}?scenario=relative`, 'light');
  const started = page.waitForEvent('worker');
  await tryLimit(page, '<= 20x', /^At most 20 times: Failing against the old path would not have gone over/);
  expect((await started).url()).toContain('trial-worker');
  await page.context().close();
});

it.each(['error-rate', 'statuses', 'steady'])(
  'the page of %s fits 320 px without scrolling sideways, with a trial on it',
  async (id) => {
    const page = await open(`${criterion(id)}?scenario=relative`, 'light', 320);
    await tryLimit(page, id === 'error-rate' ? '< 3%' : '<= 2x', /^(Under 3%|At most 2 times): /);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
    await page.context().close();
  },
);
