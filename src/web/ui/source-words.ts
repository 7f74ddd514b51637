import type { SourceHealth } from '#contract/sources.ts';
import { sayDuration } from '#domain/time/duration.ts';
import type { Look } from './state-look.ts';

/** Where the reader stands to the server: past these, nothing on the page is known any more. */
export interface Standing {
  readonly now: number;
  readonly lostSince: number | null;
  readonly stalled: boolean;
  /** The server answers, but what is shown here could not be read again. */
  readonly unread: boolean;
}

/** Whether what was read last still stands. */
export function isKnown({ lostSince, stalled, unread }: Omit<Standing, 'now'>): boolean {
  return lostSince === null && !stalled && !unread;
}

export interface SourceWord {
  readonly word: string;
  readonly look: Look;
}

const met: Look = { shape: 'check', tone: 'met' };
const blind: Look = { shape: 'diamond', tone: 'blind' };
const off: Look = { shape: 'circle', tone: 'off' };

/** A source's state in a word. Only one that still answers in time is green, and only while the server does. */
export function sayState(source: SourceHealth, standing: Standing): SourceWord {
  if (!isKnown(standing)) return { word: 'Not known now', look: blind };
  switch (source.state) {
    case 'ok':
      return { word: 'Up to date', look: met };
    case 'late':
      return { word: sayLate(source, standing.now), look: blind };
    case 'partial':
      return { word: sayFailing(source) ?? 'Some queries fail', look: blind };
    case 'failing':
      return { word: 'Failing', look: blind };
    case 'idle':
      return { word: 'Not asked now', look: off };
    case 'unused':
      return { word: 'Not read yet', look: off };
    case 'not-configured':
      return { word: 'Not configured', look: isNeeded(source) ? blind : off };
  }
}

/** "2 of 5 queries fail"; `null` where none does, or it is not told. */
export function sayFailing({ queries }: SourceHealth): string | null {
  if (queries === undefined || queries.failing.length === 0) return null;
  const { of, failing } = queries;
  return `${failing.length} of ${of} ${of === 1 ? 'query' : 'queries'} ${failing.length === 1 ? 'fails' : 'fail'}`;
}

function sayLate({ lag, allowedDelay, lastGood, newestPoint }: SourceHealth, now: number): string {
  if (lag !== null && allowedDelay !== null && lag > allowedDelay)
    return `Late by ${sayDuration(lag - allowedDelay)}`;
  if (newestPoint === null) return 'Answers without values';
  return lastGood === null ? 'Late' : `No answer for ${sayDuration(now - lastGood)}`;
}

/** Something that is planned or running reads it. */
export function isNeeded(source: SourceHealth): boolean {
  return source.dependents.length > 0;
}
