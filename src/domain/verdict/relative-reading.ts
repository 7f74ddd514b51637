import { sayLimit } from '../plan/limit.ts';
import type { Evidence } from '../stats/evidence.ts';
import type { Window } from '../time/time.ts';
import type { Buckets } from './basis.ts';
import type { RelativeInput } from './judge-relative.ts';
import type { Reading, ReadingPart, ReadingState } from './reading.ts';
import { limitAt } from './limit-at.ts';
import { draft, sayProvenance } from './reading-draft.ts';
import { sayMore } from './say-more.ts';
import { sayCount, sayRange, sayShare, sayValue } from './say-value.ts';

/** One class of a relative criterion, judged. */
export interface JudgedPart {
  readonly part: ReadingPart;
  readonly evidence: Evidence;
}

/** Why a class can't be judged. */
export interface Unusable {
  readonly unusable: 'no-data' | 'source-error';
  readonly why: string;
}

/** States of the parts of one criterion, worst first: the worst is the criterion's. */
const worst: readonly ReadingState[] = [
  'over',
  'broke-earlier',
  'over-not-certain',
  'no-traffic',
  'not-enough-data',
  'close',
  'met',
  // Seen on neither path: it neither holds nor proves anything.
  'watched',
];

/** The reading of a criterion that was compared with a baseline, from its judged classes (one, where it has none). */
export function relativeReading(
  { context }: RelativeInput,
  buckets: Buckets,
  parts: readonly (JudgedPart | Unusable)[],
  compared: { readonly with: string; readonly window: Window },
): Reading {
  const unusable = parts.find((one) => 'unusable' in one);
  if (unusable !== undefined)
    return {
      ...draft(context, unusable.unusable, unusable.why),
      source: buckets.source,
      judgedThrough: unusable.unusable === 'source-error' ? buckets.window.to : null,
    };
  const judged = parts.filter((one): one is JudgedPart => 'part' in one);
  const [first] = judged.toSorted((a, b) => worst.indexOf(a.part.state) - worst.indexOf(b.part.state));
  if (first === undefined) return draft(context, 'no-limit', 'It names no status class to judge.');
  const { part, evidence } = first;
  const undecided = part.state === 'not-enough-data' || part.state === 'over-not-certain';
  const reading: Reading = {
    ...draft(context, stateOf(context, part.state), ''),
    value: part.value,
    range: evidence.range,
    counts: {
      events: part.events,
      of: context.criterion.measure.kind === 'count' ? null : part.of,
      measured: buckets.measured,
      expected: buckets.expected,
    },
    more: undecided && !evidence.met ? evidence.more : null,
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    logEvidence: Math.max(...judged.map((one) => one.evidence.logBadMax)),
    comparedWith: {
      with: compared.with,
      window: compared.window,
      value: part.against.of === 0 ? null : part.against.events / part.against.of,
      events: part.against.events,
      of: part.against.of,
    },
    parts: judged.length > 1 ? judged.map((one) => one.part) : [],
  };
  return { ...reading, evidence: say(reading, first, compared.with, context, buckets) };
}

/** Where no class was seen on either path there is nothing yet to compare. */
function stateOf({ criterion }: RelativeInput['context'], state: ReadingState): ReadingState {
  if (criterion.watch) return 'watched';
  return state === 'watched' ? 'not-enough-data' : state;
}

function say(
  reading: Reading,
  { part }: JudgedPart,
  compared: string,
  context: RelativeInput['context'],
  buckets: Buckets,
): string {
  const limit = limitAt(context.criterion, context.stage);
  const inside = limit !== null && (part.value === null || part.value <= limit.value);
  const partly =
    inside && (part.state === 'over' || part.state === 'broke-earlier')
      ? ' It broke on a part of the stage, not on the whole.'
      : '';
  const name = part.key === '' ? '' : `${part.key}: `;
  const times = part.value === null ? '' : `: ${sayValue(part.value, 'ratio')}`;
  const range = reading.range === null ? '' : ` (${sayRange(reading.range, 'ratio')})`;
  const rule = limit === null ? '' : ` Limit: ${sayLimit(limit)}.`;
  const count = context.criterion.measure.kind === 'count';
  const now = count ? sayCount(part.events) : sayPart(part.events, part.of);
  const then = count ? sayCount(part.against.events) : sayPart(part.against.events, part.against.of);
  return `${name}${now} against ${then} in ${compared}${times}${range}.${rule}${partly}${sayMore(reading, context.run.length !== null && buckets.plannedRows === null)} ${sayProvenance(buckets, context)}`;
}

function sayPart(events: number, of: number): string {
  return of === 0
    ? `${sayCount(events)} of 0`
    : `${sayCount(events)} of ${sayCount(of)} (${sayShare(events / of)})`;
}
