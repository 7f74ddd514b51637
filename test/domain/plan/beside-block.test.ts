import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/domain/plan/plan.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';

const head = '# Parking permits\n\nFeature toggle: `parking_permits`\n\n';
const ramp = `### Stage A: 5% of users

- Length of time:

### Stage B: 20% of users

- Length of time:

### Stage C: everyone else

- Percentage of users:
- Length of time: 1 day
`;
const signals = `signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }`;
const withBlock = (text: string, block: string): string => `${text}\n\`\`\`stagewatch\n${block}\n\`\`\`\n`;

function findingsOf(markdown: string): readonly Finding[] {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.findings;
}

const codesOf = (markdown: string, pattern = /./): readonly string[] =>
  findingsOf(markdown)
    .filter((one) => pattern.test(one.code))
    .map((one) => `${one.severity} ${one.code} ${one.line}`);

const keyOf = ({ code, line, message }: Finding): string => `${code} ${line} ${message}`;
const mustFix = (markdown: string): readonly string[] =>
  findingsOf(markdown).flatMap((one) => (one.severity === 'must-fix' ? [keyOf(one)] : []));

describe('stages the prose leaves blank', () => {
  const stageCodes = /^stage-(?:length|percent)-missing$/;

  it('are told once, where the field is, whatever the block says of other things', () => {
    expect(codesOf(withBlock(head + ramp, 'zone: UTC'), stageCodes)).toEqual([
      'must-fix stage-length-missing 7',
      'must-fix stage-length-missing 11',
      'must-fix stage-percent-missing 15',
    ]);
  });

  it.each([
    ['- { id: stage-a, length: 2d }', ['length-missing 11', 'percent-missing 15']],
    ['- { id: stage-b, length: 2d }', ['length-missing 7', 'percent-missing 15']],
    ['- { id: stage-c, percent: 100 }', ['length-missing 7', 'length-missing 11']],
    ['- { id: stage-c, skip: true }', ['length-missing 7', 'length-missing 11']],
    ['- { id: stage-b, off: true }', ['length-missing 7', 'percent-missing 15']],
  ])('are answered one by one: %s', (entry, left) => {
    expect(codesOf(withBlock(head + ramp, `stages:\n  ${entry}`), stageCodes)).toEqual(
      left.map((one) => `must-fix stage-${one}`),
    );
  });

  it('that only the block has are checked in the block', () => {
    const block = 'stages:\n  - { id: pilot, label: Pilot, percent: 1 }';
    expect(codesOf(withBlock(head + ramp, block), stageCodes)).toContain('must-fix stage-length-missing 20');
  });

  it('need a length once the block puts another behind the last', () => {
    const two = '### Stage A: 5%\n\n- Length of time: 1 day\n\n### Stage B: 50%\n\n- Length of time:\n';
    expect(codesOf(head + two, stageCodes)).toEqual(['note stage-length-missing 11']);
    const block = 'stages:\n  - { id: stage-b }\n  - { id: everyone, label: All, percent: 100, length: 7d }';
    expect(codesOf(withBlock(head + two, block), stageCodes)).toEqual(['must-fix stage-length-missing 11']);
  });

  it('are excused in the block as they are without it', () => {
    const dated = '### Stage A: 5%\n\n- Dates: 7/21/2025 - 7/25/2025\n\n### Stage B: 100%\n';
    expect(codesOf(head + dated, stageCodes)).toEqual([]);
    expect(codesOf(withBlock(head + dated, 'zone: UTC'), stageCodes)).toEqual([]);
  });
});

