import { expect, it } from 'vitest';
import { findFaults } from '../../../../src/domain/plan/findings/find-faults.ts';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';

/** A plan without a fault; each case breaks one thing in it. */
const sound = `# Ferry tickets

| Toggle name | Description |
| --- | --- |
| ferry_tickets | Sells tickets |

## Rollback
- Roll back if any of the following is seen
  - Error rate above 4%

## Phase II: rollout
- Desired date range: 5/4/2026 - 5/20/2026
- Success criteria:
  - Error rate: < 2%
- Links to the dashboard(s): [board](https://vagov.ddog-gov.com/dashboard/ferry)
- Who is monitoring the dashboard(s)?: Product Manager

### Stage A: 5% of riders
- Length of time: 2 days
- Date: 5/4/2026
- Percentage of Users: 5%

#### Results
- Number of unique users: [FILL_IN]
- Metrics at this stage: [FILL_IN]
- Was any downstream service affected?: [FILL_IN]
- Types of errors logged: [FILL_IN]

### Stage B: 100% of riders
- Length of time: 3 days
- Date: 5/6/2026
- Percentage of Users: 100%

## Contacts
- **After hours:** call the duty engineer via Slack
`;

const codes = (markdown: string): readonly string[] => findFaults(readProse(markdown)).map((one) => one.code);

it('finds nothing in a sound plan', () => {
  expect(findFaults(readProse(sound))).toEqual([]);
});

