import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kpi } from '../../../src/domain/plan/plan.ts';
import { parseLimit } from '../../../src/domain/plan/limit.ts';
import { addsUp } from '../../../src/domain/report/adds-up.ts';
import { failuresBehind } from '../../../src/domain/report/counts-behind.ts';
import { evaluate, parseExpression } from '../../../src/domain/report/expression.ts';
import { figure } from '../../../src/domain/report/figure.ts';
import { checkIdentity } from '../../../src/domain/report/identities.ts';
import { kpiResult } from '../../../src/domain/report/kpi-result.ts';
import { summarise } from '../../../src/domain/report/summary.ts';
import { readTyped } from '../../../src/domain/report/typed-value.ts';
import { withWorkedOut } from '../../../src/domain/report/worked-out.ts';
import { debtPlan, month, typed, week } from './debt-facts.ts';

const day = 86_400_000;
const looks = {
  week: { id: '1-week', label: '1 week', after: 7 * day, from: null, window: null },
  month: { id: '1-month', label: '1 month', after: 30 * day, from: null, window: null },
};

function told(
  target: string | null,
  values: Readonly<Record<string, string>>,
  look: 'week' | 'month',
): string {
  const plan = debtPlan(target);
  const results = plan.kpis.map((kpi) => kpiResult(kpi, typed(values), plan.identities));
  return summarise(plan.kpis, results, [], looks[look]);
}

describe('what was reported of the dispute form', () => {
  it('a week on: 5.7% as reported, 13.9% possible, 45 unaccounted for', () => {
    const plan = debtPlan('< 5%');
    const [result] = plan.kpis.map((kpi) => kpiResult(kpi, typed(week), plan.identities));
    expect(result?.said).toBe('5.7% (27 of 472, likely 3.8% to 8.2%)');
    expect(result?.state).toBe('cannot say');
    expect(result?.possible?.low).toBeCloseTo(27 / 517, 12);
    expect(result?.possible?.high).toBeCloseTo(72 / 517, 12);
    const said = addsUp(plan, typed(week)).map((one) => `${one.result}: ${one.said}`);
    expect(said).toContain(
      'not true: 445 + 27 = 472 successes and failures, but 517 submissions. 45 are not accounted for.',
    );
    expect(said).toContain('true: 27 / (445 + 27) = 5.7%. It agrees. Written upside down ("472/27").');
    expect(said).toContain(
      'cannot say: 72 of 517 = 13.9%; if none is, 27 of 517 = 5.2%. Error rate lies between.',
    );
  });

  it('a month on: 17.8% stands for about 498 of 2,797, and 4,368 users made no fewer attempts', () => {
    const plan = debtPlan('< 5%');
    const figures = typed(month);
    const [result] = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
    expect(result).toMatchObject({ state: 'not met', events: 498, of: 2797, about: true });
    expect(result?.said).toBe('17.8% (about 498 of 2,797, likely 16.4% to 19.3%)');
    const [again] = plan.kpis.map((kpi) => kpiResult(kpi, withWorkedOut(plan, figures), plan.identities));
    expect(again).toEqual(result);
    const results = addsUp(plan, withWorkedOut(plan, figures));
    expect(results.find((one) => one.text.startsWith('users'))).toEqual({
      text: 'users <= successes + failures',
      result: 'not true',
      said: "4,368 users, but 2,299 + about 498 = about 2,797 successes and failures. Both can't be right, unless users, successes and failures count different things.",
    });
    // What was worked out from the rate proves nothing about the rate.
    expect(results.some((one) => one.text.startsWith('error-rate ='))).toBe(false);
  });

  it('says short of its target where one is set, and no target where none is', () => {
    expect(told('< 5%', month, 'month')).toBe(
      'Error rate is short of its target of under 5%: 17.8% (about 498 of 2,797) one month after launch.',
    );
    expect(told('< 5%', week, 'week')).toBe(
      'Error rate is short of its target of under 5% as measured, 5.7% (27 of 472), but not for certain, one week after launch.',
    );
    expect(told(null, month, 'month')).toContain(
      "no target in the plan, so this page can't say whether it was met",
    );
    expect(told('< 5%', {}, 'month')).toContain('has no number');
  });
});

const rate = (target: string | null): Kpi => {
  const limit = target === null ? null : parseLimit(target);
  if (typeof limit === 'string') throw new Error(limit);
  return {
    id: 'rate',
    label: 'Rate',
    measure: { kind: 'ratio', numerator: 'bad', denominator: 'all' },
    target: limit,
    fills: null,
    line: 1,
  };
};

