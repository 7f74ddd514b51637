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

function problemsOf(env: Record<string, string>): readonly string[] {
  const read = readServeConfig(env);
  return read.ok ? [] : read.problems;
}

it.each(['abc', '4680x', '-1', '65536', '80.5', 'Infinity', 'NaN'])('refuses port %s by name', (port) => {
  expect(problemsOf({ STAGEWATCH_PORT: port })).toEqual(['STAGEWATCH_PORT is not a port number']);
});

it.each([
  ['0', 0],
  ['65535', 65_535],
])('takes port %s', (port, number) => {
  expect(readServeConfig({ STAGEWATCH_PORT: port })).toMatchObject({ ok: true, config: { port: number } });
});

it.each(['127.0.0.1', 'localhost', '::1'])('takes %s, which only this machine reaches', (host) => {
  expect(readServeConfig({ STAGEWATCH_HOST: host })).toMatchObject({ ok: true, config: { host } });
});

it.each(['0.0.0.0', '::', '192.168.1.5', 'stagewatch.example', 'localhost.example', '127.0.0.1.example'])(
  'refuses %s and says what to do instead',
  (host) => {
    expect(problemsOf({ STAGEWATCH_HOST: host })).toEqual([
      expect.stringMatching(
        /^STAGEWATCH_HOST is .+ name its header in STAGEWATCH_USER_HEADER, or bind 127\.0\.0\.1\.$/,
      ),
    ]);
  },
);

it.each(['7m', '0s', '500ms', '2d', 'often', ''])('refuses buckets of "%s"', (bucket) => {
  expect(problemsOf({ STAGEWATCH_BUCKET: bucket })).toEqual([
    'STAGEWATCH_BUCKET must divide a day and be at least 1s, such as 1m',
  ]);
});

it.each([
  ['1s', 1000],
  ['5m', 300_000],
  ['1d', 86_400_000],
])('takes buckets of %s', (bucket, ms) => {
  expect(readServeConfig({ STAGEWATCH_BUCKET: bucket })).toMatchObject({ ok: true, config: { bucket: ms } });
});

it('reads no folder of plans when its name is empty, and keeps records nowhere without a name', () => {
  expect(readServeConfig({ STAGEWATCH_PLANS: '' })).toMatchObject({ ok: true, config: { plans: null } });
  expect(problemsOf({ STAGEWATCH_DATA: '' })).toEqual([expect.stringContaining('STAGEWATCH_DATA')]);
});

it('lists the faults of a source beside its own, and tells no secret', () => {
  const problems = problemsOf({
    STAGEWATCH_PROMETHEUS_URL: 'ftp://monitor:hunter2@prometheus:9090',
    STAGEWATCH_PORT: 'abc',
  });
  expect(problems.join('\n')).toContain('STAGEWATCH_PORT');
  expect(problems.join('\n')).toContain('STAGEWATCH_PROMETHEUS_URL');
  expect(problems.join('\n')).not.toContain('hunter2');
});

const keep = (env: Record<string, string>): unknown => {
  const read = readServeConfig(env);
  return read.ok ? read.config.retention : read.problems.join();
};

it('deletes no evidence without a folder to write it to, nor what is younger than a week', () => {
  expect(keep({})).toEqual({ keep: null, folder: '' });
  expect(keep({ STAGEWATCH_KEEP_EVIDENCE: '30d' })).toContain('needs STAGEWATCH_EXPORT');
  expect(keep({ STAGEWATCH_KEEP_EVIDENCE: '1d', STAGEWATCH_EXPORT: '/x' })).toContain('at least 7d');
  expect(keep({ STAGEWATCH_KEEP_EVIDENCE: '30d', STAGEWATCH_EXPORT: '/x' })).toEqual({
    keep: 30 * 86_400_000,
    folder: '/x',
  });
});
