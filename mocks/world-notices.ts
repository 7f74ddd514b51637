import type { Notice, OutboxItem } from '#contract/notice.ts';
import { minute } from '#domain/time/time.ts';

/** Two channels: one that sends, and one whose receiver is gone. */
export const channels: readonly string[] = ['slack', 'webhook'];

/** Notices in each of their states, newest first. */
export function noticesAt(now: number): readonly OutboxItem[] {
  const item = (
    id: string,
    channel: string,
    minutesAgo: number,
    rest: Pick<OutboxItem, 'state' | 'attempts' | 'sentAt' | 'error'>,
  ): OutboxItem => {
    const madeAt = now - minutesAgo * minute;
    return { id, channel, nextAt: now + minute, madeAt, ...rest, notice: noticeOf(id, madeAt) };
  };
  const gone = 'The receiver did not answer (connection refused).';
  return [
    item('n-4', 'webhook', 1, { state: 'waiting', attempts: 2, sentAt: null, error: gone }),
    item('n-3', 'slack', 1, { state: 'sent', attempts: 1, sentAt: now - minute, error: null }),
    item('n-2', 'webhook', 200, { state: 'dead', attempts: 16, sentAt: null, error: gone }),
    item('n-1', 'slack', 200, { state: 'sent', attempts: 2, sentAt: now - 199 * minute, error: null }),
  ];
}

function noticeOf(key: string, at: number): Notice {
  return {
    key,
    at,
    kind: 'alert',
    urgent: true,
    rollout: { id: 'change-of-address', title: 'Change of address' },
    stage: { id: 'stage-b', label: 'Stage B' },
    verdict: {
      state: 'roll-back',
      word: 'Roll back',
      reason: 'Submissions failing broke its roll-back limit.',
      evidence: '90 of 400 failed.',
      next: 'Turn off `change_of_address`.',
    },
    alerts: [],
    people: { exposed: null, failures: null },
    toggles: ['change_of_address'],
    call: [],
    link: null,
    takeLink: null,
  };
}
