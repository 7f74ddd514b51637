import { describe, expect, it } from 'vitest';
import { asking, codesOf, dataOf, matrix, minute, never, proxyOver, readOne, start } from './asked.ts';

const one = (from: number, count: number): Response =>
  matrix([
    {
      metric: {},
      values: Array.from({ length: count }, (_, k) => [(from + k * minute) / 1000, '1'] as const),
    },
  ]);

function answering(form: URLSearchParams): Response {
  const from = Number(form.get('start')) * 1000;
  const to = Number(form.get('end')) * 1000;
  return one(from, Math.round((to - from) / minute) + 1);
}

describe('the proxy', () => {
  it('answers every question in order, unknown sources and broken queries included', async () => {
    const { proxy } = proxyOver(({ form }) => answering(form));
    const results = await proxy.readSeries(
      [
        asking('x', { id: 'a' }),
        asking('x', { id: 'b', source: 'datadog' }),
        asking('nonsense', { id: 'c', source: 'example' }),
        asking('x', { id: 'd', kind: 'issues' }),
      ],
      never,
    );
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['a', 'ok'],
      ['b', 'error'],
      ['c', 'error'],
      ['d', 'error'],
    ]);
    expect(results.map(codesOf)).toEqual([[], ['not_configured'], ['bad_query'], ['bad_query']]);
  });

  it('asks once what two ask at the same time', async () => {
    const { proxy, asked } = proxyOver(({ form }) => answering(form));
    const results = await proxy.readSeries([asking('x', { id: 'a' }), asking('x', { id: 'b' })], never);
    expect(asked).toHaveLength(1);
    expect(results.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('asks nothing again in the same quarter of a bucket, a failure included, and asks in the next', async () => {
    let now = start + 10 * minute;
    let status = 200;
    const { proxy, asked } = proxyOver(
      ({ form }) => (status === 200 ? answering(form) : new Response('', { status })),
      { now: () => now },
    );
    for (const later of [0, 5_000, 14_999]) {
      now = start + 10 * minute + later;
      expect((await readOne(proxy, asking('x'))).status).toBe('ok');
    }
    expect(asked).toHaveLength(1);
    status = 401;
    for (const later of [15_000, 29_999]) {
      now = start + 10 * minute + later;
      expect(codesOf(await readOne(proxy, asking('x')))).toEqual(['unauthorized']);
    }
    expect(asked).toHaveLength(2);
    status = 200;
    now = start + 10 * minute + 30_000;
    expect((await readOne(proxy, asking('x'))).status).toBe('ok');
  });

  it('goes on for the others when one of them leaves', async () => {
    const held = new EventTarget();
    const released = new Promise((resolve) => {
      held.addEventListener('released', resolve);
    });
    const { proxy } = proxyOver(async ({ form }) => {
      await released;
      return answering(form);
    });
    const leaving = new AbortController();
    const first = proxy.readSeries([asking('x', { id: 'a' })], leaving.signal);
    const second = proxy.readSeries([asking('x', { id: 'b' })], never);
    leaving.abort();
    expect(await first).toMatchObject([{ id: 'a', status: 'error', error: { code: 'timeout' } }]);
    held.dispatchEvent(new Event('released'));
    expect(await second).toMatchObject([{ id: 'b', status: 'ok' }]);
  });

  it('asks only for the tail again, and nothing at all once a window has long been over', async () => {
    let now = start + 10 * minute + 45_000;
    const { proxy, asked } = proxyOver(({ form }) => answering(form), { now: () => now });
    const window = { from: start, to: start + 20 * minute };
    await readOne(proxy, asking('x', { window }));
    now += minute;
    const second = dataOf(await readOne(proxy, asking('x', { window })));
    expect(Number(asked[1]?.form.get('start')) * 1000).toBe(start + 8 * minute);
    expect(second.values).toHaveLength(11);
    now = start + 30 * minute;
    await readOne(proxy, asking('x', { window: { from: start, to: start + 5 * minute } }));
    expect(asked).toHaveLength(2);
  });

  it('tries twice more after a passing failure, and not at all after a lasting one', async () => {
    let n = 0;
    const { proxy } = proxyOver(({ form }) => {
      n += 1;
      return n < 3 ? new Response('', { status: 502 }) : answering(form);
    });
    expect((await readOne(proxy, asking('x'))).status).toBe('ok');
    const { proxy: closed, asked } = proxyOver(() => new Response('', { status: 401 }));
    expect(await readOne(closed, asking('x'))).toMatchObject({ error: { attempts: 1 } });
    expect(asked).toHaveLength(1);
  });

  it('gives up at its deadline, even on an upstream that ignores it', async () => {
    const env = { STAGEWATCH_DEADLINE: '50ms' };
    const { proxy } = proxyOver(() => new Promise<Response>(() => {}), { env });
    expect(await readOne(proxy, asking('x'))).toMatchObject({ error: { code: 'timeout', retryable: true } });
  });

  it('does not wait for a source that asks to be left alone beyond the deadline', async () => {
    const { proxy, asked } = proxyOver(
      () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
    );
    const result = await readOne(proxy, asking('x'));
    expect(result).toMatchObject({ error: { code: 'rate_limited', attempts: 1 } });
    if (result.status === 'error') expect(result.error.retryAt).toBe(start + 10 * minute + 105_000);
    expect(asked).toHaveLength(1);
  });

  it('shows the last good data beside an error, since when it fails, and how each source does', async () => {
    let down = false;
    let now = start + 10 * minute + 45_000;
    const { proxy } = proxyOver(({ form }) => (down ? new Response('', { status: 401 }) : answering(form)), {
      now: () => now,
    });
    await readOne(proxy, asking('x'));
    down = true;
    const window = { from: start, to: start + 20 * minute };
    const since = now + minute;
    for (const later of [1, 2]) {
      now = start + 10 * minute + 45_000 + later * minute;
      const result = await readOne(proxy, asking('x', { window }));
      expect(result).toMatchObject({ error: { firstSeen: since }, lastGood: { start } });
    }
    expect(proxy.sources()).toMatchObject([
      { id: 'example', example: true, configured: true, lastGood: null },
      {
        id: 'prometheus',
        configured: true,
        lastGood: start + 10 * minute + 45_000,
        newestPoint: start + 10 * minute,
        lastError: { code: 'unauthorized' },
      },
      { id: 'datadog', configured: false },
      { id: 'sentry', configured: false },
      { id: 'flipper', configured: true },
    ]);
  });

  it('never asks more than a few things of one source at once', async () => {
    let running = 0;
    let most = 0;
    const { proxy } = proxyOver(async ({ form }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => {
        setTimeout(resolve, 2);
      });
      running -= 1;
      return answering(form);
    });
    const requests = Array.from({ length: 40 }, (_, i) => asking(`x${i}`));
    const results = await proxy.readSeries(requests, never);
    expect(results.every(({ status }) => status === 'ok')).toBe(true);
    expect(most).toBeLessThanOrEqual(6);
  });
});
