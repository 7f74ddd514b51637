import { useState } from 'react';
import * as z from 'zod/mini';
import { useConnection } from './connection.tsx';

const wantedPrefix = 'stagewatch.notify.';
const snoozePrefix = 'stagewatch.snooze.';

const snoozed = z.object({ until: z.number(), reason: z.string() });

/** Notices of this browser about one stage, put off: until when by the server's clock, and why. */
export type Snooze = z.infer<typeof snoozed>;

/** Whether this browser may notify. */
export function noticePermission(): NotificationPermission | 'unsupported' {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Whether this browser is to notify about a stage (`rollout/stage`). */
export function wantsNotices(of: string): boolean {
  return localStorage.getItem(wantedPrefix + of) === 'yes';
}

export function wantNotices(of: string, wanted: boolean): void {
  localStorage.setItem(wantedPrefix + of, wanted ? 'yes' : 'no');
}

/** Every stage this browser is to notify about. */
export function stagesWanted(): readonly string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(wantedPrefix) && localStorage.getItem(key) === 'yes')
    .map((key) => key.slice(wantedPrefix.length))
    .toSorted();
}

function readSnooze(of: string): Snooze | null {
  try {
    const parsed = snoozed.safeParse(JSON.parse(localStorage.getItem(snoozePrefix + of) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The snooze of a stage that holds now, and how to set or end it. */
export function useSnooze(of: string): readonly [Snooze | null, (snooze: Snooze | null) => void] {
  const { now } = useConnection();
  const [kept, setKept] = useState(() => readSnooze(of));
  const change = (next: Snooze | null): void => {
    if (next === null) localStorage.removeItem(snoozePrefix + of);
    else localStorage.setItem(snoozePrefix + of, JSON.stringify(next));
    setKept(next);
  };
  return [kept !== null && now < kept.until ? kept : null, change];
}
