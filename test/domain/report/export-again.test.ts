import { expect, it } from 'vitest';
import { readProse } from '../../../src/domain/plan/prose/read-prose.ts';
import { resultFields } from '../../../src/domain/plan/fill-results.ts';
import type { ReportEvidence } from '../../../src/domain/report/build-sections.ts';
import { figure, type Figure } from '../../../src/domain/report/figure.ts';
import { makeReport, type Report, type ReportInput } from '../../../src/domain/report/make-report.ts';
import type { StageEvidence } from '../../../src/domain/report/report-evidence.ts';
import { stageResults } from '../../../src/domain/report/stage-results.ts';
import { planOf } from './report-world.ts';

const plan = `# Permits

### Stage A: 5%

- Percentage of users: 5%

#### Results

- Number of unique users:
- New 504 Errors:
- Types of errors logged: [FILL_IN]
- Call center complaints:
- Rollbacks:
- What changes are necessary?

### Stage B: 50%

#### Results

- Number of unique users:

\`\`\`stagewatch
toggles: [{ key: permits }]
stages:
  - { id: stage-a, label: "Stage A", percent: 5, length: 1d }
  - { id: stage-b, label: "Stage B", percent: 50, length: 1d }
signals:
  people: { source: prometheus, kind: unique, query: people }
  status: { source: prometheus, kind: count, by: status, query: status }
  types: { source: prometheus, kind: count, by: error.type, query: types }
criteria:
  - { id: complaints, label: Complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0", fills: "Call center complaints" }
\`\`\`
`;

const count = (name: string, value: number, parts: Figure['parts'] = []): Figure =>
  figure(name, 'count', value, { origin: 'measured', source: 'prometheus', at: 9, parts });

function stageA(people: number, more: Partial<StageEvidence> = {}): StageEvidence {
  return {
    stage: 'stage-a',
    label: 'Stage A',
    run: {
      id: 'r',
      stage: 'stage-a',
      attempt: 1,
      start: 0,
      end: 9,
      length: 9,
      openedBy: 'Ana',
      closedBy: 'Ana',
    },
    readings: [],
    traffic: [],
    figures: [
      count('people', people),
      count('status', 90, [
        { key: '504', value: 3 },
        { key: '200', value: 87 },
      ]),
      count('types', 5, [
        { key: 'Timeout', value: 3 },
        { key: 'Refused', value: 2 },
      ]),
    ],
    observations: [],
    rollbacks: [],
    answers: {},
    frozenAt: 9,
    ...more,
  };
}

const evidenceOf = (...stages: readonly StageEvidence[]): ReportEvidence => ({
  stages,
  checkIns: [],
  answers: {},
});

function report(input: Partial<ReportInput> & Pick<ReportInput, 'evidence'>): Report {
  const made = makeReport({ file: 'permits.md', base: plan, written: [], insert: false, ...input });
  if (typeof made === 'string') throw new Error(made);
  return made;
}

it('publishes nothing for a stage that has not ended, and no opinion of its own', () => {
  const { markdown } = report({ evidence: evidenceOf(stageA(37)) });
  const b = markdown.slice(markdown.indexOf('### Stage B'));
  expect(b).toContain('- Number of unique users:\n');
  expect(markdown).toContain('- What changes are necessary?\n');
  expect(markdown).toContain(
    '- Number of unique users: 37\n- New 504 Errors: 3\n- Types of errors logged: Timeout (3), Refused (2)\n- Call center complaints: Not asked\n- Rollbacks: none\n',
  );
});

it('changes only what it wrote when new data comes in', () => {
  const first = report({ evidence: evidenceOf(stageA(37)) });
  const second = report({ base: first.markdown, evidence: evidenceOf(stageA(41)), written: first.written });
  expect(second.markdown).toBe(first.markdown.replace('unique users: 37', 'unique users: 41'));
  expect(second.conflicts).toEqual([]);
  expect(second.written).toHaveLength(first.written.length);
});

