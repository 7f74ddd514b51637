import { expect, it } from 'vitest';
import { storyTeller } from './story.ts';

const minute = 60_000;

/** The window is over, all is met, and the plan has Results of its own with its own labels. */
const done = `# Travel claims

Feature toggle: \`travel_claims\`

## Staged rollout

### Stage A: 10% of users

- Percentage of users: 10%
- Length of time: 1 hour

#### Results

- Claims sent:
- New 504 Errors:
- Call center complaints:

### Stage B: 50% of users

- Percentage of users: 50%
- Length of time: 1 day

\`\`\`stagewatch
toggles: [{ key: travel_claims, settle: 1m }]
stages:
  - { id: stage-a, percent: 10, length: 1h }
  - { id: stage-b, percent: 50, length: 1d }
signals:
  claims: { source: example, kind: count, query: "count total=4000 over=1h seed=claims" }
  failed: { source: example, kind: count, query: "part total=8 of count total=4000 over=1h seed=claims" }
  timeouts: { source: example, kind: count, query: "part total=3 of count total=4000 over=1h seed=claims" }
criteria:
  - { id: error-rate, label: Claims failing, ratio: [failed, claims], limit: "< 2%", breach: roll back }
  - { id: timeouts, label: Gateway time-outs, count: timeouts, limit: "< 25" }
  - { id: complaints, label: Call center complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0", fills: "Call center complaints" }
results: { "Claims sent": { signal: claims }, "New 504 Errors": { signal: timeouts } }
example: { stage: stage-a, started: 1h 10m }
\`\`\`
`;

/** Off on purpose, with a question to answer before the next phase. */
const phases = `# Account creation

\`\`\`stagewatch
toggles: [{ key: account_creation, settle: 1m }]
stages:
  - { id: first, label: "Phase 1: 50%", phase: phase-1, percent: 50, length: 1h }
  - { id: pause, label: "Phase 1: off", phase: phase-1, off: true }
  - { id: second, label: "Phase 2: 20%", phase: phase-2, percent: 20, length: 1d }
signals:
  calls: { source: example, kind: count, query: "count rate=60/m seed=account" }
  failed: { source: example, kind: count, query: "part share=0.3% of count rate=60/m seed=account" }
criteria:
  - { id: error-rate, label: Calls failing, ratio: [failed, calls], limit: "< 1%", breach: roll back }
gates: [{ text: "All applications or VA.gov alone?", before: phase-2 }]
example: { stage: pause, started: 20m }
\`\`\`
`;

const told = storyTeller({ done, phases });

it(
  'U40 records a decision with its evidence and who agreed',
  told(async ({ page, go, section, sign, verdict }) => {
    await go('/rollouts/done/stages/stage-a');
    await verdict('Hold: a check is missing');
    const banner = section('Verdict');
    await banner.getByRole('link', { name: 'Add observation' }).click();
    const form = section('What people report').locator('form').filter({ hasText: 'Complaints?' });
    await form.getByLabel('We asked, and there were none').check();
    await sign(form, 'Record answer');
    await verdict('Ready to advance');
    await banner.getByRole('link', { name: 'Advance to 50%' }).click();
    const decide = section('Decide');
    expect(await decide.getByText(/which is recorded with your decision/).innerText()).toMatch(
      /Ready to advance\.[^]*8 of 4,000/,
    );
    await decide.getByLabel('Who agreed').fill('Product owner and the OCTO lead');
    await sign(decide.locator('form'), 'Check decision');
    const check = decide.getByRole('region', { name: 'Check what will be recorded' });
    expect(await check.innerText()).toMatch(/Product owner and the OCTO lead[^]*8 of 4,000/);
    await check.getByRole('button', { name: 'Record decision' }).click();
    await verdict('Advanced');
    await go('/rollouts/done/log?kind=decisions');
    const entry = page.getByRole('listitem').filter({ hasText: 'Decided to advance' });
    const text = await entry.innerText();
    expect(text).toContain('Agreed: Product owner and the OCTO lead.');
    expect(text).toMatch(/The verdict then: Ready to advance\.[^]*8 of 4,000/);
    // The evidence as it stood can be opened again.
    await entry.getByRole('link', { name: /as it stood/ }).click();
    await page.getByText(/^You’re viewing/).waitFor();
  }),
);

// After the decision above the next stage begins; what the first came to is drafted from its evidence.
it(
  'U41 gets the Results of the stage drafted in the plan’s own words',
  told(async ({ page, server, go, section, sign, verdict }) => {
    await go('/rollouts/done/stages/stage-b');
    await verdict('Not started');
    const record = section('Record').locator('form').filter({ hasText: 'Start watching this stage' });
    await sign(record, 'Start watching this stage');
    await section('Record').getByText('Stagewatch judges this stage: Ana Monitor started it.').waitFor();
    // What is due to be frozen is looked for each minute.
    server.later(2 * minute);
    await go('/rollouts/done/report');
    const diff = page.getByRole('region', { name: /^What changes in/ });
    await expect
      .poll(
        async () => {
          await page.reload();
          await diff.waitFor();
          return diff.innerText();
        },
        { timeout: 45_000, interval: 1_000 },
      )
      .toMatch(/Claims sent: 4,000/);
    const text = await diff.innerText();
    expect(text).toMatch(/New 504 Errors: 3/);
    expect(text).toMatch(/Call center complaints: (0|none|We asked)/i);
  }),
);

// Two stages have run by now.
it(
  'U42 compares the stages as rates, with what each rests on',
  told(async ({ page, go, section }) => {
    await go('/rollouts/done/compare');
    const table = section('Stage by stage');
    const row = table.getByRole('row', { name: /Claims failing/ });
    await row.waitFor();
    const [head = ''] = await table.getByRole('row').allInnerTexts();
    expect(head).toMatch(/Stage A[^]*10%[^]*Stage B[^]*50%[^]*Constant across batches\?/);
    const cells = await row.getByRole('cell').allInnerTexts();
    expect(cells[0]).toMatch(/0\.2%[^]*n = 4,000\. Likely/);
    expect(cells[1]).toMatch(/%|Not judged|Not measured/);
    await page
      .getByRole('link', { name: /^Stage A/ })
      .first()
      .click();
    await page.waitForURL(/stages\/stage-a$/);
  }),
);

it(
  'U43 sees a stage that is off on purpose as that',
  told(async ({ page, go, verdict }) => {
    await go('/');
    const row = page.getByRole('listitem').filter({ hasText: 'Account creation' });
    await row.getByText('Off by plan', { exact: true }).waitFor();
    await go('/rollouts/phases/stages/pause');
    const banner = await verdict('Off by plan');
    expect(await banner.innerText()).toContain('The toggle is off at this step, as planned.');
  }),
);

it(
  'U44 closes the question that stands before the next phase',
  told(async ({ go, section, sign, verdict }) => {
    await go('/rollouts/phases/stages/pause');
    const banner = await verdict('Off by plan');
    expect(await banner.innerText()).toContain(
      'Close the gate before Phase 2: 20%: All applications or VA.gov alone?',
    );
    await banner.getByRole('link', { name: 'Close the gate' }).click();
    const gates = section('Before the next stage');
    await gates.getByText('Close this gate').click();
    await gates.getByLabel('Note').fill('All applications, says operations');
    await sign(gates, 'Record as closed');
    await gates.getByText(/Closed by Ana Monitor[^]*All applications, says operations/).waitFor();
    await banner.getByText('Nothing to watch until the next stage starts.').waitFor();
  }),
);
