import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { compareStages, type JudgedStage } from '../../../src/domain/verdict/compare-stages.ts';
import { judgeStage } from '../../../src/domain/verdict/judge-stage.ts';
import { flat, worldInput, worldPlan, worldSeries, worldStart } from '../../support/judged-world.ts';

const hour = 3_600_000;
const criteria = `  - { id: rate, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
  - { id: success, label: Succeeding, ratio: [fine, tries], limit: "> 95%", breach: hold }
  - { id: bursts, label: Bursts, count: fails, limit: "< 50 in any 10m", breach: hold }
  - { id: latency, label: Latency, average: latency, limit: "< 800ms", breach: hold }
  - { id: late, label: Late, ratio: [fails, tries], limit: "< 5%", stages: [b] }`;
const plan = worldPlan({
  criteria,
  signals: ['fails', 'fine', 'tries', 'latency'],
  kinds: { latency: 'duration' },
});

/** Failures per minute among a hundred requests, one stage after the other. */
function stages(of: Plan, failures: readonly number[]): readonly JudgedStage[] {
  return failures.map((fails, i) => {
    const id = i === 0 ? 'a' : 'b';
    const wobble = flat(400, 60).map((ms, at) => ms + (at % 7));
    const series = worldSeries({ fails, fine: 100 - fails, tries: 100, latency: wobble }, 60);
    const input = worldInput(of, { series, minutes: 60, id });
    const ended = { ...input.run, end: worldStart + hour };
    return { stage: input.stage, run: ended, readings: judgeStage({ ...input, run: ended }).readings };
  });
}

function row(rows: ReturnType<typeof compareStages>, id: string): ReturnType<typeof compareStages>[number] {
  const found = rows.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

describe('compareStages', () => {
  const rows = compareStages(plan, stages(plan, [1, 3]));

  it('has a row for each criterion, in the plan’s order, and a cell for each stage', () => {
    expect(rows.map((one) => [one.id, one.unit, one.cells.map((cell) => cell.stage)])).toEqual([
      ['rate', 'share', ['a', 'b']],
      ['success', 'share', ['a', 'b']],
      ['bursts', 'none', ['a', 'b']],
      ['latency', 'ms', ['a', 'b']],
      ['late', 'share', ['a', 'b']],
    ]);
  });

  it('gives rates with what they rest on and the state they were judged to be in', () => {
    const [first, second] = row(rows, 'rate').cells;
    expect(first).toMatchObject({ value: 0.01, events: 60, of: 6_000, state: 'met', why: '' });
    expect(second).toMatchObject({ value: 0.03, events: 180, of: 6_000 });
    expect(first?.range?.low).toBeLessThan(0.01);
    expect(first?.range?.high).toBeGreaterThan(0.01);
  });

  it('finds a rate that tripled not constant, also where the plan states it as success', () => {
    // 99 % and 97 % are two hundredths apart as successes, and three times apart as failures.
    for (const id of ['rate', 'success']) {
      expect(row(rows, id).steadiness).toMatchObject({ answer: 'not constant' });
      expect(row(rows, id).steadiness.said).toContain('(60 of 6,000, 1%) to B');
    }
  });

  it('never shows or compares a count', () => {
    const { cells, steadiness } = row(rows, 'bursts');
    expect(cells.map((cell) => [cell.value, cell.events, cell.of, cell.why])).toEqual([
      [null, null, null, 'Counted, not a rate'],
      [null, null, null, 'Counted, not a rate'],
    ]);
    expect(steadiness.answer).toBe('not compared');
  });

  it('compares averages by their ranges', () => {
    expect(row(rows, 'latency').cells[0]).toMatchObject({ value: expect.closeTo(403, 0), events: null });
    expect(row(rows, 'latency').steadiness.answer).toBe('constant');
  });

  it('a stage the criterion is not meant for is no gap in it', () => {
    const { cells, steadiness } = row(rows, 'late');
    expect(cells[0]).toMatchObject({ value: null, state: null, why: 'Not applicable' });
    expect(steadiness.said).toBe('Can’t tell: it takes two stages with numbers, and there is one.');
  });

  it('a stage that was never judged has no value, and takes the claim away', () => {
    const [first, second] = stages(plan, [1, 1]);
    if (first === undefined || second === undefined) throw new Error('two stages were made');
    const { cells, steadiness } = row(compareStages(plan, [first, { ...second, readings: [] }]), 'rate');
    expect(cells[1]).toMatchObject({ value: null, state: null, why: 'Not judged' });
    expect(steadiness.answer).toBe('cannot tell');
    expect(steadiness.said).toContain('Without');
  });

  it('says whose tolerance it is', () => {
    expect(row(rows, 'rate')).toMatchObject({ tolerance: 1.25, stated: false });
    const own = worldPlan({
      criteria:
        '  - { id: rate, ratio: [fails, tries], baseline: control, control: { signal: fine, of: tries }, tolerance: 5x }',
      signals: ['fails', 'fine', 'tries'],
    });
    const [compared] = compareStages(own, stages(own, [1, 3]));
    expect(compared).toMatchObject({ tolerance: 5, stated: true, unit: 'share' });
    expect(compared?.steadiness.answer).toBe('constant');
  });
});

function groups(n499: number, n504: number): { key: string; values: readonly number[] }[] {
  return [
    { key: '499', values: flat(n499, 60) },
    { key: '504', values: flat(n504, 60) },
  ];
}

it('has a row for each status class, with its own counts', () => {
  const byClass = worldPlan({
    criteria:
      '  - { id: codes, label: Codes, classes: { signal: by-status, of: tries, groups: ["499", "504"] }, baseline: control, control: { signal: old-by-status, of: old-tries }, tolerance: 1.5x }',
    signals: ['by-status', 'tries', 'old-by-status', 'old-tries'],
  });
  const judged = [
    [1, 2],
    [1, 8],
  ].map(([n499 = 0, n504 = 0], i): JudgedStage => {
    const plain = worldSeries({ 'by-status': 100, tries: 100, 'old-by-status': 300, 'old-tries': 300 }, 60);
    const series = new Map(
      [...plain].map(([id, one]) => [
        id,
        one.status === 'error' || !id.includes('status')
          ? one
          : { ...one, data: { ...one.data, groups: id === 'by-status' ? groups(n499, n504) : groups(3, 6) } },
      ]),
    );
    const input = worldInput(byClass, { series, minutes: 60, id: i === 0 ? 'a' : 'b' });
    const run = { ...input.run, end: worldStart + hour };
    return { stage: input.stage, run, readings: judgeStage({ ...input, run }).readings };
  });
  const rows = compareStages(byClass, judged);
  expect(rows.map((one) => [one.label, ...one.cells.map((cell) => `${cell.events} of ${cell.of}`)])).toEqual([
    ['Codes: 499', '60 of 6000', '60 of 6000'],
    ['Codes: 504', '120 of 6000', '480 of 6000'],
  ]);
  expect(rows.map((one) => one.steadiness.answer)).toEqual(['constant', 'not constant']);
});
