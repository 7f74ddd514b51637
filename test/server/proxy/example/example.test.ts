import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignalRequest } from '../../../../src/server/proxy/signal-request.ts';
import type { SeriesData, SeriesResult } from '../../../../src/domain/series/series.ts';
import { asking, codesOf, dataOf, minute, proxyOver, readOne, sum } from '../asked.ts';

const hour = 60 * minute;
const day = 24 * hour;
/** A start that lies on no grid at all. */
const anchor = 1_767_621_612_345;

async function read(
  query: string,
  more: Partial<SignalRequest> & { readonly now?: number } = {},
): Promise<SeriesResult> {
  const { now = anchor + 30 * day, ...rest } = more;
  const width = rest.width ?? minute;
  const floor = (at: number): number => Math.floor(at / width) * width;
  const window = { from: floor(anchor), to: floor(anchor + 3 * hour) + width };
  return readOne(
    proxyOver(() => new Response(''), { now: () => now }).proxy,
    asking(query, { source: 'example', anchor, window, ...rest }),
  );
}

async function numbers(query: string, more: Parameters<typeof read>[1] = {}): Promise<SeriesData> {
  return dataOf(await read(query, more));
}

describe('an example query', () => {
  it.each([
    ['count rate=20/m seed=tries', 'count'],
    ['part share=0.4% then=8%@40m of count rate=20/m seed=tries', 'count'],
    ['part total=15 of count total=132 over=3d seed=letters', 'count'],
    ['rest of part total=15 of count total=132 over=3d seed=letters', 'count'],
    ['classes 200=rest 499=1% 504=0.4% then=504:3%@40m of count rate=20/m seed=tries', 'count'],
    ['histogram median=180ms sigma=0.6 bounds=200ms,2s of count rate=20/m', 'histogram'],
    ['unique rate=3/m again=30% after=2h seed=new-users', 'unique'],
    ['average mean=180ms then=900ms@1h spread=10% silent=2h', 'duration'],
    ['level value=0.97 spread=1% gap=20m..30m', 'gauge'],
  ] as const)('%s', async (query, kind) => {
    const result = await read(query, { kind });
    expect(result).toMatchObject({ example: true, data: { kind, provenance: { source: 'example' } } });
    const { values, groups = [] } = dataOf(result);
    const all = [...values, ...groups.flatMap((group) => group.values)];
    expect(all.every((value) => value === null || (Number.isFinite(value) && value >= 0))).toBe(true);
    expect(values.some((value) => value !== null)).toBe(true);
  });

  it.each([
    ['', 'it starts with ""'],
    ['sine rate=1/m', 'it starts with "sine"'],
    ['count', 'rate=20/m'],
    ['count rate=20', 'rate=20'],
    ['count rate=20/m total=3 over=1h', 'not both'],
    ['count total=1.5 over=1h', 'whole'],
    ['count rate=20/m colour=red', '"colour" means nothing'],
    ['count rate=20/m gap=30m..20m', 'gap=20m..30m'],
    ['part share=3%', 'needs "of"'],
    ['part share=3% of average mean=3ms', 'after "of" comes a count'],
    ['part total=30 of count total=20 over=1h', 'more than the 20'],
    ['part total=3 of count rate=20/m', 'only of "count total'],
    ['part share=120% of count rate=20/m', 'share=120%'],
    ['classes 504=1% then=505:3%@1h of count rate=20/m', 'no class'],
    ['histogram median=1s bounds=2s,1s of count rate=1/m', 'from small to large'],
    ['rest of count rate=20/m', 'comes a part'],
    ['count rate=20/m of count rate=2/m', 'of nothing'],
  ])('says what is wrong with "%s"', async (query, words) => {
    const result = await read(query);
    expect(codesOf(result)).toEqual(['bad_query']);
    if (result.status === 'error') expect(result.error.message).toContain(words);
  });

  it('says when kind and query do not fit', async () => {
    const result = await read('count rate=1/m', { kind: 'duration' });
    expect(codesOf(result)).toEqual(['bad_query']);
  });
});

