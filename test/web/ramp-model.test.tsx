import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageView } from '../../src/contract/rollout.ts';
import { rampOf, type Ramp, type RampInput, type Step } from '../../src/web/ui/ramp-model.ts';
import { stepPath, topOf } from '../../src/web/ui/timeline-model.ts';

type Stage = StageView['stage'];

const start = Date.UTC(2024, 10, 5, 19);
const hour = 3_600_000;
const at = (after: number): number => start + after * hour;

function stage(id: string, percent: number | 'off', changes: Partial<Stage> = {}): Stage {
  return {
    id,
    label: id,
    phase: null,
    percents: percent === 'off' ? {} : { t: percent },
    actors: null,
    off: percent === 'off',
    plannedStart: null,
    length: hour,
    runs: [],
    verdict: { state: 'not-started', word: 'Not started', reason: '' },
    ...changes,
  };
}

function run(of: string, from: number, to: number | null): Stage['runs'][number] {
  return {
    id: `${of} ${from}`,
    stage: of,
    attempt: 1,
    start: at(from),
    end: to === null ? null : at(to),
    length: hour,
    openedBy: 'Engineer',
    closedBy: null,
  };
}

function allotment(percent: number | null, since: number | null): StageView['allotments'][number] {
  return {
    toggle: 't',
    percent,
    everyone: false,
    percentOfActors: percent,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'flipper',
    at: at(4),
    by: null,
    since: since === null ? null : at(since),
  };
}

function ramp(changes: Partial<RampInput>): Ramp {
  return rampOf({ toggles: ['t'], stages: [], changes: [], allotments: [], now: at(4), ...changes });
}

function hours(steps: readonly Step[] | undefined): readonly (readonly [number, number, number | null])[] {
  return (steps ?? []).map(({ from, to, percent }) => [(from - start) / hour, (to - start) / hour, percent]);
}

/** 5 %, 50 %, off, 20 %: an hour each but the last, whose plan gives no date. */
const downAndUp: readonly Stage[] = [
  stage('five', 5, { plannedStart: start }),
  stage('fifty', 50),
  stage('off', 'off', { length: null }),
  stage('twenty', 20, { plannedStart: at(26), length: 24 * hour }),
  stage('half', 50, { length: null }),
  stage('all', 100),
];

describe('as planned', () => {
  it('goes down where the plan goes down, and stops where it gives no time', () => {
    expect(hours(ramp({ stages: downAndUp }).lines[0]?.planned)).toEqual([
      [0, 1, 5],
      [1, 2, 50],
      [2, 26, 0],
      [26, 50, 20],
    ]);
  });

  it('begins where the first stage ran if the plan has no date', () => {
    const stages = [stage('a', 5, { runs: [run('a', 1, 2)] }), stage('b', 25)];
    expect(hours(ramp({ stages }).lines[0]?.planned)).toEqual([
      [1, 2, 5],
      [2, 3, 25],
    ]);
  });

  it('lays dates of long ago beside what happened, and says by how much', () => {
    const late = 24 * 700;
    const stages = [stage('a', 5, { plannedStart: start, runs: [run('a', late, null)] }), stage('b', 25)];
    const { lines, moved } = ramp({ stages, now: at(late + 1) });
    expect(moved).toBe(late * hour);
    expect(hours(lines[0]?.planned)[0]).toEqual([late, late + 1, 5]);
  });

  it('leaves dates alone that lie near', () => {
    const stages = [stage('a', 5, { plannedStart: start, runs: [run('a', 2, null)] })];
    expect(ramp({ stages }).moved).toBe(0);
  });
});

function change(when: number, from: number | null, to: number | null): RampInput['changes'][number] {
  return { at: at(when), toggle: 't', from, to };
}

