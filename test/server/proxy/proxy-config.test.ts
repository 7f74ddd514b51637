import { expect, it } from 'vitest';
import { readProxyConfig } from '../../../src/server/proxy/proxy-config.ts';

const none = {
  prometheus: null,
  datadog: null,
  sentry: null,
  flipper: null,
  flipperPage: null,
  flipperExport: null,
};

it('needs nothing: only the example source then', () => {
  expect(readProxyConfig({})).toEqual({ ok: true, config: { ...none, perMinute: 600 } });
});

it('reads addresses, logins, the lag and the deadline', () => {
  expect(
    readProxyConfig({
      STAGEWATCH_PROMETHEUS_URL: 'https://grafana.test/api/datasources/proxy/uid/x',
      STAGEWATCH_PROMETHEUS_USER: 'me',
      STAGEWATCH_PROMETHEUS_PASSWORD: 'pass:wörd',
      STAGEWATCH_PROMETHEUS_LAG: '500ms',
      STAGEWATCH_FLIPPER_URL: 'http://127.0.0.1:3000/flipper/api',
      STAGEWATCH_FLIPPER_TOKEN: 'abc',
      STAGEWATCH_DEADLINE: '5s',
    }),
  ).toEqual({
    ok: true,
    config: {
      ...none,
      perMinute: 600,
      prometheus: {
        url: 'https://grafana.test/api/datasources/proxy/uid/x',
        headers: { authorization: 'Basic bWU6cGFzczp3w7ZyZA==' },
        lag: 500,
        deadline: 5000,
      },
      flipper: {
        url: 'http://127.0.0.1:3000/flipper/api',
        headers: { authorization: 'Bearer abc' },
        deadline: 5000,
      },
    },
  });
});

it('lists every problem at once, and prints no value', () => {
  const read = readProxyConfig({
    STAGEWATCH_PROMETHEUS_URL: 'http://me:hunter2@prometheus',
    STAGEWATCH_PROMETHEUS_TOKEN: 'two words',
    STAGEWATCH_PROMETHEUS_USER: 'me',
    STAGEWATCH_PROMETHEUS_LAG: 'soon',
    STAGEWATCH_FLIPPER_TOKEN: 'abc',
  });
  expect(read.ok).toBe(false);
  const text = read.ok ? '' : read.problems.join('\n');
  for (const part of [
    '_URL must not hold',
    '_TOKEN is empty, or',
    '_LAG',
    'go together',
    'only one way',
    'FLIPPER_URL',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/hunter2|two words|soon/);
});
