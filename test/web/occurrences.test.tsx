import { expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { CriterionView, StageSeries, StageView } from '../../src/contract/rollout.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import { checkedOf } from '../../src/web/screens/stage/occurrences.ts';
import { failedSeries, madeSeries } from '../support/made-series.ts';

const now = Date.UTC(2025, 6, 28, 13, 0);
const minute = 60_000;

function world(): { readonly view: StageView; readonly start: number; readonly requests: string } {
  const view = buildWorld('healthy', now).stage('stage-b');
  const chart = view?.criteria.find((one) => one.chart?.kind === 'ratio')?.chart;
  if (view?.run === undefined || view.run === null || chart?.kind !== 'ratio') throw new Error('no stage');
  return { view, start: view.run.start, requests: chart.denominator };
}

const breaker: CriterionView = {
  id: 'breaker',
  label: 'Breaker',
  rule: 'never',
  line: 1,
  chart: { kind: 'single', signal: 'skipped' },
};

function answer(start: number, series: readonly SeriesResult[]): StageSeries {
  return { window: { from: start, to: now, width: minute }, series, serverNow: now };
}

it.each<readonly [string, readonly (number | null)[], number | null]>([
  ['adds up the requests of what was checked', [10, 20, 30, 40], 100],
  ['leaves out what is not complete yet', [10, 20, 30, 40, 50], 100],
  ['counts none where a part is unknown', [10, null, 30, 40], null],
])('%s', (_, values, requests) => {
  const { view, start, requests: id } = world();
  const skipped = madeSeries({ id: 'skipped', start, values: [0, 0, 0, 0] });
  const checked = checkedOf(breaker, view, answer(start, [skipped, madeSeries({ id, start, values })]));
  expect(checked).toEqual({
    from: start,
    to: start + 4 * minute,
    readAt: start + 4 * minute,
    requests,
  });
});

it('has checked nothing where the series failed, and no requests where nothing counts them', () => {
  const { view, start } = world();
  expect(checkedOf(breaker, view, answer(start, [failedSeries('skipped')]))).toBeNull();
  const skipped = madeSeries({ id: 'skipped', start, values: [0] });
  expect(checkedOf(breaker, view, answer(start, [skipped]))?.requests).toBeNull();
});
