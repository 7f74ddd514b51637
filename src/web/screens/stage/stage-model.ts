import type { CriterionView, StageView } from '#contract/rollout.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { hour } from '#domain/time/time.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { sayCount, sayMargin, sayRange, sayValue } from '#domain/verdict/say-value.ts';

export interface CriterionRow {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly value: string;
  readonly limit: string;
  readonly evidence: string;
  readonly reading: Reading;
  readonly tag: string;
}

export interface CriterionGroup {
  readonly id: Reading['group'];
  readonly title: string;
  readonly rows: readonly CriterionRow[];
}

const titles: Readonly<Record<Reading['group'], string>> = {
  rollback: 'Roll-back limits',
  success: 'Success criteria',
  people: 'Checked by people',
  watched: 'Watched only',
};

/** The rows of the criteria table, in the plan's order within each group. Empty groups are left out. */
export function criterionGroups(view: StageView): readonly CriterionGroup[] {
  return (['rollback', 'success', 'people', 'watched'] as const)
    .map((id) => ({
      id,
      title: titles[id],
      rows: view.verdict.readings
        .filter((reading) => reading.group === id)
        .map((reading) =>
          rowOf(
            reading,
            view.criteria.find((one) => one.id === reading.criterion),
          ),
        ),
    }))
    .filter((group) => group.rows.length > 0);
}

function rowOf(reading: Reading, criterion: CriterionView | undefined): CriterionRow {
  const { limit, value } = reading;
  const line = criterion === undefined ? '' : `, plan line ${criterion.line}`;
  return {
    id: reading.criterion,
    label: reading.label,
    kind: `${reading.source === 'none' ? 'people' : reading.source}${line}`,
    value: valueText(reading),
    limit:
      limit === null
        ? 'No limit'
        : `Limit: ${sayLimit(limit)}.${value === null ? '' : ` ${sayMargin(limit, value)}.`}`,
    evidence: evidenceText(reading),
    reading,
    tag: readingTags[reading.state],
  };
}

function valueText(reading: Reading): string {
  if (reading.value === null) return reading.group === 'people' ? 'Not asked' : 'Not measured';
  const value = sayValue(reading.value, reading.unit);
  return reading.limit?.within === null || reading.limit === null
    ? value
    : `Worst ${value}, now ${reading.latest === null ? 'not measured' : sayCount(reading.latest)}`;
}

function evidenceText(reading: Reading): string {
  const { counts, range } = reading;
  const size =
    counts.of === null
      ? ''
      : `${counts.events === null ? '' : `${sayCount(counts.events)} of `}${sayCount(counts.of)}. `;
  const likely = range === null ? '' : `${capital(sayRange(range, reading.unit))}. `;
  const covered = counts.expected === 0 ? '' : `${counts.measured} of ${counts.expected} buckets.`;
  const text = `${size}${likely}${covered}`.trim();
  return text === '' ? reading.evidence : text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The stage's clock in words: how long is left, or how long nobody has decided. */
export function sayClock(view: StageView, now: number): string {
  const { run } = view;
  const { zone } = view.rollout;
  if (run === null) return 'No run is open. Nothing is being judged.';
  if (run.end !== null) return `Ran from ${sayInstant(run.start, zone)} to ${sayInstant(run.end, zone)}.`;
  if (run.length === null) return `Started ${sayInstant(run.start, zone)}. The plan gives no length.`;
  const end = run.start + run.length;
  const left =
    end > now ? `${sayDuration(end - now)} left.` : `Overdue ${sayDuration(now - end)}. Nobody has decided.`;
  return `${left} Started ${now - run.start > 12 * hour ? sayInstant(run.start, zone) : sayTime(run.start, zone)}; planned to end ${sayInstant(end, zone)}.`;
}

/** "Updated 14 seconds ago. Judged through 2:31 p.m. ET.": two times, because late data is not judged. */
export function sayAge(view: StageView, now: number): string {
  const age = Math.max(0, now - view.verdict.judgedAt);
  const through = view.verdict.judgedThrough;
  const judged =
    through === null ? 'Nothing judged yet.' : `Judged through ${sayTime(through, view.rollout.zone)}.`;
  return `Updated ${sayDuration(age)} ago. ${judged}`;
}

/** The page's title: the verdict first. */
export function stageTitle(view: StageView): string {
  const percents = [...new Set(Object.values(view.stage.percents))];
  const percent = percents.length === 1 ? `${percents[0]}%` : view.stage.label;
  const word =
    view.verdict.state === 'roll-back' || view.verdict.state === 'blind'
      ? view.verdict.word.toUpperCase()
      : view.verdict.word;
  return `${word} - ${percent} - ${view.rollout.title}`;
}
