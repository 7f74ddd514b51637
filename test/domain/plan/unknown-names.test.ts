import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { settledCauses } from '../../../src/domain/verdict/settled-causes.ts';

const prose = `# Parking permits

Feature toggle: \`parking_permits\`

## Phase 1: pilot

### Stage A: 5%

- Length of time: 1 day

#### Results

- New 504 errors:
- Highest latency:

## Phase II: all

### Stage B: 100%

- Length of time: 1 day
`;
const signals = `signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, by: code, query: fails_total }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }
`;

function readable(block: string): Extract<ReturnType<typeof readPlan>, { ok: true }> {
  const read = readPlan(`${prose}\n\`\`\`stagewatch\n${signals}${block}\n\`\`\`\n`);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
}

/** Line of what is written below the signals. */
const line = 28;

const found = (block: string): readonly unknown[] =>
  readable(block)
    .findings.filter((one) => one.code.endsWith('-unknown'))
    .map((one) => [
      one.severity,
      one.code,
      one.line,
      /Did you mean "([^"]+)"|There is: (.*)\.$/.exec(one.message)?.slice(1).find(Boolean),
    ]);

describe('a name in the block that stands for nothing must be corrected', () => {
  it.each([
    ['a gate', 'gates: [{ text: Confirm, before: phase-3 }]', 'phase-2'],
    ['a gate before a mistyped stage', 'gates: [{ text: Confirm, before: staeg-b }]', 'stage-b'],
    ['a check-in', 'checkins: [{ id: 1-week, after: 7d, from: stage-bb }]', 'stage-b'],
    ['a result of a signal', 'results: { "Highest latency": { signal: failz } }', 'fails'],
    ['a result of a criterion', 'results: { "Highest latency": { criterion: eror-rate } }', 'error-rate'],
    ['a result of something else', 'results: { "Highest latency": { singal: fails } }', 'signal'],
    ['a result of nothing', 'results: { "Highest latency": {} }', undefined],
  ])('%s', (_what, block, nearest) => {
    expect(found(block)).toEqual([['must-fix', 'name-unknown', line, nearest]]);
  });

  it('and a class where nothing is counted by class', () => {
    const block = 'results: { "New 504 errors": { class: "504" } }';
    expect(found(block)).toEqual([]);
    const read = readPlan(
      `${prose}\n\`\`\`stagewatch\n${signals.replace(' by: code,', '')}${block}\n\`\`\`\n`,
    );
    expect(read.ok ? read.findings.map((one) => one.code) : []).toContain('name-unknown');
  });
});

it.each([
  ['result-label-unknown', 'results: { "Higest latency": { signal: fails } }', line, 'highest latency'],
])('%s is a thing to look at', (code, block, at, nearest) => {
  expect(found(block)).toEqual([['look', code, at, nearest]]);
});

const held = (plan: Plan, closedGates: readonly string[]): readonly string[] => {
  const [stage] = plan.stages;
  if (stage === undefined) throw new Error('no stage');
  const run = {
    id: 'r',
    stage: stage.id,
    attempt: 1,
    start: 0,
    end: null,
    length: stage.length,
    openedBy: 'Ana',
    closedBy: null,
  };
  const input = { plan, stage, run, findings: [], series: new Map(), now: 90_000_000, closedGates };
  // No criterion counts in this plan, which is a cause of its own: here it is about the gates.
  return settledCauses(input, { readings: [], traffic: [] }, true)
    .filter((one) => one.state !== 'no-limit')
    .map((one) => `${one.state}: ${one.reason}`);
};

describe('a name that stands for a stage or a phase is taken, however it is written', () => {
  it.each([
    ['stage-b', 'stage-b'],
    ['Stage B', 'stage-b'],
    ['phase-2', 'Phase II: all'],
    ['Phase 2', 'Phase II: all'],
    ['phase-2-all', 'Phase II: all'],
    ['Phase II: all', 'Phase II: all'],
    ['phase-2-stage-b', 'stage-b'],
  ])('%s', (before, step) => {
    const block = `gates: [{ text: Confirm, before: "${before}" }]\ncheckins: [{ id: 1-week, after: 7d, from: Stage B }]`;
    expect(found(block)).toEqual([]);
    const { plan } = readable(block);
    expect(plan.gates).toEqual([{ text: 'Confirm', before: step }]);
    expect(plan.checkIns).toEqual([{ id: '1-week', after: 604_800_000, from: 'stage-b' }]);
  });

  it('and a gate before a phase holds the stage before it, until it is closed', () => {
    const { plan } = readable('gates: [{ text: Confirm, before: phase-2 }]');
    expect(held(plan, [])).toEqual(['people: Before Stage B: 100%: Confirm.']);
    expect(held(plan, ['Confirm'])).toEqual([]);
  });
});

describe('findings claim nothing that is not done', () => {
  const claims = /\bwe (?:made|list|record|show|measure|read it|compare with)\b/i;
  const questions = `${prose}
Before moving to Phase 2, revisit requirements and confirm whether all applications use it.

Errors are cached for 24 hours.
`;
  const messages = (block: string): readonly string[] => {
    const read = readPlan(`${questions}${block}`);
    return read.ok
      ? read.findings
          .filter((one) => /^(?:open-question-before-stage|rollback-leaves-cache)$/.test(one.code))
          .map((one) => one.message)
      : [];
  };

  it('of gates and of what a roll back leaves', () => {
    expect(messages('')).toHaveLength(2);
    for (const message of messages('')) expect(message).not.toMatch(claims);
  });

  it('and what is cached is answered where the block lists it', () => {
    const block = '\n```stagewatch\nnot-undone: [Errors cached for 24 hours]\n```\n';
    expect(messages(block)).toEqual([expect.stringContaining('Before moving to Phase 2')]);
  });
});
