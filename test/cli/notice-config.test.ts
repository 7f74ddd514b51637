import { expect, it } from 'vitest';
import { readNotices } from '../../src/cli/notice-config.ts';

it('sends nothing anywhere unless told', () => {
  expect(readNotices({})).toEqual({
    config: {
      slackUrl: null,
      webhookUrl: null,
      webhookSecret: null,
      heartbeatUrl: null,
      quiet: null,
      statusAt: null,
    },
    problems: [],
  });
});

it.each([
  [
    { STAGEWATCH_SLACK_WEBHOOK_URL: 'hooks.example/hush' },
    'STAGEWATCH_SLACK_WEBHOOK_URL is no http(s) address.',
  ],
  [{ STAGEWATCH_HEARTBEAT_URL: 'ftp://hush' }, 'STAGEWATCH_HEARTBEAT_URL is no http(s) address.'],
  [{ STAGEWATCH_WEBHOOK_SECRET: 'hush hush hush hush' }, 'means nothing without STAGEWATCH_WEBHOOK_URL'],
  [{ STAGEWATCH_WEBHOOK_URL: 'https://hush', STAGEWATCH_WEBHOOK_SECRET: 'short' }, 'at least 16 characters'],
  [{ STAGEWATCH_QUIET_HOURS: '22-6' }, 'write it like'],
  [{ STAGEWATCH_QUIET_HOURS: '22:00-06:00 Mars/Olympus' }, 'write it like'],
  [{ STAGEWATCH_STATUS_AT: '9 a.m.' }, 'write it like'],
])('refuses %o, and repeats no secret', (env, reason) => {
  const { problems } = readNotices(env);
  expect(problems).toEqual([expect.stringContaining(reason)]);
  expect(problems.join('')).not.toContain('hush');
});
