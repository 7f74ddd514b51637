import { expect, it } from 'vitest';
import { oneCriterion } from './one-criterion.ts';
import { faultsOnPhone, storyTeller } from './story.ts';

const minute = 60_000;

/** A stage in which nothing is wrong: a share, a windowed count that was worst at minute 20, an average and its tail. */
const appointments = `# Appointments

\`\`\`stagewatch
toggles: [{ key: appointments_service, settle: 1m }]
stages:
  - { id: stage-a, label: "Stage A: 10%", percent: 10, length: 2h }
  - { id: stage-b, label: "Stage B: 50%", percent: 50, length: 1d }
signals:
  requests: { source: example, kind: count, query: "count rate=120/m seed=appointments" }
  failed: { source: example, kind: count, query: "part share=0.3% of count rate=120/m seed=appointments" }
  bursts: { source: example, kind: count, query: "part share=0.1% then=3%@20m then=0.1%@25m of count rate=120/m seed=bursts" }
  average: { source: example, kind: duration, unit: ms, statistic: avg, weight: requests, query: "average mean=900ms spread=5% seed=avg" }
  tail: { source: example, kind: duration, unit: ms, statistic: p95, query: "average mean=3400ms spread=5% seed=p95" }
  people-new: { source: example, kind: count, query: "count rate=4/m seed=people-new" }
  people-old: { source: example, kind: count, query: "count rate=36/m seed=people-old" }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [failed, requests], limit: "< 2%", breach: roll back }
  - { id: bursts, label: Errors in any 10 minutes, count: bursts, limit: "< 60 in any 10m" }
  - { id: average, label: Average latency, average: average, limit: "< 5s" }
  - { id: tail, label: Slowest 5 percent, average: tail, watch: true }
  - { id: complaints, label: Call center complaints, ask: { text: "How many complaints?", answer: count }, limit: "= 0" }
traffic: [{ toggle: appointments_service, new: people-new, old: people-old, unit: actors }]
gates: [{ text: "Operations has agreed to 50%", before: stage-b }]
example: { stage: stage-a, started: 50m }
\`\`\`
`;

/** The breaker opened at minute 30, after failures. */
const breaker = `# Breaker

\`\`\`stagewatch
toggles: [{ key: breaker_service }]
stages: [{ id: stage-a, percent: 5, length: 2h }, { id: stage-b, percent: 50, length: 2h }]
signals:
  requests: { source: example, kind: count, query: "count rate=60/m seed=breaker" }
  failed: { source: example, kind: count, query: "part share=1% then=50%@28m then=1%@30m of count rate=60/m seed=breaker" }
  skipped: { source: example, kind: count, query: "count rate=0/m then=140/m@30m then=0/m@31m seed=skipped" }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [failed, requests], limit: "< 40%" }
  - { id: breaker, label: Breaker skipping requests, never: skipped, breach: roll back }
example: { stage: stage-a, started: 50m }
\`\`\`
`;

/** An old and a new endpoint in the same minutes; three new kinds of error at minute 20. */
const endpoint = `# Endpoint

\`\`\`stagewatch
toggles: [{ key: endpoint_lh }]
stages: [{ id: stage-a, percent: 10, length: 2h }, { id: stage-b, percent: 50, length: 2h }]
signals:
  lh: { source: example, kind: count, query: "count rate=40/m seed=lh" }
  evss: { source: example, kind: count, query: "count rate=360/m seed=evss" }
  lh-errors: { source: example, kind: count, query: "part share=1% of count rate=40/m seed=lh" }
  evss-errors: { source: example, kind: count, query: "part share=1% of count rate=360/m seed=evss" }
  lh-status: { source: example, kind: count, by: status, query: "classes 200=rest 499=1% 500=0.6% 504=0.6% of count rate=40/m seed=lh" }
  evss-status: { source: example, kind: count, by: status, query: "classes 200=rest 499=1% 500=0.6% 504=0.6% of count rate=360/m seed=evss" }
  sentry: { source: example, kind: issues, query: "count rate=0/m then=3/m@20m then=0/m@21m seed=issues" }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [lh-errors, lh], baseline: control, control: { signal: evss-errors, of: evss }, tolerance: 3x, breach: roll back }
  - { id: statuses, label: HTTP statuses, classes: { signal: lh-status, of: lh, groups: ["499", "500", "504"] }, baseline: control, control: { signal: evss-status, of: evss }, tolerance: 3x }
  - { id: new-errors, label: New Sentry errors, new-issues: sentry, limit: "= 0", watch: true }
example: { stage: stage-a, started: 50m }
\`\`\`
`;

