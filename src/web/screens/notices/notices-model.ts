import type { Notice, OutboxItem } from '#contract/notice.ts';

/** Where a channel stands, by the notices the server still tells of. */
export interface ChannelStanding {
  readonly name: string;
  readonly lastSent: number | null;
  readonly waiting: number;
  /** The error of the newest notice that is waiting to be tried again. */
  readonly trouble: string | null;
  readonly dead: number;
}

/** Every channel with what became of its notices; those that are gone but still owe some included. */
export function standingsOf(
  channels: readonly string[],
  notices: readonly OutboxItem[],
): readonly ChannelStanding[] {
  const names = new Set([...channels, ...notices.map((one) => one.channel)]);
  return [...names].map((name) => {
    const own = notices.filter((one) => one.channel === name);
    const sent = own.flatMap((one) => (one.sentAt === null ? [] : [one.sentAt]));
    const waiting = own.filter((one) => one.state === 'waiting');
    return {
      name,
      lastSent: sent.length === 0 ? null : Math.max(...sent),
      waiting: waiting.length,
      trouble: waiting.find((one) => one.error !== null)?.error ?? null,
      dead: own.filter((one) => one.state === 'dead').length,
    };
  });
}

/** What a notice is about, in a line. */
export function sayNotice({ kind, verdict, rollout, stage }: Notice): string {
  return kind === 'test' ? 'A test' : `${verdict.word}: ${rollout.title}, ${stage.label}`;
}

/** The page of the stage as it stood; `null` for what is about no stage. */
export function noticePath({ kind, rollout, stage, at }: Notice): string | null {
  if (kind !== 'alert' && kind !== 'ready' && kind !== 'status') return null;
  return `/rollouts/${encodeURIComponent(rollout.id)}/stages/${encodeURIComponent(stage.id)}?at=${new Date(at).toISOString()}`;
}