it.each<[string, string | RegExp, string]>([
  ['title-missing', '# Ferry tickets\n', ''],
  ['plan-draft', '# Ferry tickets', '# Ferry tickets (DRAFT)'],
  ['title-is-a-stage', '# Ferry tickets', '# Phase I: rollout of ferry tickets'],
  ['toggle-missing', '| ferry_tickets |', '| TBD |'],
  [
    'toggle-of-another-feature',
    '| ferry_tickets | Sells tickets |',
    '| pier_parking | Parks |\n| pier_boats | Moors |',
  ],
  ['date-missing', '5/4/2026 - 5/20/2026', 'TBD'],
  ['date-without-year', '- Date: 5/6/2026', '- Date: 5/6'],
  ['date-range-reversed', '5/4/2026 - 5/20/2026', '5/4/2026 - 5/20/2025'],
  ['date-open-ended', '- Date: 5/6/2026', '- Date: 5/6/2026+'],
  ['date-garbled', '- Date: 5/6/2026', '- Date: 5/6-2-7 2026'],
  ['stage-before-previous', '- Date: 5/6/2026', '- Date: 5/6/2025'],
  ['stage-outside-range', '- Date: 5/6/2026', '- Date: 6/6/2026'],
  ['range-contradicts-stages', '5/4/2026 - 5/20/2026', '3/4/2026 - 3/20/2026'],
  ['stages-longer-than-range', '5/4/2026 - 5/20/2026', '5/4/2026 - 5/6/2026'],
  ['stage-dates-overlap', '- Date: 5/4/2026', '- Date: 5/4/2026 - 5/6/2026'],
  ['length-against-dates', '- Date: 5/4/2026', '- Date: 5/4/2026 - 5/14/2026'],
  ['length-holds-date', '- Length of time: 2 days\n- Date: 5/4/2026', '- Length of time: 5/4/2026'],
  ['time-without-zone', '- Date: 5/4/2026', '- Date: 5/4/2026 at 2pm'],
  ['stage-length-missing', '- Length of time: 2 days', '- Length of time:'],
  ['length-range', 'time: 2 days', 'time: 2-3 days'],
  ['length-actual-differs', 'time: 2 days', 'time: 2 days (actual: 7)'],
  ['stage-shorter-than-template', 'time: 2 days', 'time: 1 hour'],
  ['stage-percent-missing', /### Stage A: 5% of riders([^]*?)Users: 5%/, '### Stage A$1Users:'],
  ['percent-conflict', 'Users: 5%', 'Users: 10%'],
  ['percent-range', /### Stage A: 5% of riders([^]*?)Users: 5%/, '### Stage A$1Users: 5-10%'],
  ['percent-field-blank', 'Users: 5%', 'Users:'],
  ['stage-label-repeated', '### Stage B: 100%', '### Stage A: 100%'],
  ['stage-skipped', '- Length of time: 2 days', '- We are skipping this stage\n- Length of time: 2 days'],
  [
    'percentage-goes-down',
    '### Stage B: 100% of riders',
    '### Stage X: 2% of riders\n- Length of time: 1 day\n\n### Stage B: 100% of riders',
  ],
  [
    'percentage-stays',
    '### Stage B: 100% of riders',
    '### Stage D: still 5% of riders\n- Length of time: 1 day\n\n### Stage B: 100% of riders',
  ],
  ['ramp-incomplete', /100%/g, '50%'],
  ['zero-percent', /Stage A: 5% of riders([^]*?)Users: 5%/, 'Stage A$1Users: 0%'],
  [
    'toggles-rolled-out-apart',
    '| ferry_tickets | Sells tickets |',
    '| ferry_tickets | a |\n| ferry_refunds | b |\n\nBoth toggles are turned on concurrently.',
  ],
  ['canary-above-template', '### Stage A: 5% of riders', '### Stage A: Canary at 25% of riders'],
  ['criteria-missing', '- Success criteria:\n  - Error rate: < 2%\n', '- Success criteria:\n'],
  ['criterion-without-limit', 'Error rate: < 2%', 'Error rate'],
  ['criterion-blank', 'Error rate: < 2%', 'Error rate:'],
  ['baseline-not-stated', 'Error rate: < 2%', 'Errors stay the same as baseline'],
  ['criterion-direction', 'Error rate: < 2%', 'Error rate above 2%'],
  ['limits-leave-a-gap', '  - Error rate: < 2%', '  - Success rate: > 95%\n  - Error rate: < 2%'],
  ['uptime-of-a-short-stage', 'Error rate: < 2%', 'Uptime: > 99.9%'],
  ['average-hides-slow', 'Error rate: < 2%', 'Average latency < 200 ms'],
  ['nothing-collects-this', 'Error rate: < 2%', 'Satisfaction: at least 90%'],
  ['criterion-for-no-stage', 'Error rate: < 2%', '5%/55%: > 10 trips'],
  [
    'more-users-than-attempts',
    '## Contacts',
    '## Post launch\n\n### 1-month results\n- Number of unique users: 4,368\n- KPI 1 actual: Total number of tickets: 2,299\n- KPI 2 actual: Error rate: 17.8%\n\n## Contacts',
  ],
  [
    'confirmations-not-sent',
    '## Contacts',
    '## Post launch\n\n### 1-week results\n- KPI 2 actual: Number of confirmations sent (no confirmation yet): 445\n\n## Contacts',
  ],
  ['condition-without-number', 'Error rate above 4%', 'Too many riders stranded'],
  ['limit-blank', 'Error rate above 4%', 'Errors above a threshold\n    - Threshold:'],
  ['rollback-missing', /## Rollback[^]*?(?=## Phase)/, ''],
  [
    'rollback-without-number',
    /- Roll back if[^]*?4%/,
    'On a spike in errors the engineer turns the toggle off.',
  ],
  ['rollback-toggle-inverted', '- Roll back if', 'To go back, enable the toggle.\n- Roll back if'],
  [
    'template-example-criteria',
    '- Success criteria:\n',
    '- Success criteria: [it could be things like errors < 5%]\n',
  ],
  ['placeholder-left', 'Error rate: < 2%', 'Error rate: < 2%\n  - Visits above xx% of what they were'],
  ['dashboard-missing', /- Links to.*\n/, ''],
  ['dashboard-blank', '[board](https://vagov.ddog-gov.com/dashboard/ferry)', '[link here]'],
  ['dashboard-not-ready', '[board]', '\n  - WIP dashboard for refunds\n  - [board]'],
  ['monitor-blank', 'Product Manager', '[FILL_IN]'],
  ['report-to-blank', '- Who is', '- Issues to be reported to:\n- Who is'],
  ['link-wrong-environment', 'dashboard/ferry', 'dashboard/ferry?env=eks-staging'],
  ['link-to-a-list', 'dashboard/ferry', 'dashboard/lists/manual/7'],
  ['link-fixed-window', 'dashboard/ferry', 'dashboard/ferry?from_ts=1690393863486&to_ts=1690397463486'],
  ['link-retired-grafana', 'https://vagov.ddog-gov.com', 'https://grafana.vfs.va.gov'],
  [
    'link-of-another-time',
    'https://vagov.ddog-gov.com/dashboard/ferry',
    'https://analytics.google.com/a1w2p3/_u.date00=20221201&_u.date01=20230221',
  ],
  ['link-broken', '- Who is', '- See (the board)[https://example.org]\n- Who is'],
  ['after-hours-nobody', /## Contacts[^]*/, ''],
  ['phone-missing', 'via Slack', 'via cell'],
  ['label-blank', '- Who is', '- Crew on call list:\n- Who is'],
  ['no-such-stage', '## Rollback', '- [ ] Stage F: tell the harbour\n\n## Rollback'],
  ['result-missing', '- Metrics at this stage: [FILL_IN]', '- Metrics at this stage: 3 errors'],
  ['users-in-another-unit', 'unique users: [FILL_IN]', 'unique users: 1650 API calls'],
  [
    'downstream-contradiction',
    '- Types of errors logged: [FILL_IN]',
    '- Types of errors logged: 3 timeouts from downstream',
  ],
  [
    'counts-dont-add-up',
    /unique users: \[FILL_IN\]\n- Metrics at this stage: \[FILL_IN\]/,
    'unique users: 134\n- Metrics at this stage: 117 successful trips, 15 errors',
  ],
  [
    'fraction-upside-down',
    'Metrics at this stage: [FILL_IN]',
    'Metrics at this stage: 5.7% error rate (472/27)',
  ],
  [
    'rate-not-its-fraction',
    'Metrics at this stage: [FILL_IN]',
    'Metrics at this stage: 9% error rate (2/100)',
  ],
  ['limit-broken', 'Metrics at this stage: [FILL_IN]', 'Metrics at this stage: error rate 6.2%'],
  [
    'too-few-users',
    /unique users: \[FILL_IN\]\n- Metrics at this stage: \[FILL_IN\]/,
    'unique users: 8\n- Metrics at this stage: 100% success',
  ],
  [
    'rollback-on-record',
    '- Types of errors logged: [FILL_IN]',
    '- Types of errors logged: on day one we disabled the flag',
  ],
  ['text-cut-off', 'Metrics at this stage: [FILL_IN]', 'Metrics at this stage: 86% success, average'],
  [
    'percent-not-a-stage',
    '- Success criteria:',
    '- We release it to 30% of users first\n- Success criteria:\n',
  ],
  ['cadence-conflict', /Length of time: \d days/g, 'Length of time: 1 day\n- We increase it every few days'],
  [
    'open-question-before-stage',
    '#### Results',
    '- Before moving to Stage B, confirm whether refunds are in\n\n#### Results',
  ],
  ['rollback-leaves-cache', '- Roll back if', '- Errors are cached for 24 hours\n- Roll back if'],
  ['ahead-of-record', '## Contacts', 'Tickets are currently at 100% in production.\n\n## Contacts'],
])('finds %s', (code, from, to) => {
  expect(codes(sound)).not.toContain(code);
  const broken = sound.replace(from, to);
  expect(broken).not.toBe(sound);
  expect(codes(broken)).toContain(code);
});

it('says in each message what was found, what follows and what to do, without naming people', () => {
  const found = findFaults(
    readProse(
      '## Notes\n- Who is monitoring the dashboard(s)?: Ada Harbour, ada@example.org\n## Stage A\n## Stage A\n',
    ),
  );
  expect(found.length).toBeGreaterThan(5);
  for (const { message } of found) {
    expect(message.length).toBeGreaterThan(60);
    expect(message).not.toMatch(/Ada|Harbour|example\.org|invalid/i);
  }
});