/** Eight people in an hour, none of whom failed; the hour is over. */
const few = oneCriterion({
  title: 'Few',
  toggle: 'few_people',
  percent: 1,
  length: '1h',
  tries: 'count total=8 over=1h seed=few',
  fails: 'part total=0 of count total=8 over=1h seed=few',
  started: '1h 10m',
});

/** The source fell silent after twenty minutes. */
const silent = oneCriterion({
  title: 'Silent',
  toggle: 'silent_source',
  tries: 'count rate=20/m seed=silent silent=20m',
  fails: 'part share=1% of count rate=20/m seed=silent silent=20m',
});

/** Who has the letter is watched alone; errors differ in what they ask of people. */
const letters = `# Letters

\`\`\`stagewatch
toggles: [{ key: travel_letter }]
stages: [{ id: stage-a, percent: 10, length: 2h }, { id: stage-b, percent: 50, length: 1d }]
signals:
  calls: { source: example, kind: count, query: "count rate=60/m seed=calls" }
  desk: { source: example, kind: count, query: "part share=0.5% of count rate=60/m seed=calls" }
  again: { source: example, kind: count, query: "part share=2% of count rate=60/m seed=calls" }
  have: { source: example, kind: count, query: "count total=29 over=40m seed=have" }
  have-not: { source: example, kind: count, query: "count total=12 over=40m seed=have-not" }
criteria:
  - { id: desk, label: Errors that need a call, ratio: [desk, calls], limit: "< 2%", breach: roll back, fault: help desk }
  - { id: again, label: Errors that pass on another try, ratio: [again, calls], limit: "< 10%", fault: retry }
  - { id: have, label: Eligible with the letter, count: have, watch: true }
  - { id: have-not, label: Eligible without the letter, count: have-not, watch: true }
example: { stage: stage-a, started: 50m }
\`\`\`
`;

/** All is well until minute 60: until then the stories before it must be told. */
const turns = oneCriterion({
  title: 'Turns',
  toggle: 'turns_bad',
  tries: 'count rate=20/m seed=turns',
  fails: 'part share=1% then=60%@60m of count rate=20/m seed=turns',
});

const told = storyTeller({ appointments, breaker, endpoint, few, silent, letters, turns });

const here = '/rollouts/appointments/stages/stage-a';

it(
  'U12 reads what to do, and why, first of all',
  told(async ({ page, go, verdict }) => {
    await go('/');
    const row = page.getByRole('listitem').filter({ hasText: 'Appointments' });
    await row.getByText('Keep watching', { exact: true }).waitFor();
    await go(here);
    const banner = await verdict('Keep watching');
    expect(await banner.innerText()).toMatch(/Nothing is wrong\.[^]*Next:/);
    // The first thing below the page's own heading.
    const top = await banner.boundingBox();
    expect(top?.y).toBeLessThan(300);
  }),
);

it(
  'U13 reads each criterion as now, limit and room',
  told(async ({ page, go, section, verdict }) => {
    await go(here);
    await verdict('Keep watching');
    const row = section('Criteria').getByRole('row', { name: /Requests failing/ });
    expect(await row.innerText()).toMatch(/0\.\d+%[^]*Limit: under 2%\. Room: 1\.\d points\.[^]*Met/);
    await expect
      .poll(() => row.locator('.sw-trend').innerText())
      .toMatch(/Rising|Falling|No clear trend|Too little/);
    await row.getByRole('link', { name: 'Requests failing' }).click();
    await page.waitForURL(/criteria\/error-rate$/);
  }),
);

