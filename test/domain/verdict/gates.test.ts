import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { gatesAfter, openGates } from '../../../src/domain/verdict/gates-after.ts';
import { flat, judgeWorld, worldPlan, worldSeries } from '../../support/judged-world.ts';

const plan = (gates: string, stages?: string): Plan =>
  worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['tries', 'fails'],
    rest: `gates: ${gates}`,
    ...(stages === undefined ? {} : { stages }),
  });

const phased = `  - { id: a, phase: one, percent: 5, length: 1h }
  - { id: b, phase: one, percent: 25, length: 1h }
  - { id: c, phase: two, percent: 50, length: 1h }`;

function textsAfter(of: Plan, stage: string): readonly string[] {
  const found = of.stages.find((one) => one.id === stage);
  if (found === undefined) throw new Error('no such stage');
  return gatesAfter(of, found).map((gate) => gate.text);
}

describe('a gate that names no step', () => {
  const open = '[{ text: "Confirm all forms" }]';

  it.each([
    ['stages without a phase', undefined, 'a'],
    ['stages with a phase', phased, 'a'],
    ['the step into another phase', phased, 'b'],
  ])('stands before the next stage: %s', (_name, stages, stage) => {
    expect(textsAfter(plan(open, stages), stage)).toEqual(['Confirm all forms']);
  });

  it('stands in no way once it is closed, and never after the last stage', () => {
    const of = plan(open);
    const [first] = of.stages;
    if (first === undefined) throw new Error('no stage');
    expect(openGates(of, first, ['Confirm all forms'])).toEqual([]);
    expect(textsAfter(of, 'b')).toEqual([]);
  });
});

it('a gate that names a phase stands before that phase alone', () => {
  const of = plan('[{ text: "All forms?", before: two }]', phased);
  expect(textsAfter(of, 'a')).toEqual([]);
  expect(textsAfter(of, 'b')).toEqual(['All forms?']);
});

it('a gate that names a stage says nothing of stages without a phase', () => {
  const of = plan('[{ text: "All forms?", before: b }]');
  expect(textsAfter(of, 'a')).toEqual(['All forms?']);
});

it('a stage that is off on purpose says which gate must be closed before the ramp goes on', () => {
  const stages =
    '  - { id: a, percent: 5, length: 1h }\n  - { id: b, off: true }\n  - { id: c, label: "Phase 2", percent: 20, length: 1h }';
  const of = plan('[{ text: "All forms?", before: c }]', stages);
  const series = worldSeries({ tries: flat(0, 10), fails: flat(0, 10) }, 10);
  const verdict = judgeWorld(of, { series, minutes: 10 });
  expect(verdict.state).toBe('off-by-plan');
  expect(verdict.next).toBe('Close the gate before Phase 2: All forms?');
  const closed = judgeWorld(of, { series, minutes: 10, closedGates: ['All forms?'] });
  expect(closed.next).toBe('Nothing to watch until the next stage starts.');
});
