import { parseQuietHours, type QuietHours } from '#server/watch/notices/quiet-hours.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface NoticeConfig {
  readonly slackUrl: string | null;
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
  readonly heartbeatUrl: string | null;
  readonly quiet: QuietHours | null;
}

/** Where notices go, from the environment. Addresses hold secrets: a fault never repeats one. */
export function readNotices(env: Environment): {
  readonly config: NoticeConfig;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const address = (name: string): string | null => {
    const text = env[name] ?? '';
    if (text === '') return null;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
    problems.push(`${name} is no http(s) address.`);
    return null;
  };
  const webhookUrl = address('STAGEWATCH_WEBHOOK_URL');
  const webhookSecret = env['STAGEWATCH_WEBHOOK_SECRET'] ?? '';
  if (webhookSecret !== '' && webhookUrl === null)
    problems.push('STAGEWATCH_WEBHOOK_SECRET means nothing without STAGEWATCH_WEBHOOK_URL.');
  if (webhookUrl !== null && webhookSecret.length < 16)
    problems.push(
      'STAGEWATCH_WEBHOOK_SECRET must have at least 16 characters: without it anybody could post a verdict.',
    );
  const quietText = env['STAGEWATCH_QUIET_HOURS'] ?? '';
  const quiet = quietText === '' ? null : (parseQuietHours(quietText) ?? null);
  if (quietText !== '' && quiet === null)
    problems.push(`STAGEWATCH_QUIET_HOURS is "${quietText}"; write it like "22:00-06:00 America/New_York".`);
  return {
    config: {
      slackUrl: address('STAGEWATCH_SLACK_WEBHOOK_URL'),
      webhookUrl,
      webhookSecret: webhookSecret === '' ? null : webhookSecret,
      heartbeatUrl: address('STAGEWATCH_HEARTBEAT_URL'),
      quiet,
    },
    problems,
  };
}
