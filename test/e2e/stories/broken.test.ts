import { expect, it } from 'vitest';
import { faultsOnPhone, storyTeller, type Told } from './story.ts';

const minute = 60_000;

/** Submissions fail from minute 20 on; two toggles, an order to turn them off, and what stays. */
const debt = `# Dispute debt

\`\`\`stagewatch
business-hours: mon-fri 08:00-17:00
toggles: [{ key: debt_letters, off-order: 2 }, { key: debt_form, off-order: 1 }]
stages:
  - { id: stage-a, label: "Stage A", percent: 10, length: 2h }
  - { id: stage-b, label: "Stage B", percent: 50, length: 1d }
signals:
  tries: { source: example, kind: count, query: "count rate=20/m seed=debt" }
  fails: { source: example, kind: count, query: "part share=1% then=25%@20m of count rate=20/m seed=debt" }
  timeouts: { source: example, kind: count, query: "part share=0.5% of count rate=20/m seed=debt" }
criteria:
  - { id: error-rate, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back, fault: ours }
  - { id: timeouts, label: Time-outs of the debt service, ratio: [timeouts, tries], limit: "< 10%", fault: downstream }
contacts:
  - { for: failing submissions, hours: business, role: Front-end engineer, via: Slack }
  - { for: failing submissions, hours: after, role: Delivery manager, via: phone }
  - { for: planned outages, hours: always, role: Maintenance contact, via: email }
not-undone: ["Identifiers already cached", "Errors cached for 24 hours"]
example: { stage: stage-a, started: 50m }
\`\`\`
`;

/** The same, but from minute 60 on nobody is on the new path, as when the toggle has been turned off. */
const back = `# Way back

\`\`\`stagewatch
toggles: [{ key: way_back, settle: 1m }]
stages:
  - { id: stage-a, label: "Stage A", percent: 10, length: 2h }
  - { id: stage-b, label: "Stage B", percent: 50, length: 1d }
signals:
  tries: { source: example, kind: count, query: "count rate=20/m seed=back" }
  fails: { source: example, kind: count, query: "part share=1% then=25%@20m then=0%@60m of count rate=20/m seed=back" }
  people-new: { source: example, kind: count, query: "count rate=10/m then=0/m@60m seed=back-new" }
  people-old: { source: example, kind: count, query: "count rate=90/m seed=back-old" }
criteria:
  - { id: error-rate, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
traffic: [{ toggle: way_back, new: people-new, old: people-old, unit: actors }]
not-undone: ["Letters already printed"]
example: { stage: stage-a, started: 50m }
\`\`\`
`;

const told = storyTeller({ debt, back }, { STAGEWATCH_FLIPPER_LINK: 'https://flipper.example/flipper' });

const here = '/rollouts/debt/stages/stage-a';

it(
  'U31 sees which limit broke, since when and by how much',
  told(async ({ go, section, verdict }) => {
    await go(here);
    const banner = await verdict('Roll back');
    const text = await banner.innerText();
    expect(text).toMatch(/Submissions failing broke its roll-back limit (?:at|on .+,) \d+:\d\d [ap]\.m\. ET/);
    expect(text).toMatch(/\d+ of [\d,]+[^]*under 5%/);
    const row = await section('Criteria')
      .getByRole('row', { name: /Submissions failing/ })
      .innerText();
    expect(row).toMatch(/Over by \d+(\.\d+)? points\./);
    expect(row).toMatch(/Broke Tuesday, November 5, 2024/);
  }),
);

it(
  'U32 sees whom to call now for this failure',
  told(async ({ go, section }) => {
    await go(here);
    const alerts = section('Needs somebody');
    await alerts.getByText('Who to call now:').waitFor();
    // In business hours, for this kind of failure: neither the night's contact nor the one for outages.
    expect(await alerts.innerText()).toContain('Who to call now: Front-end engineer, Slack.');
  }),
);

it(
  'U33 takes an alert without hiding it',
  told(async ({ page, server, go, section, sign, verdict }) => {
    await go(here);
    const alerts = section('Needs somebody');
    await alerts.getByText(/Nobody is on it yet\./).waitFor();
    await alerts.getByText('I’m on it', { exact: true }).click();
    const form = alerts.locator('form').filter({ hasText: 'look again in 15 minutes' });
    await form.getByLabel('Note').fill('Looking at the gateway');
    await sign(form, 'I’m on it, and look again in 15 minutes');
    await alerts.getByText(/Ana Monitor is on it and looks again at/).waitFor();
    // Another pair of eyes sees the same, and the verdict stands.
    const other = await page.context().newPage();
    await other.goto(`${server.url}${here}`);
    const seen = other.getByText(/Ana Monitor is on it/);
    await seen.waitFor();
    expect(await seen.innerText()).toContain('“Looking at the gateway”');
    await verdict('Roll back');
  }),
);

it(
  'U34 gets the toggles to turn off, in order, with links',
  told(async ({ go, section, verdict }) => {
    await go(here);
    const banner = await verdict('Roll back');
    expect(await banner.innerText()).toContain('Turn off debt_form, then debt_letters in Flipper.');
    const open = banner.getByRole('link', { name: /^Open Flipper/ });
    expect(await open.getAttribute('href')).toBe('https://flipper.example/flipper/features/debt_form');
    const order = section('To roll back').getByRole('listitem');
    expect((await order.allInnerTexts()).slice(0, 2).map((one) => one.split(':')[0])).toEqual([
      'debt_form',
      'debt_letters',
    ]);
    const second = order.nth(1).getByRole('link');
    expect(await second.getAttribute('href')).toBe('https://flipper.example/flipper/features/debt_letters');
  }),
);

