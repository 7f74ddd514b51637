import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../src/domain/plan/find-block.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { stageIds } from '../../../src/domain/plan/stage-ids.ts';

const prose = `# Parking permits

Feature toggle: \`parking_permits\`

## Success criteria

- Error rate: under 5%
- No complaints at the call center

## Rollback

Roll back if any of these happens:

- More than 10 errors in any 10 minutes

## Staged rollout

### Stage A: canary

- Length of time: 2 hours
- Percentage of users: 1%

### Stage B: 25% of users

- Length of time: 1 day

### Stage C: 100% of users
`;

const withBlock = (block: string, text = prose): string => `${text}\n\`\`\`stagewatch\n${block}\n\`\`\`\n`;

const signals = `signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }`;

function readable(markdown: string): Extract<ReturnType<typeof readPlan>, { ok: true }> {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
}

const codes = (markdown: string): readonly string[] =>
  readable(markdown).findings.map((one) => `${one.severity} ${one.code} ${one.line}`);

const stagesOf = (markdown: string): readonly unknown[] =>
  readable(markdown).plan.stages.map(({ id, label, audience, length }) => [
    id,
    label,
    audience.kind === 'percent' ? Object.values(audience.percents)[0] : audience.kind,
    length,
  ]);

const hour = 3_600_000;

describe('stages', () => {
  it('come from the prose where there is no block', () => {
    expect(stagesOf(prose)).toEqual([
      ['stage-a', 'Stage A: canary', 1, 2 * hour],
      ['stage-b', 'Stage B: 25% of users', 25, 24 * hour],
      ['stage-c', 'Stage C: 100% of users', 100, null],
    ]);
    expect(readable(prose).plan.toggles).toMatchObject([{ key: 'parking_permits', line: 3 }]);
  });

  it('stay those of the prose where the block binds only signals', () => {
    expect(stagesOf(withBlock(signals))).toHaveLength(3);
  });

  it.each([
    [
      'fills what the prose leaves blank',
      '- { id: stage-c, length: 7d }',
      ['stage-c', 'Stage C: 100% of users', 100, 168 * hour],
      2,
    ],
    [
      'corrects what the prose gets wrong',
      '- { id: stage-b, percent: 20 }',
      ['stage-b', 'Stage B: 25% of users', 20, 24 * hour],
      1,
    ],
    [
      'is tied by line where its id is another',
      '- { id: first, line: 18 }',
      ['first', 'Stage A: canary', 1, 2 * hour],
      0,
    ],
    [
      'is tied by the whole name',
      '- { id: stage-a-canary, label: Canary }',
      ['stage-a-canary', 'Canary', 1, 2 * hour],
      0,
    ],
  ])('of the block: %s', (_what, entry, stage, index) => {
    const all = stagesOf(withBlock(`stages:\n  ${entry}`));
    expect(all).toHaveLength(3);
    expect(all[index]).toEqual(stage);
  });

  it('the block adds stand behind the entry before them, and one it skips is none', () => {
    const block = `stages:
  - { id: stage-b }
  - { id: pause, off: true }
  - { id: stage-c, skip: true }`;
    expect(stagesOf(withBlock(block)).map((stage) => (Array.isArray(stage) ? stage[0] : ''))).toEqual([
      'stage-a',
      'stage-b',
      'pause',
    ]);
  });

  it.each([
    [
      'that restates the whole ramp',
      `  - { id: stage-b, label: B, percent: 25 }
  - { id: stage-a, label: A, percent: 1 }
  - { id: stage-c, label: C, percent: 100 }`,
      ['stage-b', 'stage-a', 'stage-c'],
    ],
    [
      'only where it does: not for lengths filled in, last first',
      '  - { id: stage-c, length: 7d }\n  - { id: stage-a, length: 1d }\n  - { id: stage-b, length: 1d }',
      ['stage-a', 'stage-b', 'stage-c'],
    ],
    [
      'nor for percentages filled in, last first',
      '  - { id: stage-c, percent: 100 }\n  - { id: stage-b, percent: 25 }\n  - { id: stage-a, percent: 1 }',
      ['stage-a', 'stage-b', 'stage-c'],
    ],
  ])('come in the order of a block %s', (_what, entries, order) => {
    const { plan } = readable(withBlock(`stages:\n${entries}`));
    expect(plan.stages.map((stage) => stage.id)).toEqual(order);
  });

  it.each([
    ['everybody comes last', ['{ id: everyone, percent: 100, length: 2d }'], 'abc everyone'],
    ['by its percent', ['{ id: tenth, percent: 10, length: 2d }'], 'a tenth bc'],
    ['by its highest percent', ['{ id: tenth, percent: { parking_permits: 10 }, length: 2d }'], 'a tenth bc'],
    ['named people come first', ['{ id: staff, actors: 3, length: 2d }'], 'staff abc'],
    ['without either, at the end', ['{ id: rest, off: true }'], 'abc rest'],
    [
      'and one without behind the one before it',
      ['{ id: tenth, percent: 10, length: 2d }', '{ id: rest, off: true }'],
      'a tenth rest bc',
    ],
    [
      'before a stage of the text too',
      ['{ id: everyone, percent: 100, length: 2d }', '{ id: stage-a, length: 1d }'],
      'abc everyone',
    ],
    [
      'else behind the stage before it',
      ['{ id: stage-a, length: 1d }', '{ id: everyone, percent: 100, length: 2d }'],
      'a everyone bc',
    ],
  ])('that only the block has are put in place: %s', (_how, entries, order) => {
    const { plan } = readable(withBlock(`stages:\n${entries.map((one) => `  - ${one}`).join('\n')}`));
    const said = plan.stages.map(({ id }) => (id.startsWith('stage-') ? id.slice(-1) : ` ${id} `)).join('');
    expect(said.trim().replaceAll(/ +/g, ' ')).toBe(order);
  });
});

