import { afterEach, expect, it } from 'vitest';
import { kpiView, type KpiView } from '../../../src/contract/kpi-view.ts';
import { debtLaunch, typeDebtFacts } from './debt-launch.ts';
import type { ServerRig } from './server-rig.ts';

let rig: ServerRig;
afterEach(() => rig.close());

const look = (checkIn: string): Promise<KpiView> =>
  rig.read(`/api/rollouts/disputes/kpis/${checkIn}`, kpiView);

// The facts: successes, failures and rates a team reported of five stages, a week and a month. The ranges are exact
// binomial intervals (Clopper–Pearson, 95 %).
it('what was told of the dispute form, typed: the trend with its ranges, and the sums', async () => {
  rig = await debtLaunch(null);
  await typeDebtFacts(rig);
  const week = await look('1-week');
  expect(week.trends[0]?.points.map((one) => one.said)).toEqual([
    '0% (likely 0% to 36.9%, n = 8)',
    '0% (likely 0% to 18.5%, n = 18)',
    '4.2% (likely 0.88% to 11.9%, n = 71)',
    '11.4% (likely 6.5% to 18%, n = 132)',
    '13.8% (likely 9.5% to 19.1%, n = 218)',
    '5.7% (likely 3.8% to 8.2%, n = 472)',
    '17.8% (likely 16.4% to 19.3%, n about 2,797)',
  ]);
  const sums = week.identities.map((one) => `${one.result}: ${one.said}`).join('\n');
  expect(sums).toContain(
    'not true: 445 + 27 = 472 successes and failures, but 517 submissions. 45 are not accounted for.',
  );
  expect(sums).toContain('72 of 517 = 13.9%');
  expect(week.kpis[0]?.cells.find((one) => one.column === '1-week')).toMatchObject({
    said: '5.7% (27 of 472, likely 3.8% to 8.2%)',
    possible: { low: 27 / 517, high: 72 / 517 },
  });
  expect(week.figures.find((one) => one.name === 'error-rate')?.note).toContain('upside down');
});

it('a month on: more users than attempts cannot be right, and no target is no success', async () => {
  rig = await debtLaunch(null);
  await typeDebtFacts(rig);
  const month = await look('1-month');
  expect(month.identities.find((one) => one.text.startsWith('users'))).toMatchObject({
    result: 'not true',
    said: expect.stringMatching(/^4,368 users, but .*about 2,797.*Both can't be right/),
  });
  expect(month.kpis[0]).toMatchObject({ target: null });
  expect(month.kpis[0]?.cells.map((one) => one.state)).toEqual(['no target', 'no target']);
  expect(month.summary).toContain("no target in the plan, so this page can't say whether it was met");
});

it('is short of a target of 5% where the plan sets one: for certain a month on, as measured a week on', async () => {
  rig = await debtLaunch('< 5%');
  await typeDebtFacts(rig);
  const [week, month] = [await look('1-week'), await look('1-month')];
  expect(month.summary).toContain(
    'Error rate is short of its target of under 5%: 17.8% (about 498 of 2,797) one month after launch.',
  );
  expect(month.kpis[0]?.cells.map((one) => one.state)).toEqual(['cannot say', 'not met']);
  expect(week.summary).toContain('is short of its target of under 5% as measured, 5.7% (27 of 472)');
});

it.each([
  [{ disputes: 100 }, 'open', 'still conditional, at 100% of actors'],
  [{ disputes: 'gone' }, 'done', 'Flipper has it no more. Its last change there was on '],
  [{}, 'unknown', "Flipper can't be reached"],
] as const)('the clean-up asks Flipper about the toggle: %j', async (allotments, state, said) => {
  rig = await debtLaunch(null);
  rig.answers.allotments = { ...allotments };
  const task = (await look('1-month')).cleanUp.find((one) => one.id === 'toggle:disputes');
  expect(task?.state).toBe(state);
  expect(task?.said).toContain(said);
});
