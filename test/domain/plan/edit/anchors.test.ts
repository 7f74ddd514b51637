import { describe, expect, it } from 'vitest';
import { carryBlock } from '../../../../src/domain/plan/edit/carry-block.ts';
import { editBlock, type BlockEdit } from '../../../../src/domain/plan/edit/edit-block.ts';
import { followLines } from '../../../../src/domain/plan/edit/follow-lines.ts';
import type { Finding } from '../../../../src/domain/plan/plan.ts';
import { readPlan, type ReadPlan } from '../../../../src/domain/plan/read-plan.ts';

type Read = Extract<ReadPlan, { readonly ok: true }>;

function planOf(markdown: string): Read {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
}

const found = (markdown: string, code: string): readonly Finding[] =>
  planOf(markdown).findings.filter((one) => one.code === code);

/** Severity of each finding of a code, by the words of the line it is about. */
function severities(markdown: string, code: string): Readonly<Record<string, string>> {
  const lines = markdown.split('\n');
  return Object.fromEntries(
    found(markdown, code).map((one) => [lines[(one.line ?? 0) - 1]?.trim() ?? '', one.severity]),
  );
}

function edited(markdown: string, edit: BlockEdit): string {
  const done = editBlock(markdown, edit);
  if (!done.ok) throw new Error(done.message);
  return done.markdown;
}

const fenced = (yaml: string): string => `\n\`\`\`stagewatch\n${yaml}\n\`\`\`\n`;

const twoStages = `### Stage A: 5% of users

- Length of time:

### Stage B: 100% of users

- Length of time:
- Notes

### Stage C: 100%
`;

/** A criterion's two signals and itself, without a limit. */
const unlimited = `signals:
  f: { source: datadog, kind: count, query: "x" }
  a: { source: datadog, kind: count, query: "y" }
criteria:
  - { id: one, ratio: [f, a] }
  - { id: two, ratio: [f, a] }`;

const signal: BlockEdit = {
  kind: 'signals',
  signals: { g: { source: 'datadog', kind: 'count', query: 'z' } },
};

describe('an acceptance above the prose it is about', () => {
  const plan = `# Permits\n\nToggle: \`t_x\`\n${fenced('zone: America/New_York')}\n${twoStages}`;
  const [first] = found(plan, 'stage-length-missing');
  if (first === undefined) throw new Error('no finding');
  const accepted = edited(plan, { kind: 'accept', finding: first.code, line: first.line, reason: 'agreed' });

  it.each([
    ['when the block grows by the acceptance itself', accepted],
    ['when it grows by other edits', edited(edited(accepted, signal), { kind: 'toggles', keys: ['t_y'] })],
    [
      'when somebody types above it',
      followLines(accepted, accepted.replace('Toggle:', 'A word.\n\nToggle:')).markdown,
    ],
  ])('stays with its finding %s', (_when, markdown) => {
    const open = found(plan, 'stage-length-missing').map((one) => one.severity);
    expect(open[0]).toBe('must-fix');
    expect(found(markdown, 'stage-length-missing').map((one) => one.severity)).toEqual([
      'note',
      ...open.slice(1),
    ]);
  });

  it('is made once, however often it is asked for', () => {
    const line = found(accepted, first.code)[0]?.line ?? null;
    expect(edited(accepted, { kind: 'accept', finding: first.code, line, reason: 'agreed' })).toBe(accepted);
  });
});

