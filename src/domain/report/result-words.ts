import { sayLimit } from '../plan/limit.ts';
import { readingTags, type Reading } from '../verdict/reading.ts';
import { sayCount, sayRange, sayShare, sayValue } from '../verdict/say-value.ts';
import type { Figure } from './figure.ts';
import type { Observed } from './report-evidence.ts';

export const notMeasured = 'Not measured';
export const notAsked = 'Not asked';

/** "4.2% (3 of 71; likely 0.9% to 11.9%). Limit: under 5%. Not enough data". */
export function sayReading(reading: Reading): string {
  const { label, value, unit, counts, range, limit, state } = reading;
  if (value === null) return `${label}: ${unknown[state] ?? 'not measured'}`;
  const size =
    counts.events !== null && counts.of !== null
      ? `${sayCount(counts.events)} of ${sayCount(counts.of)}`
      : null;
  const likely = range === null || unit === 'count' ? null : sayRange(range, unit);
  const inside = [size, likely].filter((one) => one !== null).join('; ');
  const worth = `${sayValue(value, unit)}${inside === '' ? '' : ` (${inside})`}`;
  if (limit === null) return `${label}: ${worth}, no limit set`;
  return `${label}: ${worth}, limit ${sayLimit(limit)}, ${readingTags[state].toLowerCase()}`;
}

const unknown: Readonly<Record<string, string>> = {
  'not-asked': 'not asked',
  'no-traffic': 'no traffic',
  'source-error': 'not measured (the source failed)',
  stale: 'not measured (the data stopped)',
};

/** One number with what is missing from it. */
export function sayFigure(one: Figure): string {
  if (one.value === null) return notMeasured;
  if (one.counts !== null)
    return `${sayShare(one.value)} (${sayCount(one.counts.events)} of ${sayCount(one.counts.of)})`;
  const worth = sayValue(one.value, one.unit);
  return one.problem === null ? worth : `at least ${worth} (${one.problem.replace(/\.$/, '')})`;
}

/** "Gateway timeout (3), 500 (2)"; "none" is an answer only where everything was seen. */
export function sayParts(one: Figure): string {
  if (one.parts.length > 0)
    return one.parts.map(({ key, value }) => `${key} (${sayCount(value)})`).join(', ');
  if (one.value === null) return notMeasured;
  if (one.value === 0) return one.problem === null ? 'none' : notMeasured;
  return sayFigure(one);
}

/** How many of something people reported; a count of zero says that somebody asked. */
export function sayAsked(observed: readonly Observed[]): string {
  const answered = observed.filter((one) => one.said !== null && one.said.kind !== 'not-asked');
  const counts = answered.flatMap(({ said }) => (said?.kind === 'count' ? [said.count] : []));
  const shares = answered.flatMap(({ said }) => (said?.kind === 'share' ? [said] : []));
  const last = answered.at(-1)?.said;
  if (counts.length > 0) return withNotes(sayCount(counts.reduce((sum, n) => sum + n, 0)), answered);
  if (shares.length > 0) {
    const positive = shares.reduce((sum, one) => sum + one.positive, 0);
    const of = shares.reduce((sum, one) => sum + one.of, 0);
    return of === 0 ? notAsked : `${sayShare(positive / of)} positive (${positive} of ${of})`;
  }
  if (last?.kind === 'yes-no-na') return withNotes(last.answer === 'n/a' ? 'N/A' : last.answer, answered);
  const notes = observed.filter((one) => one.note !== '');
  return notes.length === 0 ? notAsked : notes.map((one) => one.note).join('; ');
}

function withNotes(text: string, observed: readonly Observed[]): string {
  const notes = observed.flatMap(({ note, ticket }) => {
    const words = [note, ticket ?? ''].filter((one) => one !== '').join(', ');
    return words === '' ? [] : [words];
  });
  return notes.length === 0 ? text : `${text}: ${notes.join('; ')}`;
}

/** "yes: time-outs from the service behind (3)", "no", or "Not asked". */
export function sayDownstream(observed: readonly Observed[]): string {
  const said = sayAsked(observed);
  if (said === notAsked || /^(?:yes|no|N\/A)\b/.test(said)) return said;
  if (/^0\b/.test(said)) return 'no';
  return `yes: ${said}`;
}