it('shows as a conflict what somebody changed after it was written, and keeps theirs', () => {
  const first = report({ evidence: evidenceOf(stageA(37)) });
  const edited = first.markdown.replace('unique users: 37', 'unique users: 37, two of them us');
  const second = report({ base: edited, evidence: evidenceOf(stageA(41)), written: first.written });
  expect(second.markdown).toBe(edited);
  expect(second.conflicts).toEqual([
    {
      subject: 'stage:stage-a',
      label: 'Number of unique users',
      line: 9,
      theirs: '37, two of them us',
      ours: '41',
    },
  ]);
});

it('leaves what the team wrote before it ever did, without calling it a dispute', () => {
  const base = plan.replace('- Rollbacks:', '- Rollbacks: one, see the chat');
  const made = report({ base, evidence: evidenceOf(stageA(37)) });
  expect(made.markdown).toContain('- Rollbacks: one, see the chat\n');
  expect(made.conflicts).toEqual([]);
  expect(made.left).toEqual([{ subject: 'stage:stage-a', label: 'Rollbacks', line: 13 }]);
});

it('fills a colleague’s newer copy: their edits stay, and a blank they filled otherwise is a conflict', () => {
  const into = plan
    .replace('# Permits', '# Permits\n\nA sentence that came in since.')
    .replace('- New 504 Errors:', '- New 504 Errors: a handful');
  const made = report({ into, evidence: evidenceOf(stageA(37)) });
  expect(made.markdown).toContain('A sentence that came in since.');
  expect(made.markdown).toContain('- Number of unique users: 37');
  expect(made.markdown).toContain('- New 504 Errors: a handful');
  expect(made.conflicts).toMatchObject([{ label: 'New 504 Errors', theirs: 'a handful', ours: '3' }]);
});

it('adds attempts and roll backs on request alone, with the template’s five fields', () => {
  const rolledBack = stageA(12, {
    run: {
      id: 'r0',
      stage: 'stage-a',
      attempt: 1,
      start: 0,
      end: 5,
      length: 9,
      openedBy: 'Ana',
      closedBy: 'Ana',
    },
    rollbacks: [
      {
        reason: 'Time-outs',
        at: Date.UTC(2025, 6, 16, 13),
        severity: 'many',
        tickets: ['PER-1', 'PER-2'],
        resolved: null,
      },
    ],
  });
  const second = stageA(37, {
    run: {
      id: 'r1',
      stage: 'stage-a',
      attempt: 2,
      start: 6,
      end: 9,
      length: 9,
      openedBy: 'Ana',
      closedBy: 'Ana',
    },
  });
  const evidence = evidenceOf(rolledBack, second);
  expect(report({ evidence }).markdown).not.toContain('attempt');
  const made = report({ evidence, insert: true });
  expect(made.markdown).toContain('#### Results of Stage A, attempt 1\n\n- Number of unique users: 12\n');
  expect(made.markdown).toContain(
    [
      '- Rollback reason: Time-outs',
      '  - Date: Wednesday, July 16, 2025, 9:00 a.m. ET (13:00 UTC)',
      '  - Severity/Impact: many',
      '  - Ticket(s) created to address: PER-1, PER-2',
      '  - [ ] Has the issue been resolved?',
    ].join('\n'),
  );
  const again = report({ base: made.markdown, evidence, insert: true, written: made.written });
  expect(again.markdown).toBe(made.markdown);
});

it.each([
  ['as it is written now', '(August 6, 01:30 UTC)'],
  ['without its day, as it was written before', '(01:30 UTC)'],
])('tells of a roll back in the evening once, where the plan names its time in UTC %s', (_name, inUtc) => {
  const at = Date.UTC(2025, 7, 6, 1, 30);
  const rollbacks = [{ reason: 'Time-outs', at, severity: '', tickets: [], resolved: null }];
  const evidence = evidenceOf(stageA(12, { rollbacks }));
  const { markdown } = report({ evidence, insert: true });
  expect(markdown).toContain('Tuesday, August 5, 2025, 9:30 p.m. ET (August 6, 01:30 UTC)');
  const base = markdown
    .replaceAll('(August 6, 01:30 UTC)', inUtc)
    .replace(/^- Rollbacks: .+/m, '- Rollbacks: one');
  expect(report({ base, evidence, insert: true }).markdown.split('Rollback reason: Time-outs')).toHaveLength(
    2,
  );
});

