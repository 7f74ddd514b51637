import { expect, it } from 'vitest';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { commonPercent, decisionTargets } from '../../../src/domain/verdict/decision-targets.ts';

const plan = (stages: string): string => `# Fees

\`\`\`stagewatch
toggles: [{ key: a }, { key: b }]
stages: [${stages}]
\`\`\`
`;

function targetsAt(stages: string, id: string) {
  const answer = readPlan(plan(stages));
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  const stage = answer.plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`no ${id}`);
  return decisionTargets(answer.plan, stage);
}

it.each([
  ['{ id: one, percent: 5 }, { id: two, percent: 25 }', 'one', [25, 25], null],
  ['{ id: one, percent: 5 }, { id: two, percent: 25 }', 'two', [], 5],
  ['{ id: one, percent: 50 }, { id: two, percent: 25 }', 'two', [], null],
  ['{ id: one, off: true }, { id: two, percent: 25 }', 'two', [], null],
  ['{ id: one, percent: { a: 5, b: 10 } }, { id: two, percent: 25 }', 'two', [], null],
  ['{ id: one, percent: { a: 5 } }, { id: two, percent: 25 }', 'two', [], null],
  ['{ id: one, percent: 5 }, { id: two, percent: { a: 20, b: 10 } }', 'one', [20, 10], null],
  ['{ id: one, actors: 3 }, { id: two, percent: 25 }', 'two', [], null],
] as const)('%s, at %s: advance to %j, back to %j', (stages, id, advance, back) => {
  const targets = targetsAt(stages, id);
  expect(targets.advance.map((one) => one.percent)).toEqual(advance);
  expect(targets.back?.percent ?? null).toBe(back);
});

it('has one percentage only where every toggle has the same', () => {
  expect(commonPercent([])).toBeNull();
  expect(commonPercent([{ toggle: 'a', percent: 5 }])).toBe(5);
  expect(
    commonPercent([
      { toggle: 'a', percent: 5 },
      { toggle: 'b', percent: 10 },
    ]),
  ).toBeNull();
});
