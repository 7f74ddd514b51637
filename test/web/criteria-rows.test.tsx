import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import * as fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import type { Reading, ReadingState } from '../../src/domain/verdict/reading.ts';
import { readingTags } from '../../src/domain/verdict/reading.ts';
import { buildWorld } from '../../mocks/world.ts';
import { inGivenOrder, inStateOrder } from '../../src/web/screens/stage/row-order.ts';
import { rowTrend, sayTrend } from '../../src/web/screens/stage/row-trend.ts';
import { criterionGroups } from '../../src/web/screens/stage/stage-model.ts';
import { bulletModel } from '../../src/web/ui/bullet-model.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

afterEach(() => {
  vi.useRealTimers();
});

const now = Date.UTC(2025, 6, 28, 13, 0);

function viewOf(scenario: Parameters<typeof buildWorld>[0]) {
  const view = buildWorld(scenario, now).stage('stage-b');
  if (view === undefined) throw new Error('the world has no stage-b');
  return view;
}

function readingOf(changes: Partial<Reading>, id = 'error-rate'): Reading {
  const reading = viewOf('healthy').verdict.readings.find((one) => one.criterion === id);
  if (reading === undefined) throw new Error(`no ${id}`);
  return { ...reading, ...changes };
}

const under5 = { comparator: '<', value: 0.05, unit: '%', within: null } as const;