describe('an acceptance about an entry of the block', () => {
  const plan = `# Permits\n\nToggle: \`t_x\`\n\n${twoStages}${fenced(unlimited)}`;
  const two = found(plan, 'limit-missing').find((one) => one.of === 'two');
  const bySeverity = (markdown: string): unknown =>
    found(markdown, 'limit-missing').map((one) => [one.of, one.severity]);
  const wanted = [
    ['one', 'must-fix'],
    ['two', 'note'],
  ];

  it.each([
    ['by its id', { of: 'two' }],
    ['by its line', {}],
  ])('named %s stays with it when the block grows', (_how, more) => {
    const edit = {
      kind: 'accept',
      finding: 'limit-missing',
      line: two?.line ?? 0,
      reason: 'fine',
      ...more,
    } as const;
    const accepted = edited(plan, edit);
    expect(accepted).toContain('of: two');
    expect(bySeverity(accepted)).toEqual(wanted);
    expect(bySeverity(edited(accepted, signal))).toEqual(wanted);
  });

  it('written by hand with its line is told by its id as soon as the block changes', () => {
    const line = two?.line ?? 0;
    const byHand = plan.replace(
      /\n```\n$/,
      `\naccept:\n  - { finding: limit-missing, line: ${line}, reason: r }\n\`\`\`\n`,
    );
    expect(bySeverity(byHand)).toEqual(wanted);
    expect(bySeverity(edited(byHand, signal))).toEqual(wanted);
    const typed = `New first line\n\n${byHand}`;
    expect(bySeverity(followLines(byHand, typed).markdown)).toEqual(wanted);
  });

  it('tells two criteria on one line apart', () => {
    const flow = plan.replace(
      /criteria:[^`]*/,
      'criteria: [{ id: one, ratio: [f, a] }, { id: two, ratio: [f, a] }]\n',
    );
    expect(found(flow, 'limit-missing').map((one) => one.of)).toEqual(['one', 'two']);
  });

  it('knows unused signals and impossible limits by their ids', () => {
    const block = unlimited.replace(
      '{ id: two, ratio: [f, a] }',
      '{ id: two, ratio: [f, a], limit: "< 0%" }',
    );
    const used = `# T\n\n${twoStages}${fenced(block.replace('criteria:', '  idle: { source: datadog, kind: count, query: "i" }\ncriteria:'))}`;
    expect(found(used, 'signal-unused').map((one) => one.of)).toEqual(['idle']);
    expect(found(used, 'limit-impossible').map((one) => one.of)).toEqual(['two']);
  });

  it('knows a stage by the id of its entry', () => {
    const own = `# T\n\nToggle: \`t_x\`\n${fenced('stages:\n  - { id: first, percent: 5 }\n  - { id: last, percent: 100 }')}`;
    const accepted = edited(own, {
      kind: 'accept',
      finding: 'stage-length-missing',
      line: null,
      of: 'first',
      reason: 'r',
    });
    expect(
      found(accepted, 'stage-length-missing').map((one) => [one.of, one.message.includes('Accepted')]),
    ).toEqual([
      ['first', true],
      ['last', false],
    ]);
  });
});

describe('the words of an acceptance', () => {
  const plan = (line: number, words: string, text = twoStages): string =>
    `# Permits\n\nToggle: \`t_x\`\n\n${text}${fenced(`accept:\n  - { finding: stage-length-missing, line: ${line}, words: "${words}", reason: r }`)}`;
  const named = twoStages.replace('- Length of time:\n- Notes', '- Length of time: TBD (owner)\n- Notes');

  it('are kept when a finding is accepted, at most forty characters of them', () => {
    const long = `# T\n\n## Stage A: ${'very '.repeat(20)}long\n`;
    const accepted = edited(long, { kind: 'accept', finding: 'x', line: 3, reason: 'r' });
    const words = /words: "?([^",}]*)/.exec(accepted)?.[1] ?? '';
    expect(words.startsWith('Stage A: very')).toBe(true);
    expect(words.length).toBeLessThanOrEqual(40);
  });

  it('lead it to the only other line that has them', () => {
    const moved = plan(5, 'Length of time: TBD (owner)', named);
    expect(severities(moved, 'stage-length-missing')['- Length of time: TBD (owner)']).toBe('note');
    expect(severities(moved, 'stage-length-missing')['- Length of time:']).not.toBe('note');
    expect(found(moved, 'acceptance-without-finding')).toEqual([]);
  });

  it.each([
    ['nowhere', 7, 'Length: agreed later'],
    ['on several other lines', 5, 'Length of time'],
  ])('%s make it accept nothing, and a finding says so', (_where, line, words) => {
    const text = plan(line, words);
    expect(found(text, 'stage-length-missing').filter((one) => one.severity === 'note')).toEqual(
      found(
        `# Permits\n\nToggle: \`t_x\`\n\n${twoStages}${fenced('zone: UTC')}`,
        'stage-length-missing',
      ).filter((one) => one.severity === 'note'),
    );
    expect(found(text, 'acceptance-without-finding')).toMatchObject([
      { severity: 'look', line: text.split('\n').findIndex((one) => one.includes('words:')) + 1 },
    ]);
  });
});

