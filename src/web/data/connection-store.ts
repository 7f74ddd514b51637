import { replaceEqualDeep, type QueryClient } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import * as z from 'zod/mini';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { onContact } from './fetch-json.ts';
import {
  beat,
  cutOf,
  firstPulse,
  isSlow,
  momentNow,
  tick,
  type Cut,
  type Moment,
  type Pulse,
} from './moment.ts';
import { healthQuery, rolloutKeys } from './queries.ts';
import { serverEvents, type ServerEvents } from './server-events.ts';
import { verdictChanges, verdictsIn, type VerdictsSeen } from './verdicts-in.ts';
import { watchReads, type Reads } from './watch-reads.ts';

/** What a page that was away says once it has read everything again. */
interface AwayReport {
  readonly lasted: Ms;
  readonly changes: readonly string[];
}

export interface Connection {
  /** The server's clock now, counted on from its last answer; the reader's own clock may be wrong, or be set. */
  readonly now: EpochMs;
  /** Since when nothing shown may stand, by the server's clock; `null` while it may. */
  readonly lostSince: EpochMs | null;
  /** Why it may not. */
  readonly cut: Cut['kind'] | null;
  /** True while the server says that its own watcher has stalled. */
  readonly stalled: boolean;
  /** By how much the reader's clock is ahead of the server's, where it is more than a minute off; else 0. */
  readonly skew: Ms;
  /** True while an answer has been waited for unusually long. */
  readonly slow: boolean;
  readonly away: AwayReport | null;
}

export const unknownConnection: Connection = {
  now: 0,
  lostSince: null,
  cut: null,
  stalled: false,
  skew: 0,
  slow: false,
  away: null,
};

export interface ConnectionStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => Connection;
  /** Puts the report of a time away aside. */
  readonly read: () => void;
  readonly start: () => () => void;
}

/** A time away shorter than this, with nothing changed, is not worth a line. */
const worthSaying: Ms = minute;

/** What an answer that carries the server's clock says of it. */
const clock = z.object({ serverNow: z.number() });

/** A clock more than this off is the reader's fault; less is the way's length. */
const skewed: Ms = minute;

/** Watches the connection: silence, reads that fail, times the page did not run, and clocks that can't be believed. */
export function connectionStore(client: QueryClient): ConnectionStore {
  let pulse: Pulse = firstPulse(momentNow());
  let contact = pulse.last;
  let left: Left | null = null;
  let away: AwayReport | null = null;
  let reads: Reads | null = null;
  let events: ServerEvents | null = null;
  let wasHidden = false;
  const { subscribe, snapshot, publish } = published({ ...unknownConnection, now: pulse.last.wall });

  const show = (): void =>
    publish(connectionAt(client, { pulse, contact, away, leftAt: left?.at ?? null }, reads?.shown() ?? []));
  /** Everything on screen is read again; until that has landed nothing stands. */
  const wake = (since: Moment): void => {
    left = { at: left?.at ?? serverTime(client, since), seen: verdictsIn(client), isBack: true };
    reads?.forget();
    events?.reopen();
    void client.refetchQueries({ type: 'active' });
  };
  const land = (since: EpochMs, seen: VerdictsSeen): void => {
    const lasted = serverTime(client, pulse.last) - since;
    const changes = verdictChanges(seen, verdictsIn(client));
    away = lasted >= worthSaying || changes.length > 0 ? { lasted, changes } : away;
    left = null;
    contact = pulse.last;
    pulse = { ...pulse, away: null };
  };
  const look = (isTick: boolean): void => {
    const isHidden = document.visibilityState === 'hidden';
    pulse = beat(pulse, momentNow(), { wasHidden: wasHidden || isHidden, isTick });
    wasHidden = isTick ? isHidden : wasHidden || isHidden;
    if (pulse.away !== null && left?.isBack !== true) wake(pulse.away);
    if (left?.isBack === true && reads?.landed() === true) land(left.at, left.seen);
    events?.check(pulse.slack);
    show();
  };
  /** The browser is about to stop the page: what stays on screen and in the tab must not look alive. */
  const freeze = (): void => {
    const now = momentNow();
    pulse = { ...pulse, away: pulse.away ?? now };
    left = { at: left?.at ?? serverTime(client, now), seen: left?.seen ?? new Map(), isBack: false };
    flushSync(show);
  };
  const follow = (): (() => void) => {
    pulse = firstPulse(momentNow());
    contact = pulse.last;
    const touch = (): void => {
      contact = momentNow();
      look(false);
    };
    reads = watchReads(client, () => look(false));
    events = serverEvents({ heard: touch, changed: (rollout) => refresh(client, rollout) });
    const stopContact = onContact(touch);
    const timer = setInterval(() => look(true), tick);
    const stopLife = onLife(freeze, () => look(false));
    return () => {
      clearInterval(timer);
      stopLife();
      stopContact();
      reads?.stop();
      events?.close();
    };
  };
  return {
    subscribe,
    snapshot,
    read: () => {
      away = null;
      show();
    },
    start: follow,
  };
}

