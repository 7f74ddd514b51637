import { expect, it } from 'vitest';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { judgeMixture, mixtureOf, type Mixture } from '../../../src/domain/verdict/mixture.ts';

/** The mixture of a stage that sets these percentages. */
function mixture(percents: Readonly<Record<string, number>>): Mixture | null {
  const keys = Object.keys(percents);
  const read = readPlan(`# Four

\`\`\`stagewatch
toggles: [${keys.map((key) => `{ key: ${key} }`).join(', ')}]
stages: [{ id: a, percent: ${JSON.stringify(percents)}, length: 1h }]
\`\`\`
`);
  const stage = read.ok ? read.plan.stages[0] : undefined;
  if (!read.ok || stage === undefined) throw new Error('the plan can’t be read');
  return judgeMixture(read.plan, stage, []);
}

it.each([
  ['four at 10 %', [0.1, 0.1, 0.1, 0.1], 0.6561, 0.3438, 0.0001],
  ['four at 50 %', [0.5, 0.5, 0.5, 0.5], 0.0625, 0.875, 0.0625],
  ['different percentages', [0.1, 0.5], 0.45, 0.5, 0.05],
  ['all off', [0, 0, 0], 1, 0, 0],
  ['all on', [1, 1], 0, 0, 1],
  ['one off', [0, 0.1], 0.9, 0.1, 0],
  ['one fully on', [1, 0.1], 0, 0.9, 0.1],
] as const)('expected shares of none, some and all: %s', (_what, shares, none, some, all) => {
  const seen = mixtureOf(shares);
  expect(seen.none).toBeCloseTo(none, 10);
  expect(seen.some).toBeCloseTo(some, 10);
  expect(seen.all).toBeCloseTo(all, 10);
});

it('says who has what of four toggles at 10 %', () => {
  expect(mixture({ one: 10, two: 10, three: 10, four: 10 })?.sentence).toBe(
    'By plan 34% of people have some of the four toggles but not all (66% have none, 0.01% all).',
  );
});

it('says nothing for a single toggle', () => {
  expect(mixture({ one: 10 })).toBeNull();
});
