import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compareWorld } from '../../mocks/world-compare.ts';
import type { Comparison } from '../../src/contract/compare.ts';
import {
  agedComparison,
  barsOf,
  sayBasis,
  sayCell,
  topOf,
} from '../../src/web/screens/compare/compare-model.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address/compare';

afterEach(() => {
  vi.useRealTimers();
});

it('shows one column per stage that ran, one row per criterion, and the answer in words', async () => {
  renderAt(path, 'launched');
  const table = await screen.findByRole('table', { name: /Rates and averages/ });
  const headers = within(table)
    .getAllByRole('columnheader')
    .map((one) => one.textContent?.slice(0, 13));
  expect(headers).toEqual([
    'Criterion',
    'Stage A (1%)E',
    'Stage B (5%)E',
    'Stage C (20%)',
    'Stage D (50%)',
    'Stage E (75%)',
    'Stage F (100%',
    'Constant acro',
  ]);
  const row = within(table).getByRole('row', { name: /Submissions failing/ });
  const cells = within(row)
    .getAllByRole('cell')
    .map((one) => one.textContent);
  expect(cells[0]).toMatch(/^Stage A: 0%n = 8\. Likely 0% to 36\.9%Not enough data$/);
  expect(cells[3]).toMatch(/^Stage D: 11\.4%n = 132\. Likely 6\.5% to 18%Over limit$/);
  expect(cells[6]).toMatch(
    /Can’t tell: too few to show that it stayed within 1\.25 times, or that it did not\./,
  );
  // The rates stand alone: what they are counted from is in the sentence beside them.
  expect(cells.slice(0, 6).filter((text) => / of /.test(text ?? ''))).toEqual([]);
});

it('a table of more than five stages scrolls in a named region that takes focus; a smaller one does not', async () => {
  renderAt(path, 'launched');
  const region = await screen.findByRole('region', { name: 'Stages side by side' });
  expect(region.tabIndex).toBe(0);
  expect(within(region).getByRole('table', { name: /Rates and averages/ })).toBeDefined();
});

it('two stages need no region', async () => {
  renderAt(path, 'healthy');
  await screen.findByRole('table', { name: /Rates and averages/ });
  expect(screen.queryByRole('region', { name: 'Stages side by side' })).toBeNull();
  const bursts = screen.getByRole('row', { name: /Failures in any 10 minutes/ });
  expect(bursts.textContent).toContain('Counted, not a rate');
  expect(bursts.textContent).toContain('Not compared: a count grows');
});

it('each drawing has its finding and its table beside it, and says nothing to a screen reader', async () => {
  renderAt(path, 'launched');
  const figure = await screen.findByRole('figure', { name: 'Submissions failing' });
  expect(within(figure).getByText(/^Can’t tell.* Scale: 0 to/)).toBeDefined();
  expect(within(figure).getByText('Table of Submissions failing')).toBeDefined();
  expect(within(figure).getAllByRole('row', { hidden: true })).toHaveLength(7);
});

it('says so where no stage has run', async () => {
  renderAt(path, 'not-started');
  expect(await screen.findByText('No stage has run yet, so there is nothing to compare.')).toBeDefined();
});

it('says what failed, and shows no table, when stages can’t be read', async () => {
  mockWorld.server?.use(http.get('/api/rollouts/:id/compare', () => HttpResponse.error()));
  renderAt(path);
  expect((await screen.findByRole('alert')).textContent).toContain('can’t be reached');
  expect(screen.queryByRole('table')).toBeNull();
});

it('with the server silent, the stage that runs is Can’t tell; what ended stays', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(path, 'healthy');
  const header = await screen.findByRole('columnheader', { name: /Stage B/ });
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await within(header).findByText("Can't tell")).toBeDefined();
  expect(screen.getByRole('columnheader', { name: /Stage A.*Ended/ })).toBeDefined();
});

describe('the model', () => {
  const now = Date.UTC(2025, 6, 28, 13);
  const world = compareWorld('spike', now);

  it('worsens what runs and is too old, and never lets a broken limit go', () => {
    const stood = agedComparison(world, { now, isCut: false });
    expect(stood).toBe(world);
    const aged = agedComparison(world, { now: now + 3_600_000, isCut: false });
    expect(aged.columns.map((one) => one.verdict.state)).toEqual(['advanced', 'roll-back']);
    const states = aged.rows.map((row) => row.cells.map((cell) => cell.state));
    expect(states[0]).toEqual(['met', 'over']);
    expect(states[2]).toEqual([world.rows[2]?.cells[0]?.state, 'stale']);
  });

  it.each<readonly [string, Partial<Comparison['rows'][number]['cells'][number]>, string, string]>([
    [
      'a rate',
      { value: 0.114, of: 132, range: { low: 0.065, high: 0.18 } },
      '11.4%',
      'n = 132. Likely 6.5% to 18%',
    ],
    ['a rate without a range', { value: 0.5, of: null }, '50%', 'No likely range'],
    ['nothing measured', { why: 'Not measured' }, 'Not measured', ''],
    ['no traffic', { why: 'No traffic', of: 0 }, 'No traffic', 'n = 0'],
  ])('says %s', (_, changes, value, basis) => {
    const empty = { stage: 'a', state: null, value: null, range: null, events: null, of: null, why: '' };
    const cell = { ...empty, ...changes };
    expect([sayCell(cell, 'share'), sayBasis(cell, 'share')]).toEqual([value, basis]);
  });

  it('one scale holds every range of the row, and no share goes past all', () => {
    for (const row of compareWorld('launched', now).rows) {
      const bars = barsOf(row, compareWorld('launched', now).columns);
      const top = topOf(bars, row.unit);
      for (const bar of bars) expect(bar.high ?? bar.value ?? 0).toBeLessThanOrEqual(top);
      expect(row.unit === 'share' ? top : 0).toBeLessThanOrEqual(1);
    }
    expect(topOf([], 'ms')).toBe(1);
  });
});