it(
  'U14 sees whether traffic matches the toggle',
  told(async ({ go, section }) => {
    await go(here);
    const traffic = section('Traffic against allotment');
    await traffic.getByText('Matches', { exact: true }).waitFor();
    expect(await traffic.innerText()).toMatch(/Plan: 10%\. Example toggle: 10% of actors\./);
    expect(await traffic.innerText()).toMatch(/of [\d,]+ people were on the new path \(\d+(\.\d)?%; likely/);
  }),
);

it(
  'U15 compares old and new path side by side',
  told(async ({ go, section }) => {
    await go('/rollouts/endpoint/stages/stage-a');
    const table = section('Side by side');
    const row = table.getByRole('row', { name: /^Requests failing/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(
      /\d+ of [\d,]+ \(\d[^]*\d+ of [\d,]+ \(\d[^]*the old path at the same time[^]*times/,
    );
  }),
);

it(
  'U16 sees that too few people have used it to say anything',
  told(async ({ go, section, verdict }) => {
    await go('/rollouts/few/stages/stage-a');
    const banner = await verdict('Hold: not enough data');
    expect(await banner.innerText()).toContain('0 of 8');
    const row = section('Criteria').getByRole('row', { name: /Submissions failing/ });
    expect(await row.innerText()).toMatch(/0 of 8\. Likely 0% to 3\d\.\d%[^]*Not enough data/);
    await banner.getByRole('link', { name: 'Extend the stage' }).click();
    const decide = section('Decide');
    await expect.poll(() => decide.getByLabel('Extend the stage').isChecked()).toBe(true);
  }),
);

it(
  'U17 sees the worst window of the stage, not only the newest',
  told(async ({ go, section }) => {
    await go(here);
    const row = section('Criteria').getByRole('row', { name: /Errors in any 10 minutes/ });
    await row.waitFor();
    const text = await row.innerText();
    const [, worst, now] = /Worst (\d+), now (\d+)/.exec(text) ?? [];
    expect(Number(worst)).toBeGreaterThan(Number(now) + 5);
    expect(text).toMatch(/Worst: \d+, (?:\w+ \d+, )?\d+:\d\d p\.m\. ET to \d+:\d\d p\.m\. ET \([^)]*UTC\)\./);
  }),
);

it(
  'U18 sees when the breaker skipped requests, and what that hides',
  told(async ({ go, section, verdict }) => {
    await go('/rollouts/breaker/stages/stage-a');
    const banner = await verdict('Roll back');
    expect(await banner.innerText()).toContain('Breaker skipping requests broke its roll-back limit');
    const never = section('What must not happen, and what is new');
    await never.getByText(/Requests that are skipped are not sent/).waitFor();
    const first = never.getByRole('row').nth(1);
    expect(await first.innerText()).toMatch(/1:\d\d p\.m\. ET to[^]*\d+[^]*\d+ failed, \d+ succeeded/);
  }),
);

it(
  'U19 sees 499, 500 and 504 apart',
  told(async ({ go, section }) => {
    await go('/rollouts/endpoint/stages/stage-a');
    const table = section('Side by side');
    for (const code of ['499', '500', '504']) {
      const row = table.getByRole('row', { name: `HTTP statuses: ${code}` });
      expect(await row.innerText()).toMatch(/\d+ of [\d,]+ \([\d.]+%\)[^]*\d+ of [\d,]+ \([\d.]+%\)/);
    }
  }),
);

it(
  'U20 sees new kinds of error beside the rate of known ones',
  told(async ({ go, section }) => {
    await go('/rollouts/endpoint/stages/stage-a');
    const isNew = section('What must not happen, and what is new');
    await isNew.getByText(/Kinds of error first seen in this stage/).waitFor();
    const row = isNew.getByRole('table', { name: 'New Sentry errors' }).getByRole('row').nth(1);
    expect(await row.innerText()).toMatch(/p\.m\. ET to \d+:\d\d p\.m\. ET \([^)]*UTC\)\s+\d/);
    const known = section('Criteria').getByRole('row', { name: /Requests failing/ });
    expect(await known.innerText()).toMatch(/\d+ of [\d,]+/);
  }),
);

it(
  'U21 sees the slow tail beside the average',
  told(async ({ go, section }) => {
    await go(here);
    const criteria = section('Criteria');
    const average = await criteria.getByRole('row', { name: /Average latency/ }).innerText();
    expect(average).toMatch(/9\d\d ms|8\d\d ms/);
    const tail = await criteria.getByRole('row', { name: /Slowest 5 percent/ }).innerText();
    expect(tail).toMatch(/3\.\d+ s[^]*Watched only/);
  }),
);

it(
  'U22 sees how much time is left, and that nobody has decided',
  told(async ({ go, section, verdict }) => {
    await go(here);
    await verdict('Keep watching');
    expect(await section('Stage clock').innerText()).toMatch(/1 hour \d+ minutes left/);
    expect(await section('Stage clock').innerText()).toContain('Earliest decision to advance: when it ends.');
    await go('/rollouts/few/stages/stage-a');
    const banner = await verdict('Hold: not enough data');
    expect(await banner.innerText()).toMatch(/Overdue 1\d minutes/);
  }),
);

it(
  'U23 logs complaints, and "we asked, none"',
  told(async ({ go, section, sign }) => {
    await go(here);
    const asks = section('What people report');
    await asks.getByText('Nobody has reported yet. Silence is not zero.').waitFor();
    await asks.getByText('Answer: Call center complaints').click();
    const form = asks.locator('form').filter({ hasText: 'How many complaints?' });
    await form.getByLabel('We asked, and there were none').check();
    await sign(form, 'Record answer');
    await asks.getByText(/We asked, and there were none\. Answered/).waitFor();
    const row = section('Criteria').getByRole('row', { name: /Call center complaints/ });
    await row.getByText('Met', { exact: true }).waitFor();
    expect(await row.innerText()).toMatch(/Limit: exactly 0|Limit: 0|Limit: none/);
  }),
);

it(
  'U24 is told that a source stopped and nothing can be judged',
  told(async ({ page, go, section, verdict }) => {
    await go('/rollouts/silent/stages/stage-a');
    const banner = await verdict("Can't tell");
    expect(await banner.innerText()).toContain("1 of 1 required criteria can't be judged");
    const row = section('Criteria').getByRole('row', { name: /Submissions failing/ });
    await row.getByText('Stale', { exact: true }).waitFor();
    await banner.getByRole('link', { name: 'See sources' }).click();
    await page.waitForURL(/\/sources$/);
  }),
);

it(
  'U26 marks a planned outage and leaves it out',
  told(async ({ go, section, sign }) => {
    await go(here);
    await section('Charts').getByText('Add event', { exact: true }).first().click();
    const form = section('Charts').locator('form').filter({ hasText: 'Ended, if it lasted' });
    await form.getByLabel('Kind').selectOption('planned outage');
    await form.getByLabel(/^Began/).fill('2024-11-05T13:30');
    await form.getByLabel('Ended, if it lasted').fill('2024-11-05T13:40');
    await form.getByLabel('What happened').fill('Database maintenance');
    await sign(form, 'Add event');
    // On every chart by its letter, and in the one table of events.
    const events = section('Charts').getByRole('row', { name: /Database maintenance/ });
    expect(await events.innerText()).toContain('Planned outage');
    const outages = section('Planned outages');
    const mark = outages.getByRole('listitem').filter({ hasText: 'Database maintenance' });
    await mark.getByText('Leave it out of the judging').click();
    await mark.getByLabel('Reason').fill('It was announced');
    await sign(mark, 'Leave it out');
    await mark.getByText(/Left out of the judging by a recorded decision/).waitFor();
  }),
);

it(
  'U27 hands the watch over with how it stands',
  told(async ({ go, section, sign }) => {
    await go(here);
    const watch = section('Who watches');
    await watch.getByText('Nobody has said that they watch this stage.').waitFor();
    await watch.getByText('I watch this stage').click();
    const take = watch.locator('form').filter({ hasText: 'I watch from now on' });
    await sign(take, 'I watch from now on');
    await watch.getByText(/Ana Monitor watches since/).waitFor();
    await watch.getByText('Hand the watch over').click();
    const offer = watch.locator('form').filter({ hasText: 'Who watches next' });
    await offer.getByLabel('Who watches next').fill('Ben Manager');
    await offer.getByLabel('What to look at').fill('The slow tail');
    await sign(offer, 'Offer the watch');
    const state = watch.getByText(/^It stood: Keep watching\./);
    await state.waitFor();
    expect(await state.innerText()).toMatch(
      /No alert is open\. Open before the next stage: Operations has agreed to 50%\. To look at: The slow tail/,
    );
    await take.getByLabel('Your name').fill('Ben Manager');
    await take.getByRole('button').click();
    await watch.getByText(/Ben Manager watches since/).waitFor();
  }),
);

it(
  'U29 sees how many have the letter and how many do not, without a verdict',
  told(async ({ go, section }) => {
    await go('/rollouts/letters/stages/stage-a');
    const criteria = section('Criteria');
    for (const [name, number] of [
      ['Eligible with the letter', '29'],
      ['Eligible without the letter', '12'],
    ] as const) {
      const row = criteria.getByRole('row', { name: new RegExp(name) });
      expect(await row.innerText()).toMatch(new RegExp(`${number}[^]*No limit[^]*Watched only`));
    }
  }),
);

it(
  'U30 sees errors that need the help desk apart from those a retry fixes',
  told(async ({ go, section }) => {
    await go('/rollouts/letters/stages/stage-a');
    const apart = section('Failures apart');
    const desk = apart.getByRole('row', { name: /Needs the help desk/ });
    expect(await desk.innerText()).toMatch(/Errors that need a call[^]*\d+ of [\d,]+/);
    const again = apart.getByRole('row', { name: /A retry fixes it/ });
    expect(await again.innerText()).toMatch(/Errors that pass on another try[^]*\d+ of [\d,]+/);
  }),
);

it(
  'U28 puts the stage on the wall, to be read from across the room',
  told(async ({ page, go }) => {
    await go('/rollouts/appointments/wall');
    const word = page.getByRole('heading', { level: 1, name: 'Keep watching' });
    await word.waitFor();
    const size = await word.evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    expect(size).toBeGreaterThanOrEqual(96);
    const main = await page.getByRole('main').innerText();
    expect(main).toMatch(/Appointments, Stage A: 10%, 10%\.[^]*Requests failing[^]*Limit: under 2%/);
    // The stage is judged each minute.
    expect(main).toMatch(/Checked (less than a second|\d+ seconds?|1 minute( \d seconds?)?) ago/);
    expect(await page.getByRole('button').count()).toBe(0);
  }),
);

it(
  'fits a phone with every form open, and axe finds nothing',
  told(async (place) => {
    expect(await faultsOnPhone(place, '/rollouts/endpoint/stages/stage-a', 'Side by side')).toEqual([]);
  }),
);

// Moves the clock on for the whole file: last.
it(
  'U25 is called in another tab',
  told(async ({ page, server, go, verdict }) => {
    // A headless browser refuses every notice: this one shows them to the test instead.
    await page.addInitScript(() => {
      const notices: string[] = [];
      class Shown extends EventTarget {
        static permission = 'default';
        static requestPermission(): Promise<string> {
          Shown.permission = 'granted';
          return Promise.resolve('granted');
        }
        constructor(title: string) {
          super();
          notices.push(title);
        }
      }
      Object.defineProperty(window, 'Notification', { value: Shown });
      Object.defineProperty(window, 'told', { value: notices });
    });
    await go('/rollouts/turns/stages/stage-a');
    await verdict('Keep watching');
    await page.getByRole('button', { name: 'Notify me about this stage' }).click();
    await page.getByText(/This browser notifies you about this stage/).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${server.url}/help`);
    await other.bringToFront();
    server.later(25 * minute);
    await expect.poll(() => page.title(), { timeout: 30_000 }).toMatch(/^ROLL BACK - 10% - Turns/);
    await expect
      .poll(() => page.evaluate(() => String(Reflect.get(window, 'told'))), { timeout: 30_000 })
      .toMatch(/Roll back/i);
  }),
);
