import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startPrometheus, type RunningPrometheus } from './rig/prometheus.ts';
import { drive, startService, type RunningService } from './rig/service.ts';
import { startStagewatch, type RunningStagewatch } from './rig/stagewatch.ts';

const toggle = 'parking_permits';

/** A plan as teams write them, with what they leave out: a limit, a length, what calls for a roll back. */
const written = `# Parking permits release plan

Feature toggle: \`${toggle}\`

## Success criteria

- Error rate of the permit form
- No complaints at the call center

## Contacts

- Delivery manager, Pat Quimby, pat.quimby@example.gov, 202-555-0142, after hours

## Staged rollout

### Stage A: 50% of users

- Length of time:
- Percentage of users: 50%

#### Results

- Number of unique users:

### Stage B: 100% of users

- Length of time: 3 days
`;

let service: RunningService;
let prometheus: RunningPrometheus;
let stagewatch: RunningStagewatch;
let browser: Browser;
let page: Page;
const answers: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  service = await startService({ toggle, percent: 50 });
  prometheus = await startPrometheus({ targets: [service.target] });
  await prometheus.scraping();
  stagewatch = await startStagewatch(
    {},
    {
      STAGEWATCH_PROMETHEUS_URL: prometheus.url,
      STAGEWATCH_PROMETHEUS_LAG: '2s',
      STAGEWATCH_FLIPPER_URL: service.url,
      STAGEWATCH_BUCKET: '2s',
    },
  );
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().includes('/plan')) return;
    void response.text().then(
      (text) => answers.push(text),
      () => undefined,
    );
  });
});

afterAll(async () => {
  await browser.close();
  await stagewatch.stop();
  await prometheus.dispose();
  await service.stop();
});

const section = (name: RegExp): ReturnType<Page['getByRole']> => page.getByRole('region', { name });

it('U1, U2: a pasted plan is read, and what it lacks is named at its line', async () => {
  await page.goto(`${stagewatch.url}/`);
  await page.getByRole('link', { name: 'Import a plan' }).click();
  await page.getByLabel('The plan’s text').fill(written);
  await page.getByText(/^We read 2 stages, 2 criteria, 1 toggle, 1 contact\./).waitFor();
  const findings = await section(/^Findings/).innerText();
  expect(findings).toMatch(/form" has no limit/);
  expect(findings).toMatch(/Stage A.* has no length/);
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
});

it('takes two fixes: one in the words, one in the block', async () => {
  const stages = section(/^Stages/);
  await stages.getByText(/Fill in what is blank in Stage A/).click();
  await stages.getByLabel(/^Length, such as/).fill('10m');
  await stages.getByRole('button', { name: 'Write it into the block' }).click();
  await stages.getByText('50% · 10 minutes').waitFor();
  const source = page.getByLabel('The plan’s text');
  const text = await source.inputValue();
  await source.fill(text.replace('Error rate of the permit form', 'Error rate of the permit form under 5%'));
  await section(/^Criteria/)
    .getByText(/limit in the text: under 5%/)
    .waitFor();
  await expect
    .poll(() => section(/^Findings/).innerText())
    .not.toMatch(/Stage A.* has no length|form" has no limit/);
});

it('binds it to signals, and tries a query against the running Prometheus', async () => {
  await page.getByLabel('Your name').fill('Ana Owner');
  await drive(service, 40);
  const source = page.getByLabel('The plan’s text');
  const signals = `signals:
  all: { source: prometheus, kind: counter, query: 'app_requests_total{path="new"}' }
  failed: { source: prometheus, kind: counter, query: 'app_requests_total{path="new",code=~"5.."}' }
`;
  const text = await source.inputValue();
  await source.fill(text.replace('```stagewatch\n', `\`\`\`stagewatch\n${signals}`));
  const tried = section(/^Signals/);
  await tried.getByRole('button', { name: 'Try all' }).click();
  await tried.getByText(/of 60 minutes of the last hour have a value|No data\./).waitFor();

  const criteria = section(/^Criteria/);
  const errorRate = criteria.getByRole('listitem').filter({ hasText: 'Error rate' });
  await errorRate.getByText('Bind it').click();
  await errorRate.getByLabel('What failed').selectOption('failed');
  await errorRate.getByLabel('All there was').selectOption('all');
  expect(await errorRate.getByLabel(/^Limit/).inputValue()).toBe('< 5%');
  await errorRate.getByLabel('Over it').selectOption('roll back');
  await errorRate.getByRole('button', { name: 'Bind', exact: true }).click();
  await errorRate.getByText(/measured by Error rate/).waitFor();
});

it('saves it, and the stage page lives', async () => {
  await section(/^Save/).getByRole('button', { name: 'Save and watch this plan' }).click();
  await page.waitForURL(/\/rollouts\/parking-permits-release-plan$/);
  // The button that opens it names it too.
  await page.getByRole('link', { name: 'Stage A: 50% of users', exact: true }).click();
  const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
  await verdict
    .getByText(/Starting|Keep watching|Can't tell|Not started/)
    .first()
    .waitFor();
  await expect
    .poll(
      async () => {
        await drive(service, 20);
        return verdict.innerText();
      },
      { timeout: 60_000, interval: 500 },
    )
    .toMatch(/Keep watching/);
});

it('takes it back changed, with its bindings', async () => {
  await page.goto(`${stagewatch.url}/rollouts/new?of=parking-permits-release-plan`);
  const source = page.getByLabel('The plan’s text');
  await source.waitFor();
  await source.fill(
    `${written.replace('Length of time:\n', 'Length of time: 20 minutes\n')}\nOne more line.\n`,
  );
  await page.getByRole('button', { name: 'Keep the bindings of version 1' }).click();
  await section(/^Signals/)
    .getByRole('button', { name: 'Try failed' })
    .waitFor();
  await section(/^Save/).getByRole('button', { name: 'Save as version 2' }).click();
  await page.waitForURL(/\/rollouts\/parking-permits-release-plan$/);
  await page.getByRole('link', { name: 'The plan', exact: true }).click();
  await page.getByRole('link', { name: 'Version 1' }).waitFor();
  expect(await page.getByText('One more line.').count()).toBe(1);
});

it('let nobody’s name, address or number out but on the plan’s own pages, and no page complained', () => {
  expect(answers.length).toBeGreaterThan(5);
  for (const secret of ['Quimby', 'pat.quimby', '555-0142'])
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
  expect(faults).toEqual([]);
});
