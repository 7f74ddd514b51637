import { expect, it } from 'vitest';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';

const plan = (block: string, title = '# Parking permits\n\nWords of the team.\n'): string =>
  `${title}\n\`\`\`stagewatch\n${block}\n\`\`\`\n`;

const whole = `zone: America/New_York
toggles:
  - { key: permits, settle: 2m }
stages:
  - { id: stage-a, percent: 5, length: 1h }
  - { id: rest, off: true }
  - { id: stage-b, percent: { permits: 50 }, start: "2025-07-21 09:00", length: 3d }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%", limits: { stage-b: "< 3%" }, breach: roll back }
  - { id: bursts, count: fails, limit: "< 10 in any 10m" }`;

const problemsOf = (block: string): readonly string[] => {
  const read = readPlan(plan(block));
  return read.ok ? [] : read.problems.map((problem) => `${problem.line}: ${problem.message}`);
};

it('reads title, toggles, stages, signals and criteria with their lines', () => {
  const read = readPlan(plan(whole));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.plan).toMatchObject({
    title: 'Parking permits',
    zone: 'America/New_York',
    toggles: [{ key: 'permits', actor: 'user', settle: 120_000, line: 8 }],
    stages: [
      {
        id: 'stage-a',
        label: 'Stage a',
        audience: { percents: { permits: 5 } },
        length: 3_600_000,
        line: 10,
      },
      { id: 'rest', off: true, audience: { percents: { permits: 0 } } },
      { id: 'stage-b', start: Date.UTC(2025, 6, 21, 13), length: 259_200_000 },
    ],
    criteria: [
      {
        id: 'error-rate',
        label: 'Error rate',
        limit: { value: 0.05 },
        limits: { 'stage-b': { value: 0.03 } },
        breach: 'roll back',
        line: 17,
      },
      { id: 'bursts', limit: { value: 10, within: 600_000 }, breach: 'hold' },
    ],
  });
  expect(read.findings).toEqual([]);
});

it.each([
  ['not YAML', 'toggles: [', /^6: The stagewatch block is not valid YAML/],
  [
    'an unknown key, with the nearest',
    `${whole}\ncriterias: []`,
    /^19: "criterias" is not a key of the stagewatch block\. Did you mean "criteria"\?/,
  ],
  [
    'an unknown key of a stage',
    'stages: [{ id: a, precent: 5 }]',
    /^6: "precent" is not a key of stages\[1\]\. Did you mean "percent"\?/,
  ],
  [
    'a limit that is none',
    'criteria:\n  - { id: a, count: b, limit: "some" }',
    /^7: .*"some" is not a limit/,
  ],
  [
    'a limit in the wrong unit',
    whole.replace('"< 5%"', '"< 200ms"'),
    /^17: .*a ratio is limited by a percentage/,
  ],
  [
    'a signal nobody defines',
    whole.replace('[fails, tries]', '[failz, tries]'),
    /^17: .*"failz".*Did you mean "fails"\?/,
  ],
  ['a stage nobody defines', whole.replace('stage-b: "< 3%"', 'stage-z: "< 3%"'), /^17: .*"stage-z"/],
  [
    'two measures in one criterion',
    whole.replace('count: fails', 'count: fails, never: fails'),
    /^18: .*measures 2 things/,
  ],
  ['no measure', whole.replace('count: fails, ', ''), /^18: .*measures nothing/],
  [
    'a time that is none',
    whole.replace('2025-07-21 09:00', 'next Monday'),
    /^12: .*"next Monday" is not a time/,
  ],
  [
    'the same stage twice',
    whole.replace('id: rest', 'id: stage-a'),
    /^11: stage "stage-a" is already on line 10/,
  ],
  ['a zone that is none', whole.replace('America/New_York', 'Eastern'), /^6: zone: Use an IANA time zone/],
])('refuses %s, naming line and remedy', (_what, block, problem) => {
  expect(problemsOf(block)).toEqual([expect.stringMatching(problem)]);
});

it('refuses a second block and a plan that is too long', () => {
  const twice = readPlan(`${plan(whole)}\n${plan('zone: UTC')}`);
  expect(twice.ok ? [] : twice.problems.map((problem) => problem.message)).toEqual([
    expect.stringContaining('second stagewatch block'),
  ]);
  const long = readPlan(`# Long\n${'x'.repeat(262_144)}`);
  expect(long.ok ? '' : long.problems[0]?.message).toContain('257 kB long');
});

it.each([
  ['nothing-rolls-back', whole.replace(', breach: roll back', '')],
  ['limit-missing', whole.replace(', limit: "< 10 in any 10m"', '')],
  ['stage-length-missing', whole.replace('percent: 5, length: 1h', 'percent: 5')],
  ['stage-percent-missing', whole.replace('percent: 5, ', '')],
  ['criteria-missing', 'stages: [{ id: a, percent: 1, length: 1h }]'],
  ['stages-missing', 'zone: UTC'],
])('finds %s', (code, block) => {
  const read = readPlan(plan(block));
  expect(
    read.ok ? read.findings.filter((one) => one.severity === 'must-fix').map((one) => one.code) : read,
  ).toContain(code);
});

it('turns an accepted finding into a note that keeps the reason', () => {
  const block = `${whole.replace(', breach: roll back', '')}\naccept: [{ finding: nothing-rolls-back, reason: "Agreed with the owner" }]`;
  const read = readPlan(plan(block));
  expect(read.ok ? read.findings : []).toContainEqual(
    expect.objectContaining({
      severity: 'note',
      code: 'nothing-rolls-back',
      message: expect.stringContaining('Agreed with the owner'),
    }),
  );
});

it('reads a plan without a block as a title with findings, never as a healthy plan', () => {
  const read = readPlan('# Only words\n\nNothing else.');
  const mustFix = read.ok ? read.findings.filter((one) => one.severity === 'must-fix') : [];
  expect(mustFix.map((one) => one.code).toSorted()).toEqual([
    'criteria-missing',
    'rollback-missing',
    'stages-missing',
    'toggle-missing',
  ]);
});
