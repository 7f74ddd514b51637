import { useMemo, useSyncExternalStore } from 'react';
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
function wantsNotices(of: string): boolean {
  return localStorage.getItem(wantedPrefix + of) === 'yes';
}

export function wantNotices(of: string, wanted: boolean): void {
  localStorage.setItem(wantedPrefix + of, wanted ? 'yes' : 'no');
  tell();
}

/** Whether this browser notifies about a stage: asked to, and allowed to. The permission may come later than the wish. */
export function useGivesNotices(of: string): boolean {
  return useSyncExternalStore(subscribe, () => wantsNotices(of) && noticePermission() === 'granted');
}

let hasFailed = false;

/** Keeps that this browser did not show a notice, for whoever relies on them. */
export function noticeHasFailed(): void {
  hasFailed = true;
  tell();
}

/** Whether this browser failed to show a notice since the page was loaded. */
export function useNoticeFailed(): boolean {
  return useSyncExternalStore(subscribe, () => hasFailed);
}

const changed = 'stagewatch:my-notices';

function tell(): void {
  globalThis.dispatchEvent(new Event(changed));
}

function subscribe(onChange: () => void): () => void {
  globalThis.addEventListener('storage', onChange);
  globalThis.addEventListener(changed, onChange);
  return () => {
    globalThis.removeEventListener('storage', onChange);
    globalThis.removeEventListener(changed, onChange);
  };
}

/** Every stage this browser is to notify about. */
export function stagesWanted(): readonly string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(wantedPrefix) && localStorage.getItem(key) === 'yes')
    .map((key) => key.slice(wantedPrefix.length))
    .toSorted();
}

function snoozeIn(kept: string | null): Snooze | null {
  try {
    const parsed = snoozed.safeParse(JSON.parse(kept ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The snooze of a stage that holds now, and how to set or end it. */
export function useSnooze(of: string): readonly [Snooze | null, (snooze: Snooze | null) => void] {
  const { now } = useConnection();
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(snoozePrefix + of));
  const kept = useMemo(() => snoozeIn(text), [text]);
  const change = (next: Snooze | null): void => {
    if (next === null) localStorage.removeItem(snoozePrefix + of);
    else localStorage.setItem(snoozePrefix + of, JSON.stringify(next));
    tell();
  };
  return [kept !== null && now < kept.until ? kept : null, change];
}
