import { expect, it } from 'vitest';
import type { Plan, Stage } from '../../../src/domain/plan/plan.ts';
import { day } from '../../../src/domain/time/time.ts';
import { notStartedVerdict } from '../../../src/domain/verdict/lifecycle.ts';
import { worldPlan } from '../../support/judged-world.ts';

const start = Date.UTC(2024, 10, 5, 19);

function planOf(gates: string): Plan {
  return worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['tries', 'fails'],
    stages:
      '  - { id: a, label: "Stage A", percent: 5, length: 1h, start: "2024-11-05 14:00" }\n  - { id: b, label: Pause, off: true }\n  - { id: c, label: "Phase 2", percent: 20, length: 1h }',
    rest: `gates: ${gates}`,
  });
}

function stageOf(plan: Plan, id: string): Stage {
  const stage = plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`no ${id}`);
  return stage;
}

it('says of a stage that is off by plan and not reached what will happen, and nothing of the toggle now', () => {
  const plan = planOf('[]');
  const verdict = notStartedVerdict(plan, stageOf(plan, 'b'), [], start);
  expect(verdict.state).toBe('off-by-plan');
  expect(verdict.reason).toBe(
    'Pause has not started, and the plan gives no date. The plan turns the toggle off at this step.',
  );
  expect(`${verdict.reason} ${verdict.evidence} ${verdict.next}`).not.toMatch(
    /is off|as planned|Nothing to watch/,
  );
});

it('names the open gate behind it', () => {
  const plan = planOf('[{ text: "All forms?", before: c }]');
  expect(notStartedVerdict(plan, stageOf(plan, 'b'), [], start).next).toBe(
    'Close the gate before Phase 2: All forms?',
  );
});

it.each([
  ['before', start - 1, 'Stage A starts Tuesday, November 5, 2024, 2:00 p.m. ET (19:00 UTC).'],
  [
    'after',
    start + 400 * day,
    'Stage A was to start Tuesday, November 5, 2024, 2:00 p.m. ET (19:00 UTC), and has not started.',
  ],
])('speaks of a planned start in the right tense: %s', (_, now, reason) => {
  const plan = planOf('[]');
  expect(notStartedVerdict(plan, stageOf(plan, 'a'), [], now).reason).toBe(reason);
});
