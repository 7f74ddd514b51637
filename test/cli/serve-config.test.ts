import { expect, it } from 'vitest';
import { readServeConfig } from '../../src/cli/serve-config.ts';

it('needs nothing: loopback, the plans folder and the embedded store', () => {
  const read = readServeConfig({});
  expect(read).toMatchObject({
    ok: true,
    config: {
      host: '127.0.0.1',
      port: 4680,
      plans: 'plans',
      data: '.stagewatch/stagewatch.db',
      bucket: 60_000,
    },
  });
});

it('lists every fault at once', () => {
  const read = readServeConfig({
    STAGEWATCH_PORT: 'abc',
    STAGEWATCH_BUCKET: '7m',
    STAGEWATCH_PROMETHEUS_URL: 'prometheus:9090',
    STAGEWATCH_HOST: '0.0.0.0',
  });
  const problems = read.ok ? [] : read.problems.join('\n');
  for (const name of [
    'STAGEWATCH_PORT',
    'STAGEWATCH_BUCKET',
    'STAGEWATCH_PROMETHEUS_URL',
    'STAGEWATCH_HOST',
  ]) {
    expect(problems).toContain(name);
  }
});

it('refuses to be reached by others, who could be anyone', () => {
  const read = readServeConfig({ STAGEWATCH_HOST: '10.0.0.5' });
  expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining('others can reach')]);
});
