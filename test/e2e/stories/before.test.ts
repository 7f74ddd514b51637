import { expect, it } from 'vitest';
import { faultsOnPhone, storyTeller } from './story.ts';

/** As a team brings it: contradictions, blanks, a link to staging, nothing bound yet. */
const brought = `# Permits to 50% of users

Feature toggle: \`parking_permits\`

Objective: the feature reaches 10% of users in this rollout.

## Success criteria

- Error rate of the permit form
- Errors remain constant across batches
- [Dashboard](https://vagov.ddog-gov.com/dashboard/abc-123/permits?tpl_var_env=eks-staging&env=eks-staging)
- [Board](https://vagov.ddog-gov.com/dashboard/def-456/permits?env=eks-prod)

## Contacts

- Delivery manager, after hours

## Staged rollout

### Stage A: 5% of users

- Length of time: 1 hour
- Percentage of users: 5%

### Stage B: 50% of users

- Length of time: 3 days
- Percentage of users: 50%

\`\`\`stagewatch
signals:
  tries: { source: example, kind: count, query: "count rate=20/m seed=permits" }
  fails: { source: example, kind: count, query: "part share=1% of count rate=20/m seed=permits" }
\`\`\`
`;

/** Four toggles by percentage, with boxes, a canary nobody can be in, and contacts without numbers. */
const letters = `# Letters behind two toggles

## Prerequisites

- [x] The service is live in production
- [ ] The call center has been told

## Rollout

### Canary

- Users: 3 internal users

### Stage A

- Percentage of users: 10%
- Length of time: 2 hours
- [ ] Go / no go

\`\`\`stagewatch
business-hours: mon-fri 08:00-17:00
toggles: [{ key: letters_list }, { key: letters_download }, { key: letters_print }, { key: letters_mail }]
stages:
  - { id: canary, actors: 3, length: 1h, safety-only: true }
  - { id: stage-a, percent: 10, length: 2h, start: "2024-11-05 13:00" }
signals:
  tries: { source: example, kind: count, query: "count rate=20/m seed=letters" }
  fails: { source: example, kind: count, query: "part share=0.5% of count rate=20/m seed=letters" }
criteria:
  - { id: error-rate, label: Letters failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
checklist:
  - { text: "call center", owner: Product manager, due: "2024-11-05 12:00" }
contacts:
  - { for: errors, hours: business, role: Front-end engineer, via: Slack }
  - { for: errors, hours: after, role: Delivery manager, via: phone, ref: delivery-cell }
example: { stage: stage-a, started: 1h }
\`\`\`
`;

const told = storyTeller({ letters });

it(
  'U1 pastes a plan and gets stages, toggles, limits, people and links',
  told(async ({ page, go, section }) => {
    await go('/');
    await page.getByRole('link', { name: 'Import a plan' }).click();
    await page.getByLabel('The plan’s text').fill(brought);
    await page.getByText(/^We read 2 stages, 2 criteria, 1 toggle, 1 contact\./).waitFor();
    const stages = await section(/^Stages/).innerText();
    expect(stages).toContain('Stage A: 5% of users');
    expect(stages).toContain('50%');
    const found = await section('Toggles, people and links').innerText();
    expect(found).toContain('parking_permits');
    expect(found).toContain('Delivery manager');
    expect(found).toContain('Board');
  }),
);

it(
  'U2 learns which criteria have no number',
  told(async ({ page, go, section }) => {
    await go('/rollouts/new');
    await page.getByLabel('The plan’s text').fill(brought);
    const finding = section(/^Findings/).getByText(/"Error rate of the permit form" has no limit/);
    await finding.waitFor();
    const criterion = section(/^Criteria/)
      .getByRole('listitem')
      .filter({ hasText: 'Error rate of the permit form' });
    expect(await criterion.innerText()).toContain('no number in the text');
  }),
);