it('tells of a roll back where only the field of the stage names it', () => {
  const at = Date.UTC(2025, 6, 16, 13);
  const rollbacks = [{ reason: 'Time-outs', at, severity: '', tickets: [], resolved: null }];
  const evidence = evidenceOf(stageA(12, { rollbacks }));
  const first = report({ evidence });
  expect(first.markdown).toContain(
    '- Rollbacks: Wednesday, July 16, 2025, 9:00 a.m. ET (13:00 UTC): Time-outs',
  );
  const second = report({ base: first.markdown, evidence, insert: true, written: first.written });
  expect(second.markdown.split('Rollback reason: Time-outs')).toHaveLength(2);
});

it('takes along the lines the block ties its stages to', () => {
  const tied = plan.replace(
    '- { id: stage-b, label: "Stage B",',
    '- { id: second, line: 16, label: "Second",',
  );
  const other = stageA(12, { run: { ...stageA(1).run, id: 'r0', attempt: 1 } });
  const later = stageA(37, { run: { ...stageA(1).run, id: 'r1', attempt: 2 } });
  const made = report({ base: tied, evidence: evidenceOf(other, later), insert: true });
  const line = Number(/line: (\d+)/.exec(made.markdown)?.[1]);
  expect(made.markdown.split('\n')[line - 1]).toBe('### Stage B: 50%');
});

it('says why a plan can’t be filled', () => {
  const made = makeReport({
    file: 'x.md',
    base: '```stagewatch\nstages: [\n```',
    evidence: evidenceOf(),
    written: [],
    insert: false,
  });
  expect(made).toMatch(/^line \d+: /);
});

const resultsOf = (label: string, block: string, evidence: Partial<StageEvidence>): string | undefined => {
  const markdown = `# P\n\n### Stage A: 5%\n\n#### Results\n\n- ${label}:\n\n\`\`\`stagewatch\ntoggles: [{ key: t }]\nstages: [{ id: stage-a, label: Stage A, percent: 5 }]\n${block}\n\`\`\`\n`;
  const fields = resultFields(readProse(markdown), 3);
  return stageResults(planOf(markdown), stageA(0, { figures: [], ...evidence }), fields)[0]?.value;
};

const observed = (topic: string, said: StageEvidence['observations'][number]['said'], note = '') => ({
  observations: [{ topic, criterion: null, said, note, ticket: null, at: 1 }],
});

it.each([
  ['New Sentry Errors', '', {}, 'Not measured'],
  [
    'Unsuccessful test cases',
    '',
    observed('test cases', { kind: 'count', count: 2 }, 'two on phones'),
    '2: two on phones',
  ],
  ['Unsuccessful fixture tests', '', observed('test cases', { kind: 'count', count: 2 }), 'Not asked'],
  ['Call center complaints', '', observed('complaints', { kind: 'count', count: 0 }), '0'],
  ['Call center complaints', '', {}, 'Not asked'],
  [
    'Was any downstream service affected by the change?',
    '',
    observed('downstream', null, 'time-outs behind the form'),
    'yes: time-outs behind the form',
  ],
  [
    'Was any downstream service affected by the change?',
    '',
    observed('downstream', { kind: 'not-asked' }),
    'Not asked',
  ],
  [
    'Was the data submitted (if any) easy for VA to process?',
    '',
    observed('easy to process', { kind: 'yes-no-na', answer: 'n/a' }),
    'N/A',
  ],
  [
    'Highest Latency',
    'signals: { slow: { source: p, kind: duration, unit: ms, query: q } }',
    { figures: [figure('slow', 'ms', 320, { origin: 'measured', source: 'p', at: 1, highest: 1840 })] },
    '1.84 s',
  ],
  [
    'Sum of Errors',
    'signals: { e: { source: p, kind: count, query: q } }\nresults: { "Sum of Errors": { signal: e } }',
    { figures: [count('e', 7)] },
    '7',
  ],
  [
    'Number of bugs identified / fixed',
    '',
    { answers: { 'Number of bugs identified / fixed': '3/2' } },
    '3/2',
  ],
  ['Something nobody knows', '', {}, undefined],
])('%s', (label, block, evidence, value) => {
  expect(resultsOf(label, block, evidence)).toBe(value);
});
