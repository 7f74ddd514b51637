import { sayDuration } from '../time/duration.ts';
import type { Measure } from '../plan/plan.ts';
import type { Ms } from '../time/time.ts';
import type { Buckets } from './basis.ts';
import type { ShareBuckets } from './share-columns.ts';

/** Measures that are events out of trials, or events over time. */
export type EventMeasure = Extract<Measure, { kind: 'ratio' | 'uptime' | 'slower' | 'count' | 'classes' }>;

/**
 * Bad events and trials per bucket of a measure; a sentence says why there are none.
 * For a bare count a bucket is one trial of exposure; for classes `group` names the class.
 */
export function badEvents(
  measure: EventMeasure,
  buckets: Buckets,
  group: string | null,
): ShareBuckets | string {
  const [first = [], second = []] = buckets.columns;
  switch (measure.kind) {
    case 'ratio':
    case 'uptime':
      return { events: first, trials: second };
    case 'count':
      return { events: first, trials: first.map((n) => (n === null ? null : 1)) };
    case 'slower':
      return slowerThan(buckets, measure.than);
    case 'classes':
      return classEvents(buckets, group ?? '');
  }
}

/**
 * Requests slower than T, from a histogram: all requests less those in the bound that ends exactly at T.
 * A bound elsewhere would make the count a guess, so it is refused.
 */
export function slowerThan(buckets: Buckets, than: Ms): ShareBuckets | string {
  const [data] = buckets.data;
  const [all = []] = buckets.columns;
  const group = data?.groups?.find((one) => Number(one.key) === than);
  if (data === undefined || group === undefined) {
    const bounds = (data?.groups ?? []).map((one) => one.key).join(', ');
    return `The histogram has no bound at ${sayDuration(than)}${bounds === '' ? '' : ` (it has ${bounds} ms)`}; choose one of its bounds.`;
  }
  const offset = Math.round((buckets.window.from - data.start) / buckets.width);
  const slow = all.map((n, i) => {
    const fast = group.values[i + offset];
    return n === null || fast === null || fast === undefined || fast > n ? null : n - fast;
  });
  return { events: slow, trials: all };
}

/**
 * Events of one status class. A class no event fell in is not in the answer: where the trials of a bucket are known, its
 * count there is zero.
 */
function classEvents(buckets: Buckets, group: string): ShareBuckets | string {
  const [data] = buckets.data;
  const [all = [], trials = []] = buckets.columns;
  if (data?.groups === undefined)
    return 'The signal is not grouped, so no status class can be told apart. Give it "by".';
  const members = data.groups.filter((one) => isInClass(one.key, group));
  const offset = Math.round((buckets.window.from - data.start) / buckets.width);
  const events = trials.map((n, i) => {
    // A class no event fell in is zero only where the classes were seen at all.
    if (n === null || all[i] === null || all[i] === undefined) return null;
    return members.reduce((sum, member) => sum + (member.values[i + offset] ?? 0), 0);
  });
  return { events, trials };
}

/** "5xx" holds 500 to 599; anything else is itself. */
function isInClass(key: string, group: string): boolean {
  const family = /^([1-5])xx$/i.exec(group)?.[1];
  return family === undefined ? key === group : new RegExp(`^${family}\\d\\d$`).test(key);
}
