import type { CriterionView, StageView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { sayInstantIn } from '#domain/time/say-zoned.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { sayMore } from '#domain/verdict/say-more.ts';
import type { Latch } from '#domain/verdict/verdict.ts';
import {
  sayLast,
  sayReadingCounts,
  sayReadingLimit,
  sayReadingRange,
  sayReadingValue,
} from '../../ui/reading-words.ts';

/** A criterion with how it stands; without a reading where the stage has not been judged. */
export interface CriterionStanding {
  readonly criterion: CriterionView;
  readonly reading: Reading | null;
  readonly latch: Latch | null;
}

/** Finds a criterion in its stage; `null` where the stage has none of that id. */
export function standingOf(view: StageView, id: string): CriterionStanding | null {
  const criterion = view.criteria.find((one) => one.id === id);
  if (criterion === undefined) return null;
  return {
    criterion,
    reading: view.verdict.readings.find((one) => one.criterion === id) ?? null,
    latch: view.verdict.latches.find((one) => one.criterion === id) ?? null,
  };
}

/** The word of a criterion's state. */
export function stateWord({ reading }: CriterionStanding): string {
  return reading === null ? 'Not judged yet' : readingTags[reading.state];
}

/** The page's title: the state first, in capitals where it calls someone. */
export function criterionTitle(view: StageView, standing: CriterionStanding): string {
  const word = stateWord(standing);
  const state = standing.reading?.state ?? null;
  const loud = state === 'over' || state === 'broke-earlier' || state === 'source-error';
  return `${loud ? word.toUpperCase() : word} - ${standing.criterion.label} - ${view.rollout.title}`;
}

const groups: Readonly<Record<Reading['group'], string>> = {
  rollback: 'Roll-back limit',
  success: 'Success criterion',
  people: 'Checked by people',
  watched: 'Watched only',
};

export interface Fact {
  readonly term: string;
  readonly text: string;
}

/** What is known of a criterion, one fact a line; what is missing says so. */
export function criterionFacts(
  view: StageView,
  { criterion, reading }: CriterionStanding,
  shown: string,
): readonly Fact[] {
  const { zone } = view.rollout;
  if (reading === null) return [{ term: 'Plan line', text: String(criterion.line) }];
  const { counts } = reading;
  const through = reading.judgedThrough;
  return [
    { term: 'Kind', text: groups[reading.group] },
    { term: 'Value', text: sayReadingValue(reading) },
    ...lastFact(reading, view.verdict.judgedAt, zone),
    { term: 'Limit', text: sayReadingLimit(reading).replace(/^Limit: /, '') },
    { term: 'Counts', text: sayReadingCounts(reading) ?? 'Not measured' },
    { term: 'Likely range', text: sayReadingRange(reading) ?? 'None can be given' },
    {
      term: 'Measured',
      text:
        counts.expected === 0
          ? 'Not measured'
          : `${counts.measured} of ${counts.expected} buckets of the stage`,
    },
    {
      term: 'Judged through',
      text: through === null ? 'Not judged yet' : sayInstantIn(through, shown, zone),
    },
    ...(reading.more === null ? [] : [{ term: 'Still missing', text: sayMore(reading).trim() }]),
    { term: 'Plan line', text: String(criterion.line) },
  ];
}

/** What it was before its source stopped: known, dated and not counted. */
function lastFact(reading: Reading, now: number, zone: string): readonly Fact[] {
  const text = sayLast(reading, now, zone);
  return text === null ? [] : [{ term: 'Last known', text }];
}

export interface SourceRow {
  readonly signal: string;
  readonly source: string;
  readonly query: string;
  readonly link: string | null;
  /** What is wrong with it; `null` when it answered. */
  readonly problem: string | null;
}

/** Where a criterion's numbers come from; a signal that failed, or was not read, says so. */
export function sourceRows(
  signals: readonly string[],
  series: readonly SeriesResult[],
): readonly SourceRow[] {
  return signals.map((signal) => {
    const result = series.find((one) => one.id === signal);
    const missing = { signal, query: 'Not known', link: null };
    if (result === undefined)
      return { ...missing, source: 'Not known', problem: 'It was not read for this stage.' };
    const { source } = result;
    const data = result.status === 'error' ? result.lastGood : result.data;
    const problem = result.status === 'error' ? result.error.message : sayIssues(result);
    if (data === undefined) {
      const asked = result.status === 'error' ? result.query : undefined;
      return { ...missing, source, problem, query: asked ?? missing.query };
    }
    return { signal, source, query: data.provenance.query, link: safeLink(data.provenance.link), problem };
  });
}

function sayIssues(result: Exclude<SeriesResult, { readonly status: 'error' }>): string | null {
  if (result.status === 'empty') return 'It answered, and nothing matched.';
  const issues = result.issues.map((issue) => issue.message).join(' ');
  return issues === '' ? null : issues;
}

/** A link out only where it leads to a web page: a source could name any address. */
function safeLink(link: string | undefined): string | null {
  return link !== undefined && /^https?:\/\//.test(link) ? link : null;
}

/** The page of a criterion, live or as it stood at an instant. */
export function criterionAddress(
  { rollout, stage }: { readonly rollout: { readonly id: string }; readonly stage: { readonly id: string } },
  criterion: string,
  at: number | null,
): string {
  const then = at === null ? '' : `?at=${new Date(at).toISOString()}`;
  return `/rollouts/${rollout.id}/stages/${stage.id}/criteria/${encodeURIComponent(criterion)}${then}`;
}
