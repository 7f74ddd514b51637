import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noticeSpacing, stepAlerts, type Alert, type AlertStep } from '../../../src/domain/verdict/alerts.ts';
import type { Cause, Verdict, VerdictState } from '../../../src/domain/verdict/verdict.ts';
import type { ReadingState } from '../../../src/domain/verdict/reading.ts';
import { judgeWorld, worldPlan, worldSeries } from '../../support/judged-world.ts';

const minute = 60_000;

const calmVerdict = judgeWorld(
  worldPlan({
    criteria: '  - { id: fails, ratio: [bad, tries], limit: "< 5%", breach: roll back }',
    signals: ['bad', 'tries'],
  }),
  { minutes: 30, series: worldSeries({ bad: 0, tries: 20 }, 30) },
);

/** A verdict in which one criterion stands so. */
function at(state: VerdictState, value: number, reading: ReadingState = 'over'): Verdict {
  const cause: Cause = { state, reason: 'It broke.', evidence: `${value}`, next: 'Look.', about: 'fails' };
  const readings = calmVerdict.readings.map((one) => ({ ...one, state: reading, value }));
  return { ...calmVerdict, ...cause, readings };
}

/** Steps through verdicts, each so many minutes after the one before. */
function play(
  verdicts: readonly (readonly [minutes: number, verdict: Verdict])[],
): readonly (AlertStep & { at: number })[] {
  let alerts: readonly Alert[] = [];
  let now = 0;
  return verdicts.flatMap(([minutes, verdict]) => {
    now += minutes * minute;
    const steps = stepAlerts(alerts, verdict, now);
    const stepped = new Map([...alerts, ...steps.map((one) => one.alert)].map((one) => [one.about, one]));
    alerts = [...stepped.values()];
    return steps.map((step) => ({ ...step, at: now }));
  });
}

it('opens once, and tells once', () => {
  const over = at('over', 0.08);
  const steps = play([
    [0, calmVerdict],
    [1, over],
    [1, over],
    [30, over],
  ]);
  expect(steps.map(({ change, notice }) => [change, notice])).toEqual([
    ['opened', 'opened'],
    [null, null],
    [null, null],
  ]);
});

it('needs nobody for what may be chance, or for what only waits', () => {
  expect(
    play([
      [0, at('over', 0.08, 'over-not-certain')],
      [1, at('thin', 0.01, 'met')],
    ]),
  ).toEqual([]);
});

it('tells again when it gets worse: twice as far over, or a worse verdict', () => {
  const twice = play([
    [0, at('over', 0.08)],
    [20, at('over', 0.1)],
    [20, at('over', 0.11)],
  ]);
  expect(twice.map((one) => one.notice)).toEqual(['opened', null, 'worse']);
  const worse = play([
    [0, at('over', 0.08)],
    [20, at('roll-back', 0.08)],
  ]);
  expect(worse.map((one) => one.notice)).toEqual(['opened', 'worse']);
});

it('tells what came too soon as soon as it may', () => {
  const steps = play([
    [0, at('over', 0.08)],
    [2, at('roll-back', 0.2)],
    [12, at('roll-back', 0.2)],
    [1, at('roll-back', 0.2)],
  ]);
  expect(steps.map((one) => one.notice)).toEqual(['opened', null, null, 'worse']);
});

it('repeats a roll back that nobody has taken, and stops once somebody has', () => {
  const bad = at('roll-back', 0.2);
  const steps = play([
    [0, bad],
    [10, bad],
    [5, bad],
    [15, bad],
  ]);
  expect(steps.map((one) => one.notice)).toEqual(['opened', null, 'reminder', 'reminder']);
  const taken = { by: 'Ana', at: 0, note: '', until: 60 * minute };
  const open = steps.map((one) => ({ ...one.alert, taken })).at(0);
  if (open === undefined) throw new Error('no alert');
  expect(stepAlerts([open], bad, 20 * minute)).toMatchObject([{ notice: null, alert: { taken } }]);
  expect(stepAlerts([open], bad, 60 * minute)).toMatchObject([
    { change: 'lapsed', notice: 'lapsed', alert: { taken: null } },
  ]);
});

it('closes by data once it has been calm for five minutes, and at once when somebody has accepted or decided', () => {
  const over = at('over', 0.08);
  const byData = play([
    [0, over],
    [1, calmVerdict],
    [4, calmVerdict],
    [1, calmVerdict],
  ]);
  expect(byData.map((one) => one.change)).toEqual(['opened', null, null, 'closed']);
  const accepted = {
    ...calmVerdict,
    readings: calmVerdict.readings.map((one) => ({
      ...one,
      accepted: { by: 'Ana', at: 0, reason: 'Known' },
    })),
  };
  expect(
    play([
      [0, over],
      [1, accepted],
    ]).map((one) => one.change),
  ).toEqual(['opened', 'closed']);
  const decided = { ...calmVerdict, state: 'rolling-back' as const };
  expect(
    play([
      [0, over],
      [1, decided],
    ]).map((one) => one.change),
  ).toEqual(['opened', 'closed']);
});

it('calls for somebody when a stage runs past its end', () => {
  const [step] = play([[0, { ...calmVerdict, tags: ['Overdue 5 minutes'] }]]);
  expect(step).toMatchObject({ notice: 'opened', alert: { about: 'overdue' } });
});

const oscillating = fc.array(
  fc.tuple(
    fc.double({ min: 0.1, max: 9, noNaN: true }),
    fc.constantFrom<VerdictState>('watching', 'over', 'roll-back', 'blind'),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  { minLength: 2, maxLength: 120 },
);

const asVerdicts = (
  world: readonly (readonly [number, VerdictState, number])[],
): readonly (readonly [number, Verdict])[] =>
  world.map(([gap, state, value]) => [gap, state === 'watching' ? calmVerdict : at(state, value)]);

it('tells at most once in fifteen minutes, however a value swings around its limit', () => {
  fc.assert(
    fc.property(oscillating, (world) => {
      const told = play(asVerdicts(world)).filter((one) => one.notice !== null);
      for (const [i, one] of told.entries()) {
        const before = told[i - 1];
        if (before !== undefined) expect(one.at - before.at).toBeGreaterThanOrEqual(noticeSpacing);
      }
    }),
  );
});

it('misses nobody: whatever is wrong at its end and was never told is told within fifteen minutes', () => {
  fc.assert(
    fc.property(oscillating, (world) => {
      const bad = at('roll-back', 0.9);
      const steps = play([...asVerdicts(world), [1, bad], [15, bad]]);
      const end = Math.max(...steps.map((one) => one.at));
      expect(steps.some((one) => one.notice !== null && one.at >= end - noticeSpacing)).toBe(true);
    }),
  );
});