it(
  'U3 learns where the plan contradicts itself',
  told(async ({ page, go, section }) => {
    await go('/rollouts/new');
    const twice = brought.replace('Percentage of users: 50%', 'Percentage of users: 40%');
    await page.getByLabel('The plan’s text').fill(twice);
    const finding = section(/^Findings/)
      .getByRole('listitem')
      .filter({ hasText: /50%[^]*40%/ });
    await finding.first().waitFor();
    await finding.first().getByRole('button', { name: /^Line/ }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('plan-text');
  }),
);

it(
  'U4 sees how many people have only some of several toggles',
  told(async ({ go, section }) => {
    await go('/rollouts/letters/stages/stage-a');
    const traffic = section('Traffic against allotment');
    await traffic.getByRole('heading', { name: 'Who has what' }).waitFor();
    const some = traffic.getByRole('row', { name: /Some on, some off/ });
    // Four toggles at 10 %: 1 - 0.9^4 - 0.1^4 of people have some of them, one in ten thousand all.
    expect(await some.innerText()).toContain('34.4%');
    expect(await traffic.getByRole('row', { name: /All toggles on/ }).innerText()).toContain('0.01%');
    expect(await traffic.getByRole('row', { name: /letters_print/ }).innerText()).toMatch(/10%\s+10%/);
  }),
);

it(
  'U5 sees prerequisites and sign-offs with owner and day, and ticks one',
  told(async ({ go, section, sign }) => {
    await go('/rollouts/letters/stages/stage-a');
    const list = section('Checklist');
    await list.getByText('2 of 3 open.').waitFor();
    const box = list.getByRole('row', { name: /The call center has been told/ });
    const open = await box.innerText();
    expect(open).toContain('Product manager');
    expect(open).toContain('Tuesday, November 5, 2024, 12:00 p.m. ET (17:00 UTC)');
    expect(await list.getByRole('row', { name: /The service is live/ }).innerText()).toContain(
      'Ticked in the plan',
    );
    await box.getByText('Record as done').click();
    await sign(box, 'It is done');
    await list.getByText('1 of 3 open.').waitFor();
    expect(await box.innerText()).toContain('Done by Ana Monitor');
  }),
);

it(
  'U6 records a round of user acceptance testing',
  told(async ({ go, section, sign }) => {
    await go('/rollouts/letters/stages/canary');
    const reports = section('What people report');
    await reports.getByText('Report something else').click();
    await reports.getByLabel('Kind').selectOption('test cases');
    await reports.getByLabel('Users who tested').fill('3');
    await reports.getByLabel('Bugs found').fill('2');
    await reports.getByLabel('Bugs fixed').fill('1');
    await reports.getByLabel('Downstream services affected').selectOption('no');
    await reports.getByLabel('What happened').fill('Tried on a call');
    await reports.getByLabel('Ticket').fill('LET-7');
    await sign(reports, 'Record report');
    const kept = reports.getByRole('list', { name: 'Reported so far' });
    await kept.getByText(/3 users; 2 bugs found, 1 fixed\. Downstream services affected: no\./).waitFor();
    expect(await kept.innerText()).toContain('Ticket: LET-7.');
  }),
);

it(
  'U7 records that the canary could not be run',
  told(async ({ page, go, section, sign, verdict }) => {
    await go('/rollouts/letters/stages/canary');
    await verdict('Not started');
    const record = section('Record');
    await record.getByText('This stage can’t be run').click();
    await record.getByLabel('Why it can’t be run').fill('There are no internal users in production.');
    const form = record.locator('form').filter({ hasText: 'Why it can’t be run' });
    await sign(form, 'Record that it was not run');
    const banner = await verdict('Not run');
    expect(await banner.innerText()).toContain('Nothing was measured, so it proves nothing.');
    await go('/rollouts/letters');
    await page
      .getByRole('row', { name: /Canary/ })
      .getByText('Not run', { exact: true })
      .waitFor();
  }),
);

it(
  'U8 says what "constant" is compared with',
  told(async ({ page, go, section }) => {
    await go('/rollouts/new');
    const source = page.getByLabel('The plan’s text');
    await source.fill(brought);
    const criterion = section(/^Criteria/)
      .getByRole('listitem')
      .filter({ hasText: 'Errors remain constant across batches' });
    await criterion.getByText('Bind it').click();
    expect(await criterion.getByLabel('Judged against').inputValue()).toBe('previous stage');
    await criterion.getByLabel('What failed').selectOption('fails');
    await criterion.getByLabel('All there was').selectOption('tries');
    await criterion.getByLabel('Times as much that is tolerated').fill('1.1');
    await criterion.getByRole('button', { name: 'Bind', exact: true }).click();
    await criterion.getByText(/measured by Errors remain constant/).waitFor();
    expect(await source.inputValue()).toMatch(/baseline: previous stage, tolerance: 1\.1x/);
  }),
);

it(
  'U9 learns which dashboard link does not show production',
  told(async ({ page, go, section }) => {
    await go('/rollouts/new');
    await page.getByLabel('The plan’s text').fill(brought);
    const links = section('Toggles, people and links');
    const staging = links.getByRole('listitem').filter({ hasText: 'Dashboard (opens' });
    await staging.getByText(/This dashboard link shows staging/).waitFor();
    const production = links.getByRole('listitem').filter({ hasText: /: Board \(opens/ });
    expect(await production.innerText()).toContain('does it show production, and this feature?');
    expect(await production.getByRole('link').getAttribute('href')).toContain('env=eks-prod');
  }),
);

it(
  'U10 checks whom to call at which hour, and puts a missing number on file',
  told(async ({ go, section, sign }) => {
    await go('/rollouts/letters/stages/stage-a');
    const contacts = section('Who to call');
    // Two in the afternoon on a Tuesday.
    await contacts
      .getByRole('row', { name: /Front-end engineer/ })
      .getByText('- Now')
      .waitFor();
    const night = contacts.getByRole('row', { name: /Delivery manager/ });
    expect(await night.innerText()).toContain('No number on file. Add it now.');
    expect(await night.innerText()).not.toContain('- Now');
    await night.getByText('Add the number').click();
    await night.getByLabel('Number').fill('202-555-0142');
    await sign(night, 'Keep number');
    await night.getByRole('link', { name: '202-555-0142' }).waitFor();
  }),
);

it(
  'U11 schedules a stage in Eastern time and sees UTC',
  told(async ({ page, go, section }) => {
    await go('/rollouts/new');
    const source = page.getByLabel('The plan’s text');
    await source.fill(brought);
    const stages = section(/^Stages/);
    await stages.getByText('Schedule Stage A: 5% of users').click();
    const start = stages.getByLabel(/^Starts, in Eastern time/).first();
    await start.fill('2024-11-06T09:00');
    await stages.getByText('Wednesday, November 6, 2024, 9:00 a.m. ET (14:00 UTC)').waitFor();
    await stages.getByRole('button', { name: 'Write the start into the block' }).first().click();
    await stages.getByText(/starts Wednesday, November 6, 2024, 9:00 a\.m\. ET \(14:00 UTC\)/).waitFor();
    expect(await source.inputValue()).toContain('2024-11-06 09:00');
  }),
);

it(
  'fits a phone with every form open, and axe finds nothing',
  told(async (place) => {
    expect(await faultsOnPhone(place, '/rollouts/letters/stages/stage-a', 'Checklist')).toEqual([]);
  }),
);