/** What listeners are told of when it becomes another. */
function published(first: Connection): {
  readonly subscribe: ConnectionStore['subscribe'];
  readonly snapshot: () => Connection;
  readonly publish: (next: Connection) => void;
} {
  const listeners = new Set<() => void>();
  let shown = first;
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    snapshot: () => shown,
    publish: (next) => {
      if (isAsGood(shown, next)) return;
      shown = next;
      for (const listener of listeners) listener();
    },
  };
}

/** True where nothing but the clock has moved on, by less than its hands show: a refresh looks at the page a dozen times. */
function isAsGood(shown: Connection, next: Connection): boolean {
  const { now } = shown;
  return Math.abs(next.now - now) < tick / 2 && replaceEqualDeep(shown, { ...next, now }) === shown;
}

/** A time the page did not run: since when by the server's clock, and what it said then. */
interface Left {
  readonly at: EpochMs;
  readonly seen: VerdictsSeen;
  /** True once the page runs again and has asked for everything. */
  readonly isBack: boolean;
}

function connectionAt(
  client: QueryClient,
  state: {
    readonly pulse: Pulse;
    readonly contact: Moment;
    readonly away: AwayReport | null;
    readonly leftAt: EpochMs | null;
  },
  reads: ReturnType<Reads['shown']>,
): Connection {
  const { pulse, leftAt } = state;
  const now = serverTime(client, pulse.last);
  const cut = cutOf(pulse, state.contact, reads);
  const skew = pulse.last.wall - now;
  return {
    now,
    lostSince: cut === null ? null : (leftAt ?? serverTime(client, cut.since)),
    cut: cut?.kind ?? null,
    stalled: client.getQueryData(healthQuery.queryKey)?.status === 'stalled',
    skew: pulse.away === null && Math.abs(skew) > skewed ? skew : 0,
    slow: isSlow(pulse, reads),
    away: state.away,
  };
}

/** The server's clock at a moment: its last answer, counted on by the clock that nobody can set. */
function serverTime(client: QueryClient, at: Moment): EpochMs {
  const health = client.getQueryData(healthQuery.queryKey);
  return health === undefined ? toldTime(client, at) : health.serverNow + at.steady - health.asked;
}

/**
 * Until the server has been asked for its clock: what the newest answer on the page says of it, else the reader's own
 * clock. An age must not be years long, or less than none, for the first moments of a page.
 */
function toldTime(client: QueryClient, at: Moment): EpochMs {
  const told = client
    .getQueryCache()
    .getAll()
    .flatMap(({ state }) => {
      const read = clock.safeParse(state.data);
      return read.success ? [{ serverNow: read.data.serverNow, arrived: state.dataUpdatedAt }] : [];
    })
    .toSorted((a, b) => b.arrived - a.arrived);
  const [newest] = told;
  return newest === undefined ? at.wall : newest.serverNow + Math.max(0, at.wall - newest.arrived);
}

function refresh(client: QueryClient, rollout: string | null): void {
  void client.invalidateQueries({ queryKey: rolloutKeys.list, exact: rollout !== null });
  if (rollout !== null) void client.invalidateQueries({ queryKey: rolloutKeys.rollout(rollout) });
}

/** The turns of a page's life that a browser tells of. */
function onLife(freeze: () => void, look: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('freeze', freeze, { signal });
  document.addEventListener('resume', look, { signal });
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('pagehide', freeze, { signal });
  window.addEventListener('pageshow', look, { signal });
  return () => stop.abort();
}
