import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioNames } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import type { StageJudging } from '../../src/contract/judging.ts';
import { parseLimit, type Limit } from '../../src/domain/plan/limit.ts';
import { writeLimit } from '../../src/domain/plan/write-limit.ts';
import type { Criterion } from '../../src/domain/plan/plan.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import { criterionTitle, sourceRows, standingOf } from '../../src/web/screens/criterion/criterion-model.ts';
import {
  plannedLimit,
  readTrialLimit,
  sayTrial,
  sayWhen,
} from '../../src/web/screens/criterion/trial-model.ts';
import { tryLimit, type TrialStep } from '../../src/web/screens/criterion/try-limit.ts';

const now = Date.UTC(2025, 0, 6, 17);
const start = now - 60 * 60_000;

function judgingOf(name: (typeof scenarioNames)[number]): {
  readonly judging: StageJudging;
  readonly series: readonly SeriesResult[];
} {
  const world = buildWorld(name, now);
  const judging = world.judging('stage-b');
  if (judging === undefined) throw new Error('no stage');
  return { judging, series: world.series.series };
}

function criterionOf(judging: StageJudging, id: string): Criterion {
  const found = judging.criteria.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

function limitOf(text: string): Limit {
  const limit = parseLimit(text);
  if (typeof limit === 'string') throw new Error(limit);
  return limit;
}

const { judging } = judgingOf('relative');

describe('a limit as the plan writes it', () => {
  it.each(['< 5%', '>= 99.9%', '< 200ms', '= 0', '<= 1.25x', '< 10 in any 10 minutes', '< 3 per 1 hour'])(
    '%s reads as itself',
    (text) => {
      expect(writeLimit(limitOf(text))).toBe(text);
    },
  );

  it('always reads back as the limit it was written from', () => {
    const text = fc
      .tuple(
        fc.constantFrom('<', '<=', '>', '>='),
        fc.integer({ min: 1, max: 99_999 }),
        fc.constantFrom('%', 'ms', 's', 'x', '', ' in any 10m', ' in any 90s', ' per 1h'),
      )
      // In a window, and on average over time, only a most makes sense.
      .filter(([sign, , unit]) => sign.startsWith('<') || !/in any|per/.test(unit))
      .map(([sign, n, unit]) => `${sign} ${unit === '%' ? n / 1000 : n}${unit}`);
    fc.assert(
      fc.property(text, (one) => {
        expect(parseLimit(writeLimit(limitOf(one)))).toEqual(parseLimit(one));
      }),
    );
  });
});

it.each([
  ['error-rate', '< 3%', null],
  ['error-rate', '', /^Enter a limit\. Write a percentage/],
  ['error-rate', '< 3', /does not fit what this criterion measures/],
  ['error-rate', 'low', /is not a limit/],
  ['bursts', '< 5 in any 5m', null],
  ['bursts', '< 5%', /Write a number/],
  ['latency', '< 1s', null],
  ['latency', '< 1', /Write a length of time/],
  ['steady', '<= 2x', null],
  ['steady', '< 2x', /is written with "<="/],
  ['steady', '< 5%', /Write a number of times/],
  ['highest', '< 900ms', null],
  ['highest', '< 9%', /Write a length of time, such as "< 200ms", or a number/],
])('reads a limit to try on %s: %s', (id, text, problem) => {
  const read = readTrialLimit(criterionOf(judging, id), text);
  if (problem === null) expect(read).toEqual(limitOf(text));
  else expect(read).toMatch(problem);
});

describe.each(scenarioNames)('%s', (name) => {
  it('gives the same steps under the plan’s own limit as without a trial', () => {
    const given = judgingOf(name);
    for (const id of ['error-rate', 'bursts', 'latency']) {
      const limit = plannedLimit(criterionOf(given.judging, id), given.judging);
      // In one scenario the plan gives latency no limit.
      expect(limit === null).toBe(name === 'no-limit' && id === 'latency');
      if (limit === null) continue;
      const { tried, planned } = tryLimit({ ...given, criterion: id, limit });
      expect(tried).toEqual(planned);
    }
  });
});

it('never calls earlier under a looser limit than under a tighter one', () => {
  const given = judgingOf('spike');
  const brokeAt = (percent: number): number =>
    tryLimit({ ...given, criterion: 'error-rate', limit: limitOf(`< ${percent}%`) }).tried.steps.find(
      (step) => step.to === 'over',
    )?.at ?? Infinity;
  const times = [1, 3, 5, 10, 20, 90].map(brokeAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeLessThan(Infinity);
  expect(times.at(-1)).toBe(Infinity);
});

it('ends where the page stands: the same state on the same evidence', () => {
  const given = judgingOf('relative');
  const reading = buildWorld('relative', now)
    .stage('stage-b')
    ?.verdict.readings.find((one) => one.criterion === 'steady');
  const { planned } = tryLimit({ ...given, criterion: 'steady', limit: limitOf('<= 20x') });
  expect(planned.end).toEqual({ state: reading?.state, evidence: reading?.evidence });
  expect(planned.end?.state).toBe('over');
});

it('judges a stage that has not run as nothing at all', () => {
  const given = judgingOf('not-started');
  const result = tryLimit({ ...given, criterion: 'error-rate', limit: limitOf('< 3%') });
  expect(result).toEqual({ tried: { steps: [], end: null }, planned: { steps: [], end: null } });
});

const step = (over: Partial<TrialStep>): TrialStep => ({
  at: start,
  verdict: { state: 'watching', word: 'Keep watching', reason: 'Nothing is wrong.', about: null },
  verdictChanged: true,
  from: null,
  to: 'not-enough-data',
  evidence: '0 of 3.',
  ...over,
});
const rollBack = {
  state: 'roll-back',
  word: 'Roll back',
  reason: 'It broke.',
  about: 'error-rate',
} as const;
const over = { from: 'not-enough-data', to: 'over', evidence: '15 of 132.' } as const;

describe('what a limit would have called', () => {
  const criterion = criterionOf(judging, 'error-rate');
  const say = (...steps: readonly TrialStep[]): string =>
    sayTrial(
      limitOf('< 3%'),
      criterion,
      { steps, end: steps.length === 0 ? null : { state: 'met', evidence: '9 of 900.' } },
      judging,
    );

  it.each<readonly [string, readonly TrialStep[], string]>([
    ['nothing to judge', [], 'Under 3%: the series hold no complete bucket of this stage.'],
    [
      'it broke',
      [step({}), step({ at: start + 60_000, verdict: rollBack, ...over })],
      'Under 3%: would have called Roll back at 11:01 a.m. ET. 15 of 132.',
    ],
    [
      'it broke at the same look as another',
      [step({}), step({ at: start + 60_000, verdict: { ...rollBack, about: 'bursts' }, ...over })],
      'Under 3%: would have called Roll back at 11:01 a.m. ET. 15 of 132.',
    ],
    [
      'another had called it before',
      [
        step({ verdict: { ...rollBack, about: 'bursts' } }),
        step({
          at: start + 60_000,
          verdict: { ...rollBack, about: 'bursts' },
          verdictChanged: false,
          ...over,
        }),
      ],
      'Under 3%: would have gone over at 11:01 a.m. ET, while the stage was called Roll back for something else: It broke. 15 of 132.',
    ],
    [
      'it did not break',
      [step({}), step({ at: start + 60_000, to: 'met', evidence: '1 of 900.' })],
      'Under 3%: Submissions failing would not have gone over its limit. It would have been "Met" in the end. 9 of 900.',
    ],
  ])('%s', (_name, steps, said) => {
    expect(say(...steps)).toBe(said);
  });

  it('names the day where a stage lasts longer than half of one', () => {
    const steps = [step({}), step({ at: start + 13 * 3_600_000 })];
    expect(sayWhen(start, judging, steps)).toBe('Monday, January 6, 2025, 11:00 a.m. ET (16:00 UTC)');
    expect(sayWhen(start, judging, steps.slice(0, 1))).toBe('11:00 a.m. ET');
  });
});

it('never leaves a source blank: what was not read, failed or matched nothing says so', () => {
  const { series } = judgingOf('healthy');
  const [first] = series;
  if (first === undefined || first.status === 'error') throw new Error('no series');
  const failed = judgingOf('source-down').series.find((one) => one.id === 'failures');
  if (failed === undefined) throw new Error('no failed series');
  const rows = sourceRows(
    ['attempts', 'failures', 'nothing'],
    [{ ...first, id: 'attempts', status: 'empty', issues: [] }, failed],
  );
  expect(rows.map((row) => [row.signal, row.query, row.problem])).toEqual([
    ['attempts', 'attempts', 'It answered, and nothing matched.'],
    ['failures', 'failures', 'The example source stopped answering. Check that it runs.'],
    ['nothing', 'Not known', 'It was not read for this stage.'],
  ]);
});

it('begins the title with the state', () => {
  const view = buildWorld('spike', now).stage('stage-b');
  const standing = view === undefined ? null : standingOf(view, 'error-rate');
  if (view === undefined || standing === null) throw new Error('no criterion');
  expect(criterionTitle(view, standing)).toBe('OVER LIMIT - Submissions failing - Change of address');
  expect(standingOf(view, 'nothing')).toBeNull();
});
