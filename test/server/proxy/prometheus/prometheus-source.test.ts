import { describe, expect, it } from 'vitest';
import {
  asking,
  codesOf,
  dataOf,
  jsonAnswer,
  matrix,
  minute,
  proxyOver,
  readOne,
  start,
  type MatrixRow,
} from '../asked.ts';

const seconds = start / 1000;

function row(values: readonly (string | undefined)[], metric: MatrixRow['metric'] = {}): MatrixRow {
  return {
    metric,
    values: values.flatMap((value, k): MatrixRow['values'] =>
      value === undefined ? [] : [[seconds + (k + 1) * 60, value]],
    ),
  };
}

function dated(skew: number): Response {
  const response = matrix([row(['1'])]);
  response.headers.set('date', new Date(start + 10 * minute + 45_000 + skew).toUTCString());
  return response;
}

function refusal(status: number, errorType: string, error: string): Response {
  return jsonAnswer({ status: 'error', errorType, error }, status);
}

describe('expressions', () => {
  it('asks for the end of each bucket up to now, by POST, below the configured path, and follows no redirect', async () => {
    const { proxy, asked } = proxyOver(() => matrix([row(['1', '2'])]));
    const window = { from: start, to: start + 60 * minute };
    const result = await readOne(proxy, asking('sum(increase(x[1m]))', { window }));
    const [one] = asked;
    expect(one?.url.href).toBe('http://prometheus.test:9090/prefix/api/v1/query_range');
    expect(one?.init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(Object.fromEntries(one?.form ?? [])).toEqual({
      query: 'sum(increase(x[1m]))',
      start: String(seconds + 60),
      end: String(seconds + 600),
      step: '60',
    });
    expect(dataOf(result)).toMatchObject({ start, width: minute, completeThrough: start + 10 * minute });
    expect(dataOf(result).values.slice(0, 3)).toEqual([1, 2, null]);
  });

  it('leaves the lag out of what is complete', async () => {
    const { proxy } = proxyOver(() => matrix([row(['1'])]), {
      now: () => start + 10 * minute + 20_000,
    });
    expect(dataOf(await readOne(proxy, asking('x'))).completeThrough).toBe(start + 9 * minute);
  });

  it('turns NaN and infinities into gaps and says how many', async () => {
    const { proxy } = proxyOver(() => matrix([row(['NaN', '+Inf', '-Inf', '4'])]));
    const result = await readOne(proxy, asking('x / y', { kind: 'gauge' }));
    expect(dataOf(result).values.slice(0, 4)).toEqual([null, null, null, 4]);
    expect(result).toMatchObject({ issues: [{ code: 'non_finite', message: expect.stringContaining('3') }] });
  });

  it('adds counts of several series up, keeps them by label, and refuses to average averages', async () => {
    const rows = [row(['1', '2'], { code: '500' }), row(['10'], { code: '200' })];
    const { proxy } = proxyOver(() => matrix(rows));
    const counted = dataOf(await readOne(proxy, asking('x', { by: 'code' })));
    expect(counted.values.slice(0, 2)).toEqual([11, 2]);
    expect(counted.groups?.map(({ key }) => key)).toEqual(['500', '200']);
    const averaged = await readOne(proxy, asking('y', { kind: 'duration', unit: 's' }));
    expect(codesOf(averaged)).toEqual(['bad_query']);
  });

  it('gives durations in milliseconds, and says when it had to assume the unit', async () => {
    const { proxy } = proxyOver(() => matrix([row(['0.25'])]));
    const said = await readOne(proxy, asking('x', { kind: 'duration', unit: 's' }));
    expect(dataOf(said).values[0]).toBe(250);
    const silent = await readOne(proxy, asking('x', { kind: 'duration' }));
    expect(dataOf(silent).values[0]).toBe(250);
    expect(codesOf(silent)).toEqual(['unit_unknown']);
    const ms = await readOne(proxy, asking('x', { kind: 'duration', unit: 'ms' }));
    expect(dataOf(ms).values[0]).toBe(0.25);
  });

  it('calls nothing at all empty, and old values stale', async () => {
    const nothing = await readOne(proxyOver(() => matrix([])).proxy, asking('x'));
    expect(nothing).toMatchObject({ status: 'empty', issues: [{ code: 'no_data' }] });
    const old = await readOne(proxyOver(() => matrix([row(['1', '2'])])).proxy, asking('x'));
    expect(old.status).toBe('stale');
  });

  it('asks a long window in pieces', async () => {
    const now = start + 12_000 * minute;
    const { proxy, asked } = proxyOver(
      ({ form }) => matrix([{ metric: {}, values: [[Number(form.get('start')), '7']] }]),
      {
        now: () => now,
      },
    );
    const data = dataOf(await readOne(proxy, asking('x', { window: { from: start, to: now } })));
    expect(asked).toHaveLength(2);
    expect(data.values).toHaveLength(12_000);
    expect([data.values[0], data.values[10_000]]).toEqual([7, 7]);
  });

  it('links to Prometheus’ own graph, but not through a proxy path', async () => {
    const direct = dataOf(await readOne(proxyOver(() => matrix([row(['1'])])).proxy, asking('x{a="b"}')));
    expect(direct.provenance.link).toContain(
      'http://prometheus.test:9090/prefix/graph?g0.expr=x%7Ba%3D%22b%22%7D',
    );
    const env = { STAGEWATCH_PROMETHEUS_URL: 'http://grafana.test/api/datasources/proxy/uid/abc' };
    const behind = dataOf(await readOne(proxyOver(() => matrix([row(['1'])]), { env }).proxy, asking('x')));
    expect(behind.provenance.link).toBeUndefined();
  });

  it('measures the other clock, and refuses one that is off by more than a bucket', async () => {
    const near = await readOne(proxyOver(() => dated(-20_000)).proxy, asking('x'));
    expect(dataOf(near).completeThrough).toBe(start + 9 * minute);
    expect(Math.abs((dataOf(near).clockSkew ?? 0) + 20_000)).toBeLessThan(1000);
    expect(codesOf(await readOne(proxyOver(() => dated(-120_000)).proxy, asking('x')))).toEqual([
      'clock_skew',
    ]);
  });
});

describe('refusals', () => {
  it.each([
    ['bad_query', 400, refusal(400, 'bad_data', '1:10: parse error')],
    [
      'too_many_points',
      400,
      refusal(400, 'bad_data', 'exceeded maximum resolution of 11,000 points per timeseries'),
    ],
    ['bad_query', 422, refusal(422, 'execution', 'found duplicate series')],
    ['timeout', 503, refusal(503, 'timeout', 'query timed out in expression evaluation')],
    ['upstream_unavailable', 503, refusal(503, 'internal', 'TSDB not ready')],
    ['upstream_unavailable', 502, new Response('<html>Bad gateway</html>', { status: 502 })],
    ['unauthorized', 401, new Response('Unauthorized\n', { status: 401 })],
    ['unauthorized', 302, new Response(null, { status: 302, headers: { location: '/login' } })],
    ['unauthorized', 200, new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['forbidden', 403, new Response('{"message":"no"}', { status: 403 })],
    ['not_found', 404, new Response('404 page not found\n', { status: 404 })],
    ['rate_limited', 429, new Response('', { status: 429 })],
    [
      'schema_drift',
      undefined,
      jsonAnswer({ status: 'success', data: { resultType: 'vector', result: [] } }),
    ],
    ['schema_drift', undefined, new Response('not json')],
  ])('%s for HTTP %s', async (code, httpStatus, response) => {
    const { proxy } = proxyOver(() => response.clone());
    const result = await readOne(proxy, asking('x'));
    expect(result).toMatchObject({ status: 'error', error: { code } });
    if (result.status === 'error') expect(result.error.httpStatus).toBe(httpStatus);
  });

  it('names what can’t be reached without its address’s secrets', async () => {
    const { proxy } = proxyOver(() => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
      });
    });
    const result = await readOne(proxy, asking('x'));
    expect(result).toMatchObject({
      error: { code: 'upstream_unavailable', message: expect.stringContaining('ECONNREFUSED'), attempts: 3 },
    });
  });

  it('stops reading an answer that has no end', async () => {
    const piece = new Uint8Array(1_000_000).fill(32);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(piece) });
    const { proxy } = proxyOver(() => new Response(endless));
    expect(codesOf(await readOne(proxy, asking('x')))).toEqual(['too_many_points']);
  });

  it('keeps secrets out of messages, whatever the upstream says', async () => {
    const token = 'very-secret-token';
    const env = { STAGEWATCH_PROMETHEUS_TOKEN: token };
    const { proxy, asked } = proxyOver(
      () => refusal(400, 'bad_data', `got Bearer ${token} from http://someone:else@host/`),
      { env },
    );
    const result = await readOne(proxy, asking('x'));
    expect(asked[0]?.init.headers).toMatchObject({ authorization: `Bearer ${token}` });
    expect(JSON.stringify([result, proxy.sources()])).not.toMatch(/very-secret|someone:else/);
  });
});
