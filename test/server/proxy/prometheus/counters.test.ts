import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asking, codesOf, dataOf, minute, proxyOver, readOne, start, sum } from '../asked.ts';
import { fakePrometheus, type Scraped } from './fake-prometheus.ts';

const scrape = 15_000;
const labels = (instance: string): Scraped['labels'] => ({ __name__: 'hits_total', job: 'app', instance });
const counter = (more: Parameters<typeof asking>[1] = {}): ReturnType<typeof asking> =>
  asking('hits_total', { kind: 'counter', ...more });

/** Scrapes from ten minutes before the window on, one every 15 s; `undefined`: the scrape failed. */
function scraped(
  instance: string,
  values: readonly (number | undefined)[],
  from = start - 10 * minute,
): Scraped {
  const samples = values.flatMap((value, i) =>
    value === undefined ? [] : [{ at: from + i * scrape + 7, value }],
  );
  return { labels: labels(instance), samples };
}

function ups(series: readonly Scraped[]): readonly Scraped[] {
  return series.map((one) => ({ ...one, samples: one.samples.map(({ at }) => ({ at, value: 1 })) }));
}

function over(series: readonly Scraped[], now: () => number): ReturnType<typeof proxyOver> {
  return proxyOver(fakePrometheus(series, ups(series), now), {
    now,
    env: { STAGEWATCH_PROMETHEUS_LAG: '0s' },
  });
}

function bound(le: string, each: number): Scraped {
  const { samples } = scraped(
    'a',
    Array.from({ length: 90 }, (_, i) => i * each),
  );
  return { labels: { ...labels('a'), le }, samples };
}

const later = (): number => start + 10 * minute + 30_000;

describe('counters', () => {
  it('counts six thousand a minute as six thousand', async () => {
    const series = [
      scraped(
        'a',
        Array.from({ length: 90 }, (_, i) => i * 1500),
      ),
    ];
    const result = await readOne(over(series, later).proxy, counter());
    expect(dataOf(result).values).toEqual(Array.from({ length: 10 }, () => 6000));
    expect(result).toMatchObject({ status: 'ok', issues: [] });
  });

  it('gives the counts of a gap to the bucket in which the next scrape comes, and says so', async () => {
    const values = Array.from({ length: 90 }, (_, i) => (i >= 44 && i < 56 ? undefined : i));
    const result = await readOne(over([scraped('a', values)], later).proxy, counter());
    expect(dataOf(result).values).toEqual([4, null, null, null, 16, 4, 4, 4, 4, 4]);
    expect(result.status).toBe('partial');
    expect(codesOf(result)).toEqual(['partial_upstream']);
  });

  it('leaves out the sum of a gap that began before the window: it can’t be split', async () => {
    const values = Array.from({ length: 90 }, (_, i) => (i >= 30 && i < 46 ? undefined : i));
    const result = await readOne(over([scraped('a', values)], later).proxy, counter());
    expect(dataOf(result).values).toEqual([null, null, 4, 4, 4, 4, 4, 4, 4, 4]);
    expect(codesOf(result)).toEqual(['partial_upstream']);
  });

  it('counts a series from zero where its target was scraped before it', async () => {
    const old = scraped(
      'a',
      Array.from({ length: 90 }, (_, i) => 1000 + i),
    );
    const born = { labels: { ...labels('a'), code: '500' }, samples: [{ at: start + 90_000, value: 3 }] };
    const more = { ...born, samples: [...born.samples, { at: start + 9 * minute, value: 5 }] };
    const result = await readOne(over([old, more], later).proxy, counter({ by: 'code' }));
    const groups = dataOf(result).groups ?? [];
    expect(groups.find(({ key }) => key === '500')?.values).toEqual([0, 3, 0, 0, 0, 0, 0, 0, 2, 0]);
  });

  it('does not take what a newly found target counted before for what was counted now', async () => {
    const found = scraped(
      'a',
      Array.from({ length: 40 }, (_, i) => 1_000_000 + i),
      start + 2 * minute,
    );
    const result = await readOne(over([found], later).proxy, counter());
    expect(dataOf(result).values.slice(0, 4)).toEqual([null, null, null, 4]);
    expect(codesOf(result)).toEqual(['partial_upstream']);
  });

  it('finds what was counted before a reset inside a bucket, even when the counter outgrew it', async () => {
    const values = Array.from({ length: 90 }, (_, i) => (i < 50 ? 10 : 0) + (i === 49 ? 7 : 0));
    const outgrown = values.map((value, i) => (i > 50 ? 40 : value));
    const result = await readOne(over([scraped('a', outgrown)], later).proxy, counter());
    expect(sum(dataOf(result).values)).toBe(7 + 40);
    expect(codesOf(result)).toEqual(['counter_reset']);
  });

  it('holds a bucket for incomplete until a scrape later than its end was seen', async () => {
    const series = [
      scraped(
        'a',
        Array.from({ length: 78 }, (_, i) => i),
      ),
    ];
    const data = dataOf(await readOne(over(series, later).proxy, counter()));
    expect(data.values.at(-1)).toBe(2);
    expect(data.completeThrough).toBe(start + 9 * minute);
  });

  it('counts by upper bound in milliseconds', async () => {
    const series = [bound('+Inf', 5), bound('0.25', 1), bound('2.5', 3)];
    const data = dataOf(await readOne(over(series, later).proxy, counter({ kind: 'histogram', unit: 's' })));
    expect(data.values[0]).toBe(20);
    expect(data.groups?.map(({ key, values }) => [key, values[0]])).toEqual([
      ['250', 4],
      ['2500', 12],
      ['+Inf', 20],
    ]);
  });

  it('refuses a histogram without its infinite bound', async () => {
    const values = Array.from({ length: 90 }, (_, i) => i);
    const series = [{ ...scraped('a', values), labels: { ...labels('a'), le: '0.1' } }];
    expect(codesOf(await readOne(over(series, later).proxy, counter({ kind: 'histogram' })))).toEqual([
      'bad_query',
    ]);
  });
});

