import { second, type Ms } from '#domain/time/time.ts';

/**
 * What the browser's two clocks say at one moment. Neither is to be believed alone: the wall's can be set to anything
 * while the page is open, and the steady one stands still while some machines sleep.
 */
export interface Moment {
  /** Milliseconds since 1970, by the reader's clock. */
  readonly wall: number;
  /** Milliseconds since the page began; never set, never backwards. */
  readonly steady: number;
}

export function momentNow(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** How long it may have been from one moment to another: the longer of what the clocks say, and never less than none. */
export function elapsed(from: Moment, to: Moment): Ms {
  return Math.max(0, to.wall - from.wall, to.steady - from.steady);
}

/** How often the page looks at itself. */
export const tick: Ms = second;

/**
 * A look this late means that the page did not run: asleep, frozen, or its clock was set. Longer than the minute at which
 * browsers let a hidden tab run.
 */
const awayAfter: Ms = 75 * second;

/** How the page has been running. */
export interface Pulse {
  /** The last look of any kind. */
  readonly last: Moment;
  /** The last look that a timer brought. */
  readonly ticked: Moment;
  /** By how much patience is longer because the browser lets a hidden tab run seldom. */
  readonly slack: Ms;
  /** When the page ran last before a time it did not; `null` once everything has been read again. */
  readonly away: Moment | null;
}

export function firstPulse(now: Moment): Pulse {
  return { last: now, ticked: now, slack: 0, away: null };
}

/**
 * The pulse after a look at `now`. In a hidden tab timers come as much as a minute late, and so does everything that is
 * read by them: patience grows by what they are late, and shrinks again once they are not. In sight there is no excuse.
 */
export function beat(
  pulse: Pulse,
  now: Moment,
  look: { readonly wasHidden: boolean; readonly isTick: boolean },
): Pulse {
  const sinceTick = elapsed(pulse.ticked, now);
  const late = look.wasHidden ? Math.max(0, Math.min(sinceTick, awayAfter) - tick) : 0;
  const left = look.isTick ? Math.max(0, pulse.slack - sinceTick) : pulse.slack;
  return {
    last: now,
    ticked: look.isTick ? now : pulse.ticked,
    slack: Math.max(late, left),
    away: pulse.away ?? (elapsed(pulse.last, now) > awayAfter ? pulse.last : null),
  };
}

/** How one query of a verdict has been doing. */
export interface Read {
  /** When it last had an answer, or was first asked for on this screen. */
  readonly good: Moment;
  readonly failures: number;
  /** Since when it is being asked; `null` while it is not. */
  readonly asked: Moment | null;
}

/** Why nothing on the page stands, and since when. */
export interface Cut {
  readonly kind: 'away' | 'silent' | 'unread';
  readonly since: Moment;
}

/** Nothing from the server for two of its cadences, and the page no longer stands by what it shows. */
const patience: Ms = 30 * second;

/** How long a screen stands by an answer that could not be had again: two intervals, and what the way may take. */
const readPatience: Ms = 35 * second;

/** Whether what is shown may stand at `pulse.last`: `contact` is when anything last came from the server. */
export function cutOf(pulse: Pulse, contact: Moment, reads: readonly Read[]): Cut | null {
  const { last: now, slack, away } = pulse;
  if (away !== null) return { kind: 'away', since: away };
  if (elapsed(contact, now) > patience + slack) return { kind: 'silent', since: contact };
  const unread = reads.find((one) => one.failures >= 2 || elapsed(one.good, now) > readPatience + slack);
  return unread === undefined ? null : { kind: 'unread', since: unread.good };
}

/** An answer that takes longer than this is slow. */
const slowAfter: Ms = 10 * second;

/** True while an answer is being waited for that long. */
export function isSlow({ last }: Pulse, reads: readonly Read[]): boolean {
  return reads.some(({ asked }) => asked !== null && elapsed(asked, last) > slowAfter);
}
