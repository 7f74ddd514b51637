import { TZDate } from '@date-fns/tz';
import { keeps, sayLimit } from '../plan/limit.ts';
import type { Rhythm } from '../plan/ask-rhythm.ts';
import type { Measure } from '../plan/plan.ts';
import { sayDuration } from '../time/duration.ts';
import { day, hour, type EpochMs, type Ms } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import type { Reading } from './reading.ts';
import { limitAt } from './limit-at.ts';
import { draft, type CriterionContext } from './reading-draft.ts';
import { sayCount, sayShare } from './say-value.ts';

/** What a person answered to a question of the plan. "We asked: none" is a count of zero; "not asked" is no answer. */
export interface Answer {
  readonly criterion: string;
  readonly at: EpochMs;
  readonly by: string;
  readonly said:
    | { readonly kind: 'count'; readonly count: number }
    | { readonly kind: 'share'; readonly positive: number; readonly of: number }
    | { readonly kind: 'yes-no-na'; readonly answer: 'yes' | 'no' | 'n/a' }
    | { readonly kind: 'not-asked' };
}

type Ask = Extract<Measure, { kind: 'ask' }>;

/**
 * Judges a criterion that people answer. It is over, met, or not asked, and never a reason for Can't tell: counts of
 * one run add up, shares are pooled, of yes and no the newest stands. Bad news never grows too old; good news does.
 */
export function judgeAsk(context: CriterionContext, measure: Ask, answers: readonly Answer[]): Reading {
  const own = answers
    .filter((one) => one.criterion === context.criterion.id && one.at >= context.run.start)
    .toSorted((a, b) => a.at - b.at);
  const given = own.filter((one) => one.said.kind === measure.answer);
  const newest = given.at(-1);
  if (newest === undefined) return draft(context, 'not-asked', sayNobodyAsked(own.at(-1), context.zone));
  const sum = summed(given, newest);
  const limit = limitAt(context.criterion, context.stage);
  const who = `${sum.words} Answered ${sayInstant(newest.at, context.zone)} by ${newest.by}.`;
  const reading: Reading = {
    ...draft(context, 'watched', who),
    value: sum.value,
    counts: { events: sum.events, of: sum.of, measured: given.length, expected: given.length },
    judgedThrough: newest.at,
    source: 'people',
  };
  if (context.criterion.watch || sum.value === null) return reading;
  if (limit === null) {
    // Of "yes" and "no" only the plan can say which is good; a number without a limit can't pass or fail.
    const state = measure.answer === 'yes-no-na' ? 'watched' : 'no-limit';
    return { ...reading, state, evidence: `${who} The plan does not say what would be too bad.` };
  }
  if (!keeps(limit, sum.value))
    return { ...reading, state: 'over', evidence: `${who} Limit: ${sayLimit(limit)}.` };
  const due = dueAgain(measure.every ?? 'once', newest.at, context.now, context.zone);
  if (due === null) return { ...reading, state: 'met', evidence: `${who} Limit: ${sayLimit(limit)}.` };
  return { ...reading, state: 'not-asked', evidence: `${who} ${due}` };
}

function sayNobodyAsked(last: Answer | undefined, zone: string): string {
  return last === undefined
    ? 'Nobody has reported yet. Silence is not zero.'
    : `${last.by} noted ${sayInstant(last.at, zone)} that nobody has asked yet.`;
}

interface Sum {
  /** `null` where the question does not apply. */
  readonly value: number | null;
  readonly events: number | null;
  readonly of: number | null;
  readonly words: string;
}

function summed(given: readonly Answer[], newest: Answer): Sum {
  switch (newest.said.kind) {
    case 'count': {
      const count = given.reduce((total, { said }) => total + (said.kind === 'count' ? said.count : 0), 0);
      const words =
        count === 0 ? 'We asked, and there were none.' : `${sayCount(count)} reported in this stage.`;
      return { value: count, events: count, of: null, words };
    }
    case 'share': {
      const pairs = given.flatMap(({ said }) => (said.kind === 'share' ? [said] : []));
      const positive = pairs.reduce((total, one) => total + one.positive, 0);
      const of = pairs.reduce((total, one) => total + one.of, 0);
      if (of === 0) return { value: null, events: 0, of: 0, words: 'Nobody has answered yet.' };
      const words = `${sayCount(positive)} of ${sayCount(of)} (${sayShare(positive / of)}).`;
      return { value: positive / of, events: positive, of, words };
    }
    case 'yes-no-na': {
      const { answer } = newest.said;
      if (answer === 'n/a') return { value: null, events: null, of: null, words: 'Does not apply.' };
      const value = answer === 'yes' ? 1 : 0;
      return { value, events: value, of: 1, words: `${answer === 'yes' ? 'Yes' : 'No'}.` };
    }
    case 'not-asked':
      return { value: null, events: null, of: null, words: '' };
  }
}

/** Why an answer is too old for the rhythm the plan asks in; `null` while it stands. */
function dueAgain(every: Rhythm, at: EpochMs, now: EpochMs, zone: string): string | null {
  if (every === 'once') return null;
  if (every === 'business day')
    return businessTime(at, now, zone) > day
      ? 'It is asked each business day, and a new answer is due.'
      : null;
  return now - at > every ? `It is asked every ${sayDuration(every)}, and a new answer is due.` : null;
}

/** Time from one instant to another that falls on Monday to Friday, to the hour. */
function businessTime(from: EpochMs, to: EpochMs, zone: string): Ms {
  let time = 0;
  // Beyond two weeks the answer can't change any more.
  for (let at = from; at < Math.min(to, from + 14 * day); at += hour) {
    const weekday = new TZDate(at, zone).getDay();
    if (weekday !== 0 && weekday !== 6) time += Math.min(hour, to - at);
  }
  return time;
}
