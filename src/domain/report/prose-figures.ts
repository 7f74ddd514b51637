import { figuresOf } from '../plan/findings/result-figures.ts';
import { wholeCounts } from '../plan/findings/whole-counts.ts';
import { resultFields } from '../plan/fill-results.ts';
import { isBlank } from '../plan/prose/blank.ts';
import type { Field } from '../plan/prose/field.ts';
import { numberPattern, readNumber } from '../plan/prose/number-text.ts';
import type { ProsePlan } from '../plan/prose/prose-plan.ts';
import type { RateCounts } from './kpi-counts.ts';
import { failuresBehind } from './counts-behind.ts';

/** What the Results below a heading say by themselves, as counts. */
export interface ProseFigures {
  readonly users: number | null;
  readonly successes: number | null;
  readonly failures: number | null;
  /** Failures of attempts, as far as the words give both. */
  readonly rate: RateCounts | null;
  readonly line: number;
}

/** Reads users, successes, failures and the rate from the Results of a stage or check-in: "117 successful, 15 errors". */
export function proseFigures(prose: ProsePlan, line: number): ProseFigures {
  const fields = resultFields(prose, line).filter((field) => !isBlank(field.value));
  const { users, failed } = figuresOf(fields);
  return {
    users: users?.value ?? null,
    successes: successesOf(fields),
    failures: failed,
    rate: rateOf(fields),
    line,
  };
}

const succeeded = new RegExp(`(${numberPattern})\\s+(?:[a-z]+\\s+)?succe(?:ssful|sses|eded)`, 'i');
const labelled = new RegExp(`\\(success\\b[^)]*\\)[^\\n:]*:\\s*(${numberPattern})(?!\\s?%)`, 'i');

/** "445" of "disputes (success): 445", "117" of "117 submissions succeeded". */
function successesOf(fields: readonly Field[]): number | null {
  const { success } = figuresOf(fields);
  if (success !== null) return success;
  for (const field of fields) {
    const text = `${field.label}: ${field.value}`.slice(0, 600);
    const found = (labelled.exec(text) ?? succeeded.exec(text))?.[1];
    if (found !== undefined) return readNumber(found);
  }
  return null;
}

function rateOf(fields: readonly Field[]): RateCounts | null {
  const { users, failed, fraction, share } = figuresOf(fields);
  const success = successesOf(fields);
  const people = users?.value ?? null;
  if (fraction !== null) {
    const { top, bottom } = fraction;
    return { events: Math.min(top, bottom), of: Math.max(top, bottom), about: false };
  }
  if (success !== null && failed !== null) return { events: failed, of: success + failed, about: false };
  if (share !== null) return fromShare(share, people, success);
  if (people === null) return null;
  if (failed !== null && failed <= people) return { events: failed, of: people, about: false };
  return saysAllSucceeded(fields) ? { events: 0, of: people, about: false } : null;
}

/** "86.24% success" of 218 people is 188 of them; "17.8% errors" beside 2,299 successes is about 498. */
function fromShare(
  share: NonNullable<ReturnType<typeof figuresOf>['share']>,
  people: number | null,
  successes: number | null,
): RateCounts | null {
  const decimals = String(share.percent).split('.')[1]?.length ?? 0;
  if (share.isError && successes !== null) {
    const behind = failuresBehind(share.percent / 100, decimals, successes);
    if (behind === null) return null;
    const events = Math.round((behind.low + behind.high) / 2);
    return { events, of: successes + events, about: true };
  }
  if (people === null || people === 0) return null;
  const counts = wholeCounts(share.percent, decimals, people);
  const middle = counts[Math.floor((counts.length - 1) / 2)];
  if (middle === undefined) return null;
  return { events: share.isError ? middle : people - middle, of: people, about: counts.length > 1 };
}

function saysAllSucceeded(fields: readonly Field[]): boolean {
  return fields.some((field) => /\b(?:all|every)\b[\w ]{0,30}\bsucce(?:eded|ssful)\b/i.test(field.value));
}
