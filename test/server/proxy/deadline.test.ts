import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadlineIn } from '../../../src/server/proxy/deadline.ts';
import { asking, never, start } from './asked.ts';
import { proxyOn, upstream } from './upstream-rig.ts';

// A deadline that a garbage collection takes along is one that never comes: here there is one every few milliseconds.
let collecting: ReturnType<typeof setInterval>;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This Node collects no garbage on demand.');
  collecting = setInterval(() => void collect(), 20);
});

afterAll(() => clearInterval(collecting));

function reasonOf(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
}

it('comes, and says that it was the time, though nothing but what is asked holds it', async () => {
  const left = new AbortController();
  const reason = await reasonOf(AbortSignal.any([left.signal, deadlineIn(300)]));
  expect(reason).toBeInstanceOf(DOMException);
  expect(reason).toMatchObject({ name: 'TimeoutError' });
});

it.each(['prometheus', 'datadog', 'sentry'] as const)(
  'ends a question that %s never answers',
  async (source) => {
    const { url } = await upstream(() => ({ hangs: true }));
    const proxy = proxyOn(
      {
        STAGEWATCH_DEADLINE: '500ms',
        STAGEWATCH_PROMETHEUS_URL: url,
        STAGEWATCH_DATADOG_SITE: 'ddog-gov.com',
        STAGEWATCH_DATADOG_URL: url,
        STAGEWATCH_DATADOG_API_KEY: 'api-key-in-the-test',
        STAGEWATCH_DATADOG_APP_KEY: 'app-key-in-the-test',
        STAGEWATCH_SENTRY_URL: url,
        STAGEWATCH_SENTRY_ORG: 'team',
        STAGEWATCH_SENTRY_TOKEN: 'sentry-token-in-the-test',
      },
      () => start + 3_600_000,
    );
    const more = source === 'sentry' ? { dataset: 'spans' as const } : {};
    const request = { ...asking('sum:x{*}', { id: 'x', source }), ...more };
    expect(await proxy.readSeries([request], never)).toMatchObject([
      { status: 'error', error: { code: 'timeout' } },
    ]);
  },
);

it('ends a question that Flipper never answers', async () => {
  const { url } = await upstream(() => ({ hangs: true }));
  const env = { STAGEWATCH_DEADLINE: '500ms', STAGEWATCH_FLIPPER_URL: `${url}/flipper` };
  expect(await proxyOn(env, () => start).readAllotments(['letters'], never)).toMatchObject([
    { status: 'error', error: { code: 'timeout' } },
  ]);
});