describe('example series', () => {
  it('gives exact totals however the window is cut', async () => {
    for (const width of [minute, 5 * minute, hour]) {
      for (const shift of [0, 1]) {
        // Cut inward or outward: the first and last bucket may be left out.
        const from = Math.floor(anchor / width) * width + shift * width;
        const to = Math.floor((anchor + 3 * day) / width) * width + (1 - shift) * width;
        const cut = { width, window: { from, to } };
        const whole = await numbers('count total=132 over=3d seed=letters', cut);
        const part = await numbers('part total=15 of count total=132 over=3d seed=letters', cut);
        expect([sum(part.values), sum(whole.values)]).toEqual([15, 132]);
      }
    }
  });

  it('keeps a part within its whole, and the rest is the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 100 }),
        async (rate, share) => {
          const whole = `count rate=${rate}/m seed=s${rate}`;
          const part = `part share=${share}% of ${whole}`;
          const [all, some, rest] = await Promise.all([
            numbers(whole),
            numbers(part),
            numbers(`rest of ${part}`),
          ]);
          all.values.forEach((value, i) => {
            expect(some.values[i] ?? 0).toBeLessThanOrEqual(value ?? 0);
            expect((some.values[i] ?? 0) + (rest.values[i] ?? 0)).toBe(value ?? 0);
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('never changes history: later, wider or shorter looks see the same events', async () => {
    const query = 'part share=5% of count rate=50/m jitter=20% seed=x';
    const early = await numbers(query, { now: anchor + hour });
    const late = await numbers(query);
    expect(late.values.slice(0, early.values.length)).toEqual(early.values);
    expect(early.completeThrough).toBe(Math.floor((anchor + hour) / minute) * minute);
    const from = Math.floor(anchor / hour) * hour;
    const window = { from, to: from + 4 * hour };
    const wide = await numbers(query, { width: hour, window });
    const narrow = await numbers(query, { window });
    const fine = await numbers(query, { width: 10_000, window });
    for (const [i, value] of wide.values.entries()) {
      expect(sum(narrow.values.slice(i * 60, (i + 1) * 60))).toBe(value);
      expect(sum(fine.values.slice(i * 360, (i + 1) * 360))).toBe(value);
    }
  });

  it('has the rate and the share it is asked for', async () => {
    const window = {
      from: Math.floor(anchor / hour) * hour + hour,
      to: Math.floor(anchor / hour) * hour + 61 * hour,
    };
    const whole = await numbers('count rate=20/m seed=r', { window });
    const part = await numbers('part share=2% of count rate=20/m seed=r', { window });
    // 72,000 expected: five standard deviations are 1,342; of 1,440, 188.
    expect(Math.abs(sum(whole.values) - 72_000)).toBeLessThan(1_342);
    expect(Math.abs(sum(part.values) - 0.02 * sum(whole.values))).toBeLessThan(188);
  });

  it('changes at the offset it is told', async () => {
    const query = 'part share=0% then=100%@1h of count rate=60/m seed=step';
    const { values } = await numbers(query);
    expect(sum(values.slice(0, 60))).toBe(0);
    expect(sum(values.slice(61, 121))).toBeGreaterThan(3_000);
  });

  it('deals events to classes, all of them with a rest', async () => {
    const data = await numbers('classes 200=rest 499=10% 504=5% of count rate=60/m', { by: 'status' });
    const groups = data.groups ?? [];
    expect(groups.map(({ key }) => key)).toEqual(['200', '499', '504']);
    data.values.forEach((value, i) =>
      expect(sum(groups.map((group) => group.values[i] ?? 0))).toBe(value ?? 0),
    );
    const exact = await numbers('classes ok=rest 504=3 499=4 of count total=40 over=2h');
    expect((exact.groups ?? []).map(({ values }) => sum(values))).toEqual([33, 3, 4]);
  });

  it('counts a histogram up to its infinite bound', async () => {
    const data = await numbers('histogram median=200ms of count rate=600/m', { kind: 'histogram' });
    const groups = data.groups ?? [];
    expect(groups.at(-1)?.key).toBe('+Inf');
    expect(groups.at(-1)?.values).toEqual(data.values);
    const counts = groups.map(({ values }) => sum(values));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('counts a person who comes back once in the whole window, and again in another', async () => {
    const query = 'unique rate=10/m again=100% after=1h seed=people';
    const first = Math.floor(anchor / minute) * minute;
    const both = await numbers(query, { kind: 'unique', window: { from: first, to: first + 2 * hour } });
    const second = await numbers(query, {
      kind: 'unique',
      window: { from: first + hour, to: first + 2 * hour },
    });
    expect(both.total).toBeLessThan(sum(both.values));
    expect(second.total).toBe(sum(second.values));
    expect(await numbers('unique total=18 over=2h', { kind: 'unique' })).toMatchObject({ total: 18 });
  });

  it('has gaps, falls silent, fails and comes back as told', async () => {
    const gap = await numbers('count rate=60/m gap=20m..30m');
    expect(gap.values.slice(20, 30).every((value) => value === null)).toBe(true);
    expect(gap.values[19]).not.toBeUndefined();
    expect(gap.values[31]).not.toBeNull();
    const silent = await read('count rate=60/m silent=1h');
    expect(silent.status).toBe('stale');
    expect(dataOf(silent).completeThrough).toBe(Math.floor((anchor + hour) / minute) * minute);
    const failing = 'count rate=60/m outage=1h..2h';
    expect((await read(failing, { now: anchor + 59 * minute })).status).toBe('ok');
    expect(codesOf(await read(failing, { now: anchor + 61 * minute }))).toEqual(['upstream_unavailable']);
    expect((await read(failing, { now: anchor + 121 * minute })).status).toBe('ok');
    const inherited = `part share=1% of ${failing}`;
    expect(codesOf(await read(inherited, { now: anchor + 61 * minute }))).toEqual(['upstream_unavailable']);
  });

  it('has nothing before the run unless told', async () => {
    const from = Math.floor(anchor / hour) * hour - 2 * hour;
    const window = { from, to: from + hour };
    expect((await read('count rate=60/m', { window })).status).toBe('empty');
    expect((await read('count rate=60/m since=-7d', { window })).status).toBe('ok');
  });
});