const about = (entry: string): readonly unknown[] =>
  readable(withBlock(`stages:\n  - ${entry}`))
    .findings.filter((one) => /^stage-(?:unknown|only-in-block)$/.test(one.code))
    .map(({ severity, code, line, message }) => [
      severity,
      code,
      line,
      /Did you mean "([^"]+)"/.exec(message)?.[1],
    ]);

describe('an entry that names no stage of the text', () => {
  it.each([
    ['is mistyped', '{ id: stage-bb, length: 2d }', 'stage-b'],
    ['is mistyped with a percent', '{ id: stage-bb, percent: 20 }', 'stage-b'],
    ['is to be skipped', '{ id: stage-bb, skip: true }', 'stage-b'],
    ['is to be skipped at a line', '{ id: staeg-c, line: 400, skip: true }', 'stage-c'],
  ])('%s: must be corrected, with the nearest name', (_how, entry, nearest) => {
    expect(about(entry)).toEqual([['must-fix', 'stage-unknown', 31, nearest]]);
  });

  it('is like none: must be corrected too, and the names there are are listed', () => {
    expect(about('{ id: everyone-else, length: 2d }')).toEqual([
      ['must-fix', 'stage-unknown', 31, undefined],
    ]);
  });

  it.each([
    '{ id: stage-d, label: Stage D, percent: 100 }',
    '{ id: stage-d, percent: 100, length: 7d }',
    '{ id: staff, actors: 3, safety-only: true }',
    '{ id: rest, off: true }',
  ])('is added on purpose: a note at most, %s', (entry) => {
    expect(about(entry)).toEqual([['note', 'stage-only-in-block', 31, undefined]]);
  });

  it('is no stray where the text has no stages', () => {
    const { findings } = readable(
      '# Words\n\n```stagewatch\nstages:\n  - { id: stage-bb, length: 2d }\n```\n',
    );
    expect(findings.filter((one) => one.code === 'stage-unknown')).toEqual([]);
  });
});

it.each([
  [
    ['Stage A: Canary', 'Stage B'],
    ['stage-a', 'stage-b'],
  ],
  [
    ['Stage A: Canary', 'Stage A: Monitoring phase'],
    ['stage-a-canary', 'stage-a-monitoring-phase'],
  ],
  [
    ['Rollout', 'Rollout'],
    ['rollout', 'rollout-2'],
  ],
  [
    ['50%', '100%'],
    ['stage', 'stage-2'],
  ],
])('names the stages %j as %j', (labels, ids) => {
  expect(stageIds(labels.map((label) => ({ label, phase: null })))).toEqual(ids);
});

it('tells stages of the same name apart by their phase', () => {
  const twice = ['Phase II: Pilot', 'Phase III: Everyone'].map((phase) => ({ label: 'Stage A', phase }));
  expect(stageIds(twice)).toEqual(['phase-2-stage-a', 'phase-3-stage-a']);
});