it(
  'U36 sees what a roll back does not undo',
  told(async ({ go, section, verdict }) => {
    await go(here);
    await verdict('Roll back');
    const stays = section('To roll back');
    await stays.getByRole('heading', { name: 'What a rollback won’t undo' }).waitFor();
    expect(await stays.innerText()).toMatch(/Identifiers already cached[^]*Errors cached for 24 hours/);
  }),
);

it(
  'U38 records an anomaly somebody reported',
  told(async ({ page, go, section, sign }) => {
    await go(here);
    const reports = section('What people report');
    await reports.getByText('Report something else').click();
    await reports.getByLabel('Kind').selectOption('anomaly');
    await reports.getByLabel('Affects').selectOption('many');
    await reports.getByLabel('What happened').fill('A business partner sees disputes arrive twice');
    await reports.getByLabel('Ticket').fill('DEBT-7');
    await sign(reports, 'Record report');
    await reports.getByText(/disputes arrive twice Affects many\. Ticket: DEBT-7\./).waitFor();
    await page.goto(`${page.url().split('/stages/')[0]}/log?kind=reports`);
    const line = page.getByRole('listitem').filter({ hasText: 'A business partner sees' });
    await line.waitFor();
    expect(await line.innerText()).toMatch(/Anomaly[^]*Ana Monitor|Ana Monitor[^]*Anomaly/);
  }),
);

it(
  'U39 tells our failures from downstream ones',
  told(async ({ go, section }) => {
    await go(here);
    const apart = section('Failures apart');
    const ours = apart.getByRole('row', { name: /^Ours/ });
    expect(await ours.innerText()).toMatch(/Submissions failing[^]*Over limit/);
    const theirs = apart.getByRole('row', { name: /^Downstream/ });
    expect(await theirs.innerText()).toMatch(
      /Turning the toggle off may not help\.[^]*Time-outs of the debt/,
    );
    expect(await theirs.innerText()).not.toContain('Over limit');
  }),
);

it(
  'fits a phone with every form open, and axe finds nothing',
  told(async (place) => {
    expect(await faultsOnPhone(place, '/rollouts/debt/stages/stage-a', 'Failures apart')).toEqual([]);
  }),
);

/** Decides to roll back from the verdict, with the severity a person knows. */
async function rollBack({ verdict, section, sign }: Told): Promise<void> {
  const banner = await verdict('Roll back');
  await banner.getByRole('link', { name: 'Record rollback' }).click();
  const form = section('Decide').locator('form');
  await form.getByLabel(/^Reason/).fill('A quarter of submissions fail');
  await form.getByLabel(/^Severity/).fill('Some hundred people');
  await sign(form, 'Check decision');
  await section('Decide').getByRole('button', { name: 'Record decision' }).click();
}

it(
  'U35 sees the roll back confirmed: nobody on the new path, errors back',
  told(async (place) => {
    const { server, go, section, sign, verdict } = place;
    await go('/rollouts/back/stages/stage-a');
    await rollBack(place);
    const going = await verdict('Rolling back');
    expect(await going.innerText()).toContain('`way_back` still gives 10%.'.replaceAll('`', ''));
    const record = section('Record');
    await record.getByText('Enter what a toggle gives by hand').click();
    await record.getByLabel('Percent of actors').fill('0');
    await sign(record.locator('form').filter({ hasText: 'Percent of actors' }), 'Save percentage');
    await going.getByText(/still used/).waitFor();
    server.later(20 * minute);
    const done = await verdict('Rolled back');
    expect(await done.innerText()).toMatch(
      /every toggle gives 0% or less, and nobody is on the new path\.[^]*Submissions failing is back inside its limit: 0 of \d+[^]*Letters already printed/,
    );
  }),
);

it(
  'U37 fills in the record of the roll back',
  told(async (place) => {
    const { page, go, section, sign, verdict } = place;
    await go(here);
    await rollBack(place);
    await verdict('Rolling back');
    await go('/rollouts/debt/log');
    const record = section('Rollback record');
    const facts = await record.innerText();
    expect(facts).toMatch(/Reason\s+A quarter of submissions fail/);
    expect(facts).toMatch(/Date\s+Tuesday, November 5, 2024,[^]*by Ana Monitor/);
    expect(facts).toMatch(/Tickets\s+Not recorded yet/);
    const impact = record.locator('form').filter({ hasText: 'Tickets, one per line' });
    await record.locator('summary').filter({ hasNotText: 'It is resolved' }).first().click();
    await impact.getByLabel('Severity and impact').fill('About 300 people');
    await impact.getByLabel('Tickets, one per line').fill('DEBT-7\nDEBT-8');
    await impact.getByLabel('Your name').fill('Ana Monitor');
    await impact.getByRole('button').click();
    await record.getByText('DEBT-7, DEBT-8').waitFor();
    await record.getByText('It is resolved').click();
    const resolved = record.locator('form').filter({ hasText: 'How it was resolved' });
    await resolved.getByLabel('How it was resolved').fill('The gateway was mended');
    await sign(resolved, 'Record as resolved');
    await record.getByText(/The gateway was mended \(/).waitFor();
    expect(await page.getByText('About 300 people').count()).toBeGreaterThan(0);
  }),
);
