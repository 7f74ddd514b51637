import { expect, it } from 'vitest';
import { proseJson } from '../../../../src/domain/plan/prose/prose-json.ts';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';

it.each([
  [
    'a table',
    '| Toggle name | Description |\n|---|---|\n| `ferry_tickets` | x |\n| [ferry_refunds](https://api.va.gov/flipper/features/ferry_refunds) | y |',
    ['ferry_tickets', 'ferry_refunds'],
  ],
  ['escaped underscores', '**Toggle:** ferry\\_tickets\\_enabled', ['ferry_tickets_enabled']],
  ['camel case', '| Toggle name |\n|---|\n| ferryTicketsV2Enabled |', ['ferryTicketsV2Enabled']],
  [
    'a list',
    'The work has two toggles:\n- Tickets (ferry_tickets_new)\n- Related services (ferry_tickets_refund)',
    ['ferry_tickets_new', 'ferry_tickets_refund'],
  ],
  [
    'words, leaving the calls of the API out',
    'We use the flag `ferry_tickets` with `enable_percentage_of_actors`.',
    ['ferry_tickets'],
  ],
  ['none of another release', '**Related toggles:**\n\n| Toggle name |\n|---|\n| ferry_old |', []],
  ['no descriptive names', 'Toggle: TBD', []],
])('reads the toggles of %s', (_what, text, keys) => {
  expect(readProse(`# Ferry\n\n${text}\n`).toggles.map((toggle) => toggle.key)).toEqual(keys);
});

const criteria = (markdown: string): readonly string[] =>
  readProse(markdown).criteria.map((criterion) => criterion.text);

it('reads success criteria from bullets, and lends the words of a bullet that only introduces', () => {
  const plan = `# Ferry
- Which "success criteria" must hold before the next stage?:
  - Volume of trips:
    - Crew: 10 trips
  - Error rate: <1%
    - This is low on purpose
  - [FILL_IN]
- Links to the dashboard(s): none yet
`;
  expect(criteria(plan)).toEqual(['Volume of trips: Crew: 10 trips', 'Error rate: <1%']);
});

it('reads rollback conditions, and not the general sentence', () => {
  const plan = readProse(
    '# Ferry\n## Rollback\nOn a spike the engineer disables the toggle.\n- Roll back if any of the following is seen\n  - Error rate above 4%\n  - Riders stranded\n',
  );
  expect(plan.criteria.map((one) => [one.text, one.from, one.limit])).toEqual([
    ['Error rate above 4%', 'rollback', 4],
    ['Riders stranded', 'rollback', null],
  ]);
});

it('counts a criterion that is repeated for each stage once, and leaves later KPIs out', () => {
  const stage = '## Stage A: 5%\n#### Results\n- Metrics at this stage:\n  - [ ] Errors < 5%\n';
  const plan = `# Ferry\n${stage}${stage.replace('A: 5', 'B: 50')}## Post-launch metrics\n### 1-week results\n- Error rate: < 9%\n`;
  expect(criteria(plan)).toEqual(['Errors < 5%']);
});

it('keeps names, addresses and numbers of people out of the JSON', () => {
  const plan = readProse(`# Ferry
- Who is monitoring the dashboard(s)?: Product Manager (Ada Harbour), ada@example.org
### Incident contacts
- **During business hours:** Contact Bo Anchor, engineer, via Slack
- **After hours:** Contact Cy Mast via cell 555-0142
`);
  expect(plan.contacts.map((contact) => contact.hours)).toEqual(['always', 'business', 'after']);
  expect(plan.contacts[2]?.people.phones).toEqual(['555-0142']);
  const json = JSON.stringify(proseJson(plan));
  expect(json).not.toMatch(/Ada|Harbour|Anchor|Mast|example\.org|555/);
  expect(proseJson(plan).contacts[0]).toEqual({
    for: 'dashboards',
    hours: 'always',
    role: 'Product Manager',
  });
});

it.each([
  ['https://vagov.ddog-gov.com/dashboard/abc', 'datadog'],
  ['http://sentry.vfs.va.gov/organizations/vsp', 'sentry'],
  ['https://grafana.vfs.va.gov/d/abc', 'grafana'],
  ['https://analytics.google.com/analytics/web/', 'google-analytics'],
  ['https://api.va.gov/flipper/features/ferry', 'flipper'],
  ['https://github.com/o/r/issues/1', 'tracking'],
  ['https://example.org/sentry', 'other'],
])('knows %s as %s', (url, kind) => {
  expect(
    readProse(`# Ferry\n\n[board](${url}) and <a href="${url}">again</a>\n`).links.map((link) => [
      link.kind,
      link.line,
    ]),
  ).toEqual([[kind, 3]]);
});

it('prints the shape that check --json promises', () => {
  const json = proseJson(readProse('# Ferry\n## Stage A: 5%\n- Length of time: 1 day\n'), []);
  expect(json).toEqual({
    title: 'Ferry',
    toggles: [],
    stages: [
      {
        label: 'Stage A: 5%',
        phase: null,
        percent: 5,
        users: null,
        duration: { text: '1 day', seconds: 86_400 },
        start: null,
        end: null,
        results: {},
      },
    ],
    criteria: [],
    contacts: [],
    links: [],
    findings: [],
  });
});