it('gives every stage an id of its own, whatever the names', () => {
  const named = fc.record({ label: fc.string(), phase: fc.option(fc.string()) });
  fc.assert(
    fc.property(fc.array(named, { maxLength: 12 }), (stages) => {
      const ids = stageIds(stages);
      expect(new Set(ids).size).toBe(stages.length);
      for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    }),
  );
});

describe('the block against the prose', () => {
  it.each([
    ['a percent', 'stages:\n  - { id: stage-b, percent: 20 }', 'look block-percent-differs 23'],
    ['a length', 'stages:\n  - { id: stage-a, length: 3h }', 'look block-length-differs 18'],
    ['a toggle left out', 'toggles:\n  - { key: other }', 'look toggle-not-watched 3'],
    [
      'a limit',
      `${signals}\ncriteria:\n  - { id: error-rate, ratio: [fails, tries], limit: "< 9%" }`,
      'look block-limit-differs 7',
    ],
    [
      'a breach',
      `${signals}\ncriteria:\n  - { id: errors, line: 14, count: fails, limit: "< 10 in any 10m" }`,
      'look block-breach-differs 14',
    ],
    [
      'a criterion nobody measures',
      `${signals}\ncriteria:\n  - { id: error-rate, ratio: [fails, tries], limit: "< 5%" }`,
      'look criterion-not-bound 8',
    ],
  ])('reports %s', (_what, block, finding) => {
    expect(codes(withBlock(block))).toContain(finding);
  });

  it('says nothing where the two agree', () => {
    const block = `stages:
  - { id: stage-a, percent: 1, length: 2h }
toggles:
  - { key: parking_permits }
${signals}
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%" }
  - { id: bursts, line: 14, count: fails, limit: "< 10 in any 10m", breach: roll back }
  - { id: complaints, ask: { text: "Complaints at the call center", answer: count }, limit: "= 0" }`;
    const against = /block-|criterion-not-bound|toggle-not-watched/;
    expect(codes(withBlock(block)).filter((one) => against.test(one))).toEqual([]);
  });

  it('answers a blank of the prose where a criterion names its line, and lets nobody else answer it', () => {
    const blank = prose.replace('Error rate: under 5%', 'Latency of the form');
    const criterion = (line: string): string =>
      withBlock(`${signals}\ncriteria:\n  - { id: latency, ${line}max: tries, limit: "< 2s" }`, blank);
    expect(codes(criterion(''))).toContain('must-fix criterion-without-limit 7');
    expect(codes(criterion('line: 7, '))).not.toContain('must-fix criterion-without-limit 7');
  });
});

describe('the five example plans', () => {
  const folder = new URL('../../../plans/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  it.each(files)('%s: prose and block give the same stages', (file) => {
    const read = readable(readFileSync(new URL(file, folder), 'utf8'));
    expect(read.prose.stages.length).toBeGreaterThan(2);
    expect(read.tied.map(({ id, prose: said, block }) => [id, said !== null, block !== null])).toEqual(
      read.plan.stages.map(({ id }) => [id, true, true]),
    );
    expect(read.findings.filter((one) => /block-(?:percent|length|limit)-differs/.test(one.code))).toEqual(
      [],
    );
  });
});

describe('the block is found', () => {
  it.each([
    ['between fences', 'a\n```stagewatch\nzone: UTC\n```\nb', ['zone: UTC']],
    ['between tildes', '~~~ stagewatch\nzone: UTC\n~~~', ['zone: UTC']],
    ['with Windows line ends', 'a\r\n```stagewatch\r\nzone: UTC\r\n```', ['zone: UTC']],
    ['in a list', '- a\n  ```stagewatch\n  zone: UTC\n  ```', ['zone: UTC']],
    ['never closed', '```stagewatch\nzone: UTC', ['zone: UTC']],
    ['but not inside another block', '````markdown\n```stagewatch\nzone: UTC\n```\n````', []],
    ['but not in a comment', '<!--\n```stagewatch\nzone: UTC\n```\n-->', []],
    [
      'but not where four blanks show how it is written',
      'Write:\n\n    ```stagewatch\n    zone: XX\n    ```\n',
      [],
    ],
    ['but not another word', '```stagewatcher\nzone: UTC\n```', []],
  ])('%s', (_how, markdown, texts) => {
    expect(findBlocks(markdown).map((one) => one.text)).toEqual(texts);
  });
});
