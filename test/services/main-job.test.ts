import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rolloutList } from '../../src/contract/rollout.ts';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from './rig/loopback.ts';
import { startPrometheus, type RunningPrometheus } from './rig/prometheus.ts';
import { drive, startService, type RunningService } from './rig/service.ts';
import { startStagewatch, type RunningStagewatch } from './rig/stagewatch.ts';

const toggle = 'faster_letters';

/** A plan that watches one path of the service. */
function planFor(path: 'new' | 'old'): string {
  return `# Faster letters, ${path} path

\`\`\`stagewatch
toggles: [{ key: ${toggle}, settle: 1s }]
stages:
  - { id: half, label: Half, percent: 50, length: 10m }
  - { id: all, label: Everyone, percent: 100, length: 10m }
signals:
  all: { source: prometheus, kind: counter, query: 'app_requests_total{path="${path}"}' }
  failed: { source: prometheus, kind: counter, query: 'app_requests_total{path="${path}",code=~"5.."}' }
  on-new: { source: prometheus, kind: counter, query: 'app_requests_total{path="new"}' }
  on-old: { source: prometheus, kind: counter, query: 'app_requests_total{path="old"}' }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [failed, all], limit: "< 5%", breach: roll back }
traffic:
  - { toggle: ${toggle}, new: on-new, old: on-old, unit: actors }
\`\`\`
`;
}

let service: RunningService;
let prometheus: RunningPrometheus;
let stagewatch: RunningStagewatch;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  service = await startService({ toggle, percent: 50 });
  prometheus = await startPrometheus({ targets: [service.target] });
  await prometheus.scraping();
  stagewatch = await startStagewatch(
    {
      'new-path.md': planFor('new'),
      'old-path.md': planFor('old'),
      'broken.md': '# Broken\n\n```stagewatch\nstages: [\n```\n',
    },
    {
      STAGEWATCH_PROMETHEUS_URL: prometheus.url,
      STAGEWATCH_PROMETHEUS_LAG: '2s',
      STAGEWATCH_FLIPPER_URL: service.url,
      STAGEWATCH_BUCKET: '2s',
    },
  );
  browser = await launchBrowser();
  page = await browser.newPage();
});

afterAll(async () => {
  await browser.close();
  await stagewatch.stop();
  await prometheus.dispose();
  await service.stop();
});

const verdict = (on: Page): Promise<string> =>
  on.getByRole('region', { name: 'Verdict', exact: true }).innerText();
const row = (on: Page): Promise<string> =>
  on
    .getByRole('row', { name: /Requests failing/ })
    .first()
    .innerText();

/** Waits until the page, refreshed by nobody but itself, shows all of these. */
async function shows(
  on: Page,
  read: (from: Page) => Promise<string>,
  ...texts: readonly string[]
): Promise<string> {
  let seen = '';
  return eventually(
    `${texts.join(' and ')} in the page`,
    async () => {
      seen = await read(on).catch(() => '');
      return texts.every((text) => seen.includes(text)) ? seen : undefined;
    },
    60_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\nLast seen: ${seen}\n${stagewatch.output()}`);
  });
}

const count = (n: number): string => n.toLocaleString('en-US');

it('goes from too little data to met, to roll back, and stays true when its source dies', async () => {
  // The toggle stands at 50 %: that alone opens the stage planned for it.
  await eventually('a run opened by the allotment', async () => {
    const answer = await fetch(`${stagewatch.url}/api/rollouts/new-path/stages/half/runs`);
    const runs: unknown = await answer.json();
    return Array.isArray(runs) && runs.length === 1 ? true : undefined;
  });
  await page.goto(`${stagewatch.url}/rollouts/new-path/stages/half`);

  await drive(service, 60);
  await shows(page, verdict, 'Keep watching');
  await shows(page, row, 'Not enough data', ` of ${count(service.served('new', 200))}`);

  await drive(service, 440, 60);
  await shows(page, row, 'Met', `0 of ${count(service.served('new', 200))}`);
  await shows(page, verdict, 'Keep watching');

  service.setFaults({ failing: 0.3 });
  await drive(service, 500, 500);
  service.setFaults({ failing: 0 });
  const failed = service.served('new', 500);
  const all = failed + service.served('new', 200);
  expect(failed).toBeGreaterThan(40);
  // Traffic has stopped: what the page says equals the service's own counters exactly.
  const said = await shows(page, verdict, 'Roll back', `${count(failed)} of ${count(all)}`);
  expect(said).toContain(`Turn off ${toggle} in Flipper`);
  await shows(page, row, 'Over limit', `${count(failed)} of ${count(all)}`);
  const traffic = await page.getByRole('region', { name: 'Traffic against allotment' }).innerText();
  const old = service.served('old', 200);
  expect(traffic).toContain(`${count(all)} of ${count(all + old)} people`);
  expect(traffic).toContain('Flipper: 50% of actors');

  const healthy = await browser.newPage();
  await healthy.goto(`${stagewatch.url}/rollouts/old-path/stages/half`);
  await shows(healthy, row, 'Met', `0 of ${count(old)}`);

  await prometheus.stop();
  const kept = await shows(page, verdict, 'Roll back', 'Also:', "can't be judged");
  expect(kept).toContain(`${count(failed)} of ${count(all)}`);
  await shows(healthy, verdict, "Can't tell", 'Requests failing');
  await shows(healthy, row, 'Source error');
  await prometheus.start();
});

it('keeps the readable plans running beside a malformed one, which it shows with line and reason', async () => {
  const answer = await fetch(`${stagewatch.url}/api/rollouts`);
  const list = rolloutList.parse(await answer.json());
  expect(list.map((item) => item.id)).toEqual(['broken', 'new-path', 'old-path']);
  expect(list[0]).toMatchObject({
    verdict: { state: 'blind', word: "Can't tell" },
    unreadable: { file: 'broken.md', line: 4, reason: expect.stringContaining('not valid YAML') },
  });
  await page.goto(stagewatch.url);
  await page.getByText("This plan can't be read: broken.md, line 4.", { exact: true }).waitFor();
});