describe('criteria the prose leaves open', () => {
  const open = `${head}## Success criteria

- Error rate of the form
- Length of the queue

## Rollback

- Turn off the toggle on a spike of errors

## Staged rollout

### Stage A: 5% of users

- Length of time: 1 day

### Stage B: 20% of users
`;
  const codes = /^criteria-|without-number|^criterion-without|^ramp-incomplete/;
  const left = (criteria: string): readonly string[] =>
    codesOf(withBlock(open, `${signals}\n${criteria}`), codes);

  it('are open without a block', () => {
    expect(codesOf(open, codes)).toEqual([
      'must-fix criterion-without-limit 7',
      'must-fix criterion-without-limit 8',
      'look rollback-without-number 12',
      'note ramp-incomplete 20',
      'must-fix criteria-without-numbers null',
    ]);
  });

  it.each([
    [
      'by line and limit',
      '- { id: errors, line: [7, 12], ratio: [fails, tries], limit: "< 5%", breach: roll back }',
      ['must-fix criterion-without-limit 8', 'note ramp-incomplete 20'],
    ],
    [
      'but not the rollback by one that only holds',
      '- { id: errors, line: [7, 12], ratio: [fails, tries], limit: "< 5%" }',
      ['must-fix criterion-without-limit 8', 'look rollback-without-number 12', 'note ramp-incomplete 20'],
    ],
    [
      'but not by one that names no line, for nobody agreed to its limit',
      '- { id: errors, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
      [
        'must-fix criterion-without-limit 7',
        'must-fix criterion-without-limit 8',
        'look rollback-without-number 12',
        'note ramp-incomplete 20',
        'must-fix criteria-without-numbers null',
      ],
    ],
    [
      'and not the missing numbers by one that is only watched',
      '- { id: errors, line: 7, ratio: [fails, tries], watch: true }',
      [
        'must-fix criterion-without-limit 8',
        'look rollback-without-number 12',
        'note ramp-incomplete 20',
        'must-fix criteria-without-numbers null',
      ],
    ],
  ])('are answered %s', (_how, criterion, expected) => {
    expect(left(`criteria:\n  ${criterion}`)).toEqual(expected);
  });

  it.each([
    ['', /^None of the criteria has a number/],
    [
      'criteria:\n  - { id: errors, ratio: [fails, tries], limit: "< 5%" }',
      /^None of the criteria in the plan's text has a number\. The stagewatch block gives limits \("errors"\)/,
    ],
  ])('and do not call a plan without numbers whose block gives one: %j', (criteria, said) => {
    const found = findingsOf(withBlock(open, `${signals}\n${criteria}`)).find(
      (one) => one.code === 'criteria-without-numbers',
    );
    expect(found?.message).toMatch(said);
  });

  it.each([
    ['', /^.* has no number: nothing here can call for a roll back by itself/],
    [
      'criteria:\n  - { id: errors, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
      /In the stagewatch block "errors" calls for a roll back, but does not say for which line/,
    ],
  ])('nor say that nothing can call for a roll back where the block does: %j', (criteria, said) => {
    const found = findingsOf(withBlock(open, `${signals}\n${criteria}`)).find(
      (one) => one.code === 'rollback-without-number',
    );
    expect(found?.message).toMatch(said);
  });

  it.each([
    ['business', ['look after-hours-nobody null']],
    ['after', []],
    ['always', []],
  ])(
    'nor that nobody is called after hours where the block names somebody for hours: %s',
    (hours, expected) => {
      const block = `contacts:\n  - { for: errors, hours: ${hours}, role: Delivery manager, via: Slack }`;
      expect(codesOf(withBlock(open, block), /^after-hours/)).toEqual(expected);
    },
  );

  it('and a ramp that ends early is answered by a stage for everybody', () => {
    const block = 'stages:\n  - { id: everyone, label: Everyone, percent: 100, length: 7d }';
    expect(codesOf(withBlock(open, block), /^ramp-incomplete$/)).toEqual([]);
  });

  it.each([
    ['roll back', []],
    ['hold', ['look condition-without-number 7']],
  ])('a condition without a number is answered by a limit that calls for a %s', (breach, expected) => {
    const condition = `${head}Roll back if any of these happens:\n\n- High volume of errors\n\n### Stage A: 5%\n`;
    const block = `${signals}\ncriteria:\n  - { id: errors, line: 7, ratio: [fails, tries], limit: "< 5%", breach: ${breach} }`;
    expect(codesOf(withBlock(condition, block), /^condition-/)).toEqual(expected);
  });

  it('are to be bound, which is no fault yet', () => {
    expect(codesOf(withBlock(open, 'zone: UTC'), /^criteria-/)).toEqual([
      'must-fix criteria-without-numbers null',
      'look criteria-not-bound null',
    ]);
  });
});

describe('a block that says nothing of the plan adds nothing that must be fixed', () => {
  const zone = 'zone: America/New_York';
  const own = new URL('../../../plans/', import.meta.url);
  const bare = (file: string): string =>
    readFileSync(new URL(file, own), 'utf8').replace(/```stagewatch[\s\S]*?```/, '');
  const fixtures: readonly (readonly [string, string])[] = [
    ['stages without lengths', head + ramp],
    ['words only', '# Words\n\nNothing else.\n'],
    ['a stage that is skipped', `${head}### Stage A: canary\n\nSkipped.\n\n### Stage B: 100%\n`],
    ...readdirSync(own)
      .filter((file) => file.endsWith('.md'))
      .map((file) => [file, bare(file)] as const),
  ];
  it.each(fixtures)('%s', (_name, markdown) => {
    const before = mustFix(markdown);
    expect(mustFix(withBlock(markdown, zone)).filter((one) => !before.includes(one))).toEqual([]);
  });

  /** Real plans kept beside the repository, never inside it. */
  const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url));
  const folders = ['seeds/', 'release-plans/'].filter((folder) => existsSync(shared + folder));
  const real = folders.flatMap((folder) =>
    readdirSync(shared + folder)
      .filter((name) => /^\d.*\.md$/.test(name))
      .map((name) => [name, shared + folder + name] as const),
  );
  describe.skipIf(real.length === 0)('real release plans', () => {
    it.each(real)('%s', (_name, file) => {
      const markdown = readFileSync(file, 'utf8');
      const before = mustFix(markdown);
      expect(mustFix(withBlock(markdown, zone)).filter((one) => !before.includes(one))).toEqual([]);
    });
  });
});
