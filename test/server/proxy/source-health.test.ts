import { expect, it } from 'vitest';
import type { SeriesError } from '../../../src/domain/series/series.ts';
import { minute } from '../../../src/domain/time/time.ts';
import { questionOf, sourceHealth, type SourceState } from '../../../src/server/proxy/source-health.ts';

const at = Date.UTC(2025, 6, 28, 18);
const error: SeriesError = {
  code: 'bad_query',
  message: 'No such metric.',
  retryable: false,
  retryAt: null,
  attempts: 1,
  firstSeen: at,
};
const health = (): ReturnType<typeof sourceHealth> =>
  sourceHealth([{ id: 'prometheus', kind: 'Prometheus', example: false, configured: true }], () => null);
const good = (when: number) => ({
  at: when,
  newestPoint: when,
  reach: when,
  allowedDelay: null,
  assumedLag: null,
});
const ask = (query: string): string => questionOf({ source: 'prometheus', kind: 'counter', query });
const told = (of: ReturnType<typeof health>): SourceState['questions'] => of.states()[0]?.questions;

it('counts the query that fails beside those that are answered, and names it', () => {
  const one = health();
  one.good('prometheus', ask('tries'), good(at));
  one.good('prometheus', ask('fails'), good(at));
  one.bad('prometheus', ask('fails'), error, at + minute);
  expect(told(one)).toEqual({ of: 2, failing: ['prometheus counter fails'] });
  one.good('prometheus', ask('fails'), good(at + 2 * minute));
  expect(told(one)).toEqual({ of: 2, failing: [] });
});

it('takes no old answer for a sign of life while everything asked since fails', () => {
  const one = health();
  one.good('prometheus', ask('once'), good(at));
  one.bad('prometheus', ask('tries'), error, at + 6 * minute);
  expect(told(one)).toEqual({ of: 1, failing: ['prometheus counter tries'] });
});