describe('as it happened', () => {
  const ran = [
    stage('five', 5, { runs: [run('five', 0, 1)] }),
    stage('fifty', 50, { runs: [run('fifty', 1, null)] }),
  ];

  it('follows the toggle where its changes are on record, down as well as up', () => {
    const changes = [change(2, 50, 0), change(0, null, 5), change(1, 5, 50)];
    const { lines } = ramp({ stages: ran, changes, allotments: [allotment(0, 2)] });
    expect(lines[0]?.from).toBe('toggles');
    expect(hours(lines[0]?.happened)).toEqual([
      [0, 1, 5],
      [1, 2, 50],
      [2, 4, 0],
    ]);
  });

  it('is open where the toggle can’t be read now', () => {
    const { lines } = ramp({ stages: ran, changes: [change(0, null, 5), change(1, 5, 50)] });
    expect(hours(lines[0]?.happened)).toEqual([
      [0, 1, 5],
      [1, 4, null],
    ]);
  });

  it('without a record of the toggle follows the runs, and is open between them', () => {
    const stages = [
      stage('five', 5, { runs: [run('five', 0, 1)] }),
      stage('fifty', 50, { runs: [run('fifty', 2, 3)] }),
    ];
    const { lines } = ramp({ stages });
    expect(lines[0]?.from).toBe('runs');
    expect(hours(lines[0]?.happened)).toEqual([
      [0, 1, 5],
      [1, 2, null],
      [2, 3, 50],
      [3, 4, null],
    ]);
  });

  it('what the toggle gives now holds over what the run plans', () => {
    const { lines } = ramp({ stages: ran, allotments: [allotment(5, 3)] });
    expect(hours(lines[0]?.happened)).toEqual([
      [0, 1, 5],
      [1, 3, 50],
      [3, 4, 5],
    ]);
  });

  it('a stage of named people gives nobody else anything', () => {
    const stages = [stage('people', 5, { actors: 3, runs: [run('people', 0, null)] })];
    expect(hours(ramp({ stages }).lines[0]?.happened)).toEqual([[0, 4, 0]]);
  });

  it('toggles that went alike share a line, and one that did not has its own', () => {
    const percents = { one: 10, two: 10, three: 5 };
    const stages = [stage('a', 10, { percents, runs: [run('a', 0, null)] })];
    const { lines } = ramp({ toggles: ['one', 'two', 'three'], stages });
    expect(lines.map((line) => line.toggles)).toEqual([['one', 'two'], ['three']]);
  });

  it('never overlaps itself and never reaches past now, whatever is on record', () => {
    const when = fc.integer({ min: 0, max: 4 });
    const percent = fc.constantFrom(0, 5, 50, 100, null);
    fc.assert(
      fc.property(fc.array(fc.tuple(when, percent)), fc.option(fc.tuple(percent, when)), (seen, current) => {
        const { lines } = ramp({
          stages: ran,
          changes: seen.map(([one, to]) => change(one, null, to)),
          allotments: current === null ? [] : [allotment(current[0], current[1])],
        });
        const steps = lines[0]?.happened ?? [];
        for (const [i, step] of steps.entries()) {
          expect(step.to).toBeGreaterThan(step.from);
          expect(step.to).toBeLessThanOrEqual(at(4));
          expect(step.from).toBeGreaterThanOrEqual(steps[i - 1]?.to ?? 0);
        }
      }),
    );
  });
});

describe('as drawn', () => {
  const steps: readonly Step[] = [
    { from: at(0), to: at(1), percent: 5 },
    { from: at(1), to: at(2), percent: 50 },
    { from: at(2), to: at(3), percent: null },
    { from: at(3), to: at(4), percent: 0 },
  ];

  it('is one line of steps, broken where nothing is known', () => {
    expect(stepPath(steps, { from: at(0), to: at(4) }, 50)).toBe('M0 90H250V0H500M750 100H1000');
  });

  it.each([
    [[], 1],
    [[5], 5],
    [[5, 20], 25],
    [[0, 60], 100],
  ])('the scale of %j ends at %s', (percents, top) => {
    expect(topOf(percents.map((percent) => ({ from: 0, to: 1, percent })))).toBe(top);
  });
});
