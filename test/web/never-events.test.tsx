import { expect, it } from 'vitest';
import type { CriterionView } from '../../src/contract/rollout.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import { minute } from '../../src/domain/time/time.ts';
import { neverEvents } from '../../src/web/ui/never-events.ts';

const breaker: CriterionView = {
  id: 'breaker',
  label: 'Breaker open',
  rule: 'Must not happen',
  line: 3,
  listed: 'never',
  chart: { kind: 'single', signal: 'skips' },
};

function seriesOf(values: readonly (number | null)[]): SeriesResult {
  return {
    id: 'skips',
    source: 'datadog',
    example: true,
    status: 'ok',
    issues: [],
    data: {
      kind: 'count',
      start: 0,
      width: minute,
      values,
      completeThrough: values.length * minute,
      fetchedAt: values.length * minute,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source: 'datadog', endpoint: '', query: 'skips' },
    },
  };
}

it('is one event from when it opened until it closed, with how often', () => {
  const events = neverEvents([breaker], [seriesOf([0, 2, 3, 0, null, 1])]);
  expect(events.map(({ at, to, text }) => [at, to, text])).toEqual([
    [minute, 3 * minute, 'Breaker open: 5 times in this stretch.'],
    [5 * minute, 6 * minute, 'Breaker open: 1 time in this stretch.'],
  ]);
});

it('does not go on through a minute nobody saw', () => {
  expect(neverEvents([breaker], [seriesOf([1, null, 1])])).toHaveLength(2);
});

it('is nothing where it never happened, can’t be read, or is no such criterion', () => {
  expect(neverEvents([breaker], [seriesOf([0, null, 0])])).toEqual([]);
  expect(neverEvents([breaker], [])).toEqual([]);
  expect(neverEvents([{ ...breaker, listed: 'new-issues' }], [seriesOf([1])])).toEqual([]);
});

it('keeps the newest six, so that other events keep their letters', () => {
  const values = Array.from({ length: 20 }, (_, i) => i % 2);
  const events = neverEvents([breaker], [seriesOf(values)]);
  expect(events).toHaveLength(6);
  expect(events.at(-1)?.at).toBe(19 * minute);
});