describe('what hits nothing is found', () => {
  const base = `# Permits\n\nToggle: \`t_x\`\n\n${twoStages}`;
  it.each([
    ['a line beyond the text', '{ finding: stage-length-missing, line: 9999, reason: r }', 1],
    ['an unknown code', '{ finding: no-such-code, reason: r }', 1],
    ['an entry that is not there', '{ finding: limit-missing, of: nobody, reason: r }', 1],
    ['what only the sources can tell', '{ finding: live-environment, of: f, reason: r }', 0],
    ['a finding of the whole plan', '{ finding: criteria-missing, reason: r }', 0],
  ])('%s', (_what, entry, times) => {
    expect(found(`${base}${fenced(`accept:\n  - ${entry}`)}`, 'acceptance-without-finding')).toHaveLength(
      times,
    );
  });

  it('a line of a criterion or stage where no words are', () => {
    const text = `${base}${fenced(`${unlimited.replace('id: one,', 'id: one, line: 9999,')}\nstages: [{ id: stage-a, line: 4444 }, { id: stage-b, line: 10 }]`)}`;
    expect(found(text, 'line-without-words').map((one) => one.of)).toEqual(['one', 'stage-a']);
  });
});

const linesIn = (markdown: string): unknown => markdown.match(/line: (?:\d+|\[[^\]]*\])/g);

describe('text typed around a block', () => {
  const block =
    'stages:\n  - { id: first, line: 5 }\ncriteria:\n  - { id: calls, line: [11, 12], ask: { text: Calls, answer: count }, limit: "< 5" }';
  const above = `# Permits\n${fenced(block)}`;
  const plan = `# Permits\n\nToggle: \`t_x\`\n\n${twoStages}${fenced(block)}`;

  it.each([
    [
      'a line above',
      (text: string) => text.replace('Toggle', 'New\nToggle'),
      ['line: 6', 'line: [ 12, 13 ]'],
    ],
    [
      'a word in a line that is named',
      (text: string) => text.replace('### Stage A: 5%', '### Stage A: 50%'),
      ['line: 5', 'line: [11, 12]'],
    ],
    [
      'a line in between taken out',
      (text: string) => text.replace('\n- Length of time:\n', '\n'),
      ['line: 5', 'line: [ 10, 11 ]'],
    ],
    ['nothing', (text: string) => text, ['line: 5', 'line: [11, 12]']],
  ])('%s', (_what, type, wanted) => {
    expect(linesIn(followLines(plan, type(plan)).markdown)).toEqual(wanted);
  });

  it('says in words what is lost, and leaves it out', () => {
    const { markdown, lost } = followLines(plan, plan.replace('- Notes\n', ''));
    expect(lost).toEqual([{ line: 12, words: 'Notes', entry: 'criterion calls' }]);
    expect(linesIn(markdown)).toEqual(['line: 5', 'line: [ 11 ]']);
  });

  it('leaves alone what was written into the block in the same step, and a block it can’t read', () => {
    const typed = plan.replace('line: 5 }', 'line: 9 }');
    expect(followLines(plan, typed)).toEqual({ markdown: typed, lost: [] });
    const broken = plan.replace('stages:', 'stages: [');
    expect(followLines(plan, broken).markdown).toBe(broken);
    const withAnother = plan.replace('criteria:', '  - { id: more, percent: 7 }\ncriteria:');
    expect(followLines(plan, withAnother).markdown).toBe(withAnother);
  });

  it('follows a block that grows by hand above the prose', () => {
    const before = `${above.replace('line: 5', 'line: 11').replace('[11, 12]', '[13, 13]')}\n${twoStages}`;
    const after = before.replace('criteria:', '  - { id: more, percent: 7 }\ncriteria:');
    expect(linesIn(followLines(before, after).markdown)).toEqual(['line: 12', 'line: [ 14, 14 ]']);
  });
});