/** What a process counts between scrapes, when it restarts, and when scrapes fail. */
const life = fc.array(
  fc.record({
    counted: fc.nat({ max: 50 }),
    restarts: fc.boolean().chain((odd) => (odd ? fc.boolean() : fc.constant(false))),
    missed: fc.boolean().chain((odd) => (odd ? fc.boolean() : fc.constant(false))),
  }),
  { minLength: 60, maxLength: 90 },
);

function lived(steps: readonly { counted: number; restarts: boolean; missed: boolean }[]): {
  readonly values: readonly (number | undefined)[];
} {
  let value = 0;
  const values = steps.map(({ counted, restarts, missed }) => {
    value = restarts ? counted : value + counted;
    return missed ? undefined : value;
  });
  return { values };
}

/** What the scrapes show was counted in the window: a drop is a restart, the rest is difference. */
function shown({ samples }: Scraped, to: number): number {
  let total = 0;
  for (const [i, { at, value }] of samples.entries()) {
    const before = samples[i - 1];
    if (before === undefined || at <= start || at > to) continue;
    total += value < before.value ? value : value - before.value;
  }
  return total;
}

describe('any counter', () => {
  it('adds up to what its scrapes show, never below zero and never NaN', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(life, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(1, 2, 5),
        async (lives, w) => {
          // A scrape right before and in the window's first bucket: what is known at its start is not the question here.
          const series = lives.map((steps, i) => {
            const { values } = lived(steps);
            return scraped(
              `i${i}`,
              values.map((value, k) => (k >= 38 && k <= 41 ? (value ?? 0) : value)),
            );
          });
          const to = start + 10 * minute;
          const request = counter({ width: w * minute });
          const data = dataOf(await readOne(over(series, later).proxy, request));
          for (const value of data.values) {
            expect(value === null || (Number.isInteger(value) && value >= 0)).toBe(true);
          }
          expect(sum(data.values)).toBe(series.reduce((total, one) => total + shown(one, to), 0));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads the same in one look as in many, a minute apart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 2 }), async (lives) => {
        const series = lives.map((steps, i) => scraped(`i${i}`, lived(steps).values));
        let now = start + 20_000;
        const { proxy } = over(series, () => now);
        const until = start + 10 * minute + 20_000;
        for (; now < until; now += 50_000) await readOne(proxy, counter());
        now = until;
        const many = dataOf(await readOne(proxy, counter()));
        const once = dataOf(await readOne(over(series, () => now).proxy, counter()));
        expect(many.values).toEqual(once.values);
        expect(many.completeThrough).toBe(once.completeThrough);
      }),
      { numRuns: 100 },
    );
  });
});