describe('the bullet bar', () => {
  it.each([
    ['half of the limit', { value: 0.025, range: { low: 0.01, high: 0.04 } }, 0.25, 0.5, false],
    ['over it', { value: 0.2, range: { low: 0.15, high: 0.21 } }, 0.909, 0.227, false],
    [
      'a range beyond the scale is cut, and says so',
      { value: 0, range: { low: 0, high: 0.369 } },
      0,
      0.5,
      true,
    ],
  ] as const)('%s', (_, changes, value, limit, isCut) => {
    const model = bulletModel(readingOf({ limit: under5, worst: null, ...changes }));
    expect(model?.value).toBeCloseTo(value, 3);
    expect(model?.limit).toBeCloseTo(limit, 3);
    expect(model?.range?.isCut).toBe(isCut);
    expect(model?.inside).toBe('below');
  });

  it('has no scale without a value or a limit, and none for a limit of nothing at all', () => {
    expect(bulletModel(readingOf({ value: null }))).toBeNull();
    expect(bulletModel(readingOf({ limit: null }))).toBeNull();
    const none = { comparator: '=', value: 0, unit: 'count', within: null } as const;
    expect(bulletModel(readingOf({ limit: none, unit: 'count', value: 0, worst: null }))).toBeNull();
  });

  it('of a limit in any ten minutes shows the newest window, and the worst beside it', () => {
    const limit = { comparator: '<', value: 10, unit: 'count', within: 600_000 } as const;
    const model = bulletModel(readingOf({ limit, unit: 'count', value: 7, latest: 3, worst: null }));
    expect(model).toMatchObject({ value: 0.15, limit: 0.5, worst: 0.35 });
  });

  it('never leaves its ends, whatever the numbers', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (value, low, high, at) => {
          const range = { low: Math.min(low, high), high: Math.max(low, high) };
          const model = bulletModel(readingOf({ value, range, limit: { ...under5, value: at } }));
          const parts = [model?.value, model?.limit, model?.range?.low, model?.range?.high];
          for (const part of parts) {
            expect(part).toBeGreaterThanOrEqual(0);
            expect(part).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

function series(
  id: string,
  values: readonly (number | null)[],
  completeBuckets = values.length,
): SeriesResult {
  return {
    id,
    source: 'example',
    example: true,
    status: 'ok',
    issues: [],
    data: {
      kind: 'count',
      start: 0,
      width: 60_000,
      values,
      completeThrough: completeBuckets * 60_000,
      fetchedAt: 0,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source: 'example', endpoint: 'example', query: id },
    },
  };
}

const times = (value: number, n: number): number[] => Array.from({ length: n }, () => value);
const ratio = { kind: 'ratio', numerator: 'x', denominator: 'n', turned: false } as const;

describe('the trend of a row', () => {
  const rising = [series('x', [...times(1, 10), ...times(3, 10)]), series('n', times(100, 20))];

  it('is said with both halves', () => {
    expect(sayTrend(rowTrend(ratio, rising), ratio, 'share')).toBe(
      'Rising: 3% in the second half so far, 1% in the first.',
    );
  });

  it('is turned round where the criterion counts what went well', () => {
    const chart = { ...ratio, turned: true };
    expect(sayTrend(rowTrend(chart, rising), chart, 'share')).toBe(
      'Falling: 97% in the second half so far, 99% in the first.',
    );
  });

  it('leaves out what may still change', () => {
    const late = [
      series('x', [...times(1, 10), ...times(1, 10), ...times(90, 9)], 20),
      series('n', times(100, 29), 20),
    ];
    expect(sayTrend(rowTrend(ratio, late), ratio, 'share')).toBe('No clear trend.');
  });

  it('says that there is too little, not that there is none', () => {
    expect(
      sayTrend(rowTrend(ratio, [series('x', times(0, 8)), series('n', times(1, 8))]), ratio, 'share'),
    ).toBe('Too little for a trend.');
    expect(sayTrend(rowTrend(ratio, []), ratio, 'share')).toBe('Too little for a trend.');
  });
});

const isState = (one: string): one is ReadingState => one in readingTags;
const ids = (all: ReturnType<typeof inStateOrder>): string[] =>
  all.flatMap((one) => one.rows.map((row) => row.id));

describe('the order of rows', () => {
  const groups = criterionGroups(viewOf('healthy'));
  const rows = groups[0]?.rows ?? [];
  const [template] = rows;
  if (template === undefined) throw new Error('no rows');
  const group = (states: readonly ReadingState[]) => [
    {
      id: 'rollback' as const,
      title: 'Roll-back limits',
      rows: states.map((state, i) => ({
        ...template,
        id: `${state}-${i}`,
        reading: { ...template.reading, state },
        tag: readingTags[state],
      })),
    },
  ];

  it('puts what is broken first, then what cannot be judged, and what is met last', () => {
    const sorted = inStateOrder(group(['watched', 'met', 'not-enough-data', 'stale', 'over', 'met']));
    expect(ids(sorted)).toEqual(['over-4', 'stale-3', 'not-enough-data-2', 'met-1', 'met-5', 'watched-0']);
  });

  it('knows a place for every state, and loses no row', () => {
    const states = Object.keys(readingTags).filter(isState);
    fc.assert(
      fc.property(fc.shuffledSubarray(states), (some) => {
        const before = group(some);
        const sorted = ids(inStateOrder(before));
        expect(sorted.toSorted()).toEqual(ids(before).toSorted());
        // Watched rows are last of all: a state without a place would come before the worst.
        if (some.includes('over')) expect(sorted[0]).toMatch(/^over-\d/);
        expect(ids(inGivenOrder(before, sorted))).toEqual(sorted);
      }),
    );
  });
});

it('shows a bar and a trend in the row of a criterion, in words beside the drawing', async () => {
  renderAt(stagePath, 'spike');
  const row = await screen.findByRole('row', { name: /Submissions failing/ });
  expect(
    await within(row).findByText(/^Rising: [\d.]+% in the second half so far, [\d.]+% in the first\.$/),
  ).toBeDefined();
  for (const drawing of row.querySelectorAll('svg')) expect(drawing.getAttribute('aria-hidden')).toBe('true');
});

const labels = (): string[] =>
  within(screen.getByRole('table', { name: 'Roll-back limits' }))
    .getAllByRole('rowheader')
    .map((one) => within(one).getByRole('link').textContent);

it('keeps the rows where they are when states change, until the reader sorts them', async () => {
  const view = viewOf('healthy');
  const swapped = {
    ...view,
    verdict: {
      ...view.verdict,
      staleAfter: Number.MAX_SAFE_INTEGER,
      readings: view.verdict.readings.map((one) =>
        one.criterion === 'bursts' ? { ...one, state: 'over' as const } : one,
      ),
    },
  };
  const answers = [{ ...view, verdict: { ...view.verdict, staleAfter: Number.MAX_SAFE_INTEGER } }, swapped];
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () =>
      HttpResponse.json(answers.length > 1 ? answers.shift() : answers[0]),
    ),
  );
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(stagePath, 'healthy');
  await screen.findByRole('heading', { name: 'Criteria' });
  const before = labels();
  await vi.advanceTimersByTimeAsync(15_000);
  const button = await screen.findByRole('button', { name: 'Sort by state' });
  expect(labels()).toEqual(before);
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(button);
  await waitFor(() => expect(labels()).toEqual(before.toReversed()));
  expect(screen.queryByRole('button', { name: 'Sort by state' })).toBeNull();
});