const bound = (stages: string, text: string): string => `# T\n\nToggle: \`t_x\`\n\n${text}${fenced(stages)}`;
const bare = (markdown: string): string => markdown.slice(0, markdown.indexOf('\n```stagewatch'));
const stagesOf = (markdown: string): unknown =>
  planOf(markdown).tied.map((one) => [one.id, one.prose?.label ?? null]);

describe('new prose for stages that are bound', () => {
  it('keeps the tie of a stage whose percent changed', () => {
    const before = bound(
      'stages:\n  - { id: first, line: 5, length: 2d }\n  - { id: second, line: 9, length: 2d }',
      twoStages,
    );
    const after = bare(before).replace('5% of', '10% of').replace('Stage B: 100%', 'Stage B: 60%');
    const { markdown, lost } = carryBlock(before, after);
    expect(lost).toEqual([]);
    expect(stagesOf(markdown)).toEqual([
      ['first', 'Stage A: 10% of users'],
      ['second', 'Stage B: 60% of users'],
      ['stage-c', 'Stage C: 100%'],
    ]);
  });

  it('lets the old tie win where a new phase has a stage of the same name', () => {
    const before = bound('stages:\n  - { id: stage-a, length: 2d }', `## Phase 1: pilot\n\n${twoStages}`);
    const after = `${bare(before)}\n## Phase 2: all\n\n### Stage A: 70% of users\n\n- Length: 1 day\n\n### Stage B: 80%\n`;
    expect(stagesOf(carryBlock(before, after).markdown)).toEqual([
      ['stage-a', 'Stage A: 5% of users'],
      ['stage-b', 'Stage B: 100% of users'],
      ['stage-c', 'Stage C: 100%'],
      [expect.stringMatching(/^phase-2-stage-a|^stage-a-/), 'Stage A: 70% of users'],
      [expect.stringMatching(/^phase-2-stage-b|^stage-b-/), 'Stage B: 80%'],
    ]);
  });

  it('also where the new phase comes first', () => {
    const before = bound('zone: UTC', `## Phase 1: pilot\n\n${twoStages}`);
    const after = bare(before).replace(
      '## Phase 1',
      '## Phase 0: staff\n\n### Stage A: 1% of users\n\n## Phase 1',
    );
    const ids = planOf(carryBlock(before, after).markdown).tied.map((one) => [one.id, one.prose?.percent]);
    expect(ids).toContainEqual(['stage-a', 5]);
    expect(ids).toHaveLength(4);
  });

  it('says in words which stage is lost', () => {
    const before = bound('stages:\n  - { id: first, line: 5, length: 2d }', twoStages);
    const after = bare(before).replace(/### Stage A[^#]*/, '');
    expect(carryBlock(before, after).lost).toEqual([
      { line: 5, words: 'Stage A: 5% of users', entry: 'stage first' },
    ]);
  });

  it('looks for a line in its own stage, where another has the same words', () => {
    const before = bound('accept:\n  - { finding: stage-length-missing, line: 11, reason: r }', twoStages);
    const after = bare(before).replace('- Length of time:\n\n### Stage B', '- Nothing yet\n\n### Stage B');
    const { markdown } = carryBlock(before, after);
    expect(markdown).toContain('line: 11');
    const dropped = bare(before).replace('- Length of time:\n- Notes', '- Notes');
    expect(carryBlock(before, dropped).lost).toEqual([
      { line: 11, words: 'Length of time:', entry: 'accept stage-length-missing' },
    ]);
  });
});