it.each([
  ['0', '100', '< 5%', 'met'],
  ['0', '58', '< 5%', 'cannot say'],
  ['0', '59', '< 5%', 'met'],
  ['20', '100', '< 5%', 'not met'],
  ['5', '100', '< 5%', 'cannot say'],
  ['98', '100', '> 95%', 'cannot say'],
  ['300', '300', '> 95%', 'met'],
  ['80', '100', '> 95%', 'not met'],
  ['7', '5', '< 5%', 'no value'],
  ['0', '0', '< 5%', 'no value'],
])('%s of %s against %s: %s', (bad, all, target, state) => {
  // One-sided 95 % Clopper–Pearson bounds: with none bad, the upper one is 1 − 0.05^(1/n), under 5 % from n = 59 on.
  expect(kpiResult(rate(target), typed({ bad, all }), []).state).toBe(state);
});

it('calls nothing met that may be too low or was not measured', () => {
  const from = { origin: 'measured', source: 'prometheus', at: 1 } as const;
  const short = figure('bad', 'count', 0, { ...from, problem: 'A third of the time has no data.' });
  const all = figure('all', 'count', 900, from);
  const result = kpiResult(
    rate('< 5%'),
    new Map([
      ['bad', short],
      ['all', all],
    ]),
    [],
  );
  expect(result).toMatchObject({
    state: 'cannot say',
    why: 'Target: under 5%. A third of the time has no data.',
  });
  const gone = figure('bad', 'count', null, { ...from, problem: 'Prometheus could not be read.' });
  expect(
    kpiResult(
      rate('< 5%'),
      new Map([
        ['bad', gone],
        ['all', all],
      ]),
      [],
    ).state,
  ).toBe('no value');
});

it('never calls a KPI met when even one side of what is possible breaks its target', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.nat(4000), fc.nat(400), (bad, good, lost) => {
      const figures = typed({ bad: String(bad), good: String(good), all: String(bad + good + lost) });
      const kpi: Kpi = { ...rate('< 5%'), measure: { kind: 'ratio', numerator: 'bad', denominator: 'all' } };
      const { state, possible } = kpiResult(kpi, figures, ['bad + good = all']);
      if (state === 'met') expect(possible?.high ?? 0).toBeLessThan(0.05);
      if (state === 'not met') expect(possible?.low ?? 1).toBeGreaterThanOrEqual(0.05);
    }),
  );
});

it.each([
  ['2,299', 'count', 2299, null],
  ['5.7%', 'share', 0.057, null],
  ['27 of 472', 'share', 27 / 472, { events: 27, of: 472 }],
  ['472/27', 'share', 27 / 472, { events: 27, of: 472 }],
  ['1.2 s', 'ms', 1200, null],
])('reads "%s"', (text, unit, value, counts) => {
  expect(readTyped(text)).toMatchObject({ unit, value, counts });
});

it.each(['', 'soon', '170%', '3/0', '-4', '5.7 % of those', '1e3'])('does not guess at "%s"', (text) => {
  expect(typeof readTyped(text)).toBe('string');
});

it.each([
  [0.178, 1, 2299, { low: 497, high: 499 }],
  [0.057, 1, 445, { low: 27, high: 27 }],
  [0, 0, 10, { low: 0, high: 0 }],
])('%s printed with %s decimals beside %s successes', (share, decimals, successes, behind) => {
  expect(failuresBehind(share, decimals, successes)).toEqual(behind);
});

it('finds the failures a printed rate was made of', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 5000 }), (failures, successes) => {
      const printed = Number(((100 * failures) / (failures + successes)).toFixed(1)) / 100;
      const behind = failuresBehind(printed, 1, successes);
      if (printed + 0.0005 >= 1) return;
      expect(behind?.low).toBeLessThanOrEqual(failures);
      expect(behind?.high).toBeGreaterThanOrEqual(failures);
    }),
  );
});

it.each([
  ['a + b * c', 7],
  ['(a + b) * c', 9],
  ['users-new - b', 8],
  ['a / zero', null],
  ['a + nothing', null],
])('%s', (text, value) => {
  const read = parseExpression(text);
  const known: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3, 'users-new': 10, zero: 0 };
  expect(typeof read === 'string' ? read : evaluate(read, (name) => known[name] ?? null)).toBe(value);
});

it.each(['a +', '(a', 'a b', '+', '', 'a ? b'])('refuses "%s" with a reason', (text) => {
  expect(typeof parseExpression(text)).toBe('string');
});

it.each([
  ['a = b', { a: '3', b: '3' }, 'true'],
  ['a <= b', { a: '4', b: '3' }, 'not true'],
  ['a >= b', { a: '4', b: '3' }, 'true'],
  ['a = b + c', { a: '4', b: '3' }, 'cannot say'],
  ['rate = a / b', { rate: '5.7%', a: '27', b: '472' }, 'true'],
  ['rate = a / b', { rate: '5.2%', a: '27', b: '472' }, 'not true'],
  ['a and b', { a: '4' }, 'cannot say'],
])('%s of %j: %s', (text, values, result) => {
  expect(checkIdentity(text, typed(values)).result).toBe(result);
});
