import { parseWeekdayTime, type WeekdayTime } from '#domain/time/weekday-time.ts';
import { parseQuietHours, type QuietHours } from '#server/watch/notices/quiet-hours.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface NoticeConfig {
  readonly slackUrl: string | null;
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
  readonly heartbeatUrl: string | null;
  readonly quiet: QuietHours | null;
  /** When on weekdays people are told how long stages stand. */
  readonly statusAt: WeekdayTime | null;
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
  return {
    config: {
      slackUrl: address('STAGEWATCH_SLACK_WEBHOOK_URL'),
      webhookUrl,
      webhookSecret: webhookSecret === '' ? null : webhookSecret,
      heartbeatUrl: address('STAGEWATCH_HEARTBEAT_URL'),
      ...readTimes(env, problems),
    },
    problems,
  };
}

function readTimes(env: Environment, problems: string[]): Pick<NoticeConfig, 'quiet' | 'statusAt'> {
  const read = <T>(name: string, parse: (text: string) => T | undefined, like: string): T | null => {
    const text = env[name] ?? '';
    const time = text === '' ? null : (parse(text) ?? null);
    if (text !== '' && time === null) problems.push(`${name} is "${text}"; write it like "${like}".`);
    return time;
  };
  return {
    quiet: read('STAGEWATCH_QUIET_HOURS', parseQuietHours, '22:00-06:00 America/New_York'),
    statusAt: read('STAGEWATCH_STATUS_AT', parseWeekdayTime, '09:00 America/New_York'),
  };
}
