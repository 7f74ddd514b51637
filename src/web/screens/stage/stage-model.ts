import type { CriterionView, StageView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayBothNear, saySpanNear } from '#domain/time/say-near.ts';
import { minute } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import {
  sayCompared,
  sayLast,
  sayReadingCounts,
  sayReadingLimit,
  sayReadingRange,
  sayReadingValue,
  sayTimes,
} from '../../ui/reading-words.ts';
import { titleWord } from '../../ui/state-look.ts';

export interface CriterionRow {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly value: string;
  /** What it was before its source stopped, and when; `null` for a row that is judged. */
  readonly last: string | null;
  readonly limit: string;
  readonly evidence: string;
  /** What it was compared with; `null` for an absolute limit. */
  readonly compared: string | null;
  /** One line per status class. */
  readonly parts: readonly { readonly key: string; readonly text: string }[];
  readonly accepted: string | null;
  /** Since when a roll-back limit is broken; `null` while it never was. */
  readonly since: string | null;
  /** The worst of the stage and when, not only what is so now; `null` where nothing is worst. */
  readonly worst: string | null;
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
            view,
            reading,
            view.criteria.find((one) => one.id === reading.criterion),
          ),
        ),
    }))
    .filter((group) => group.rows.length > 0);
}

function rowOf(view: StageView, reading: Reading, criterion: CriterionView | undefined): CriterionRow {
  const { zone } = view.rollout;
  const last = sayLast(reading, view.verdict.judgedAt, zone);
  const latch = view.verdict.latches.find((one) => one.criterion === reading.criterion);
  const line = criterion === undefined ? '' : `, plan line ${criterion.line}`;
  const compared = sayCompared(reading);
  return {
    id: reading.criterion,
    label: reading.label,
    kind: `${reading.source === 'none' ? 'people' : reading.source}${line}`,
    value: sayReadingValue(reading),
    last: last === null ? null : `Last: ${last}`,
    limit: sayReadingLimit(reading),
    evidence: evidenceText(reading),
    compared: compared === null ? null : `Compared with ${compared}.`,
    parts: reading.parts.map((part) => ({
      key: part.key,
      text: `${part.key}: ${readingTags[part.state]}, ${sayTimes(part.value)}`,
    })),
    accepted: reading.accepted === null ? null : `Accepted by ${reading.accepted.by}`,
    since: latch === undefined ? null : `Broke ${sayInstant(latch.since, zone)}`,
    worst: sayWorst(reading, view.verdict.judgedAt, zone),
    reading,
    tag: readingTags[reading.state],
  };
}

/** "Worst: 14, 2:40 p.m. ET to 2:50 p.m. ET (18:40 to 18:50 UTC).", with the day where it is not that of the judgement. */
function sayWorst({ worst, unit }: Reading, now: number, zone: string): string | null {
  if (worst === null) return null;
  const { from, to } = worst.window;
  return `Worst: ${sayValue(worst.value, unit)}, ${saySpanNear(from, to, now, zone)}.`;
}

function evidenceText(reading: Reading): string {
  const { counts } = reading;
  const said = sayReadingCounts(reading) ?? '';
  // A bare size says of what it is one: "774 measured", where a share says "12 of 774".
  const size = counts.of === null ? '' : `${said}${counts.events === null ? ' measured' : ''}. `;
  const likely = sayReadingRange(reading);
  const covered = counts.expected === 0 ? '' : `${counts.measured} of ${counts.expected} buckets.`;
  const text = `${size}${likely === null ? '' : `${likely}. `}${covered}`.trim();
  return text === '' ? reading.evidence : text;
}

/**
 * "Updated 14 seconds ago. Judged through 2:31 p.m. ET (18:31 UTC); the last 10 minutes are still arriving.": two times,
 * because late data is not judged. Of a past moment the age counts from it.
 */
export function sayAge(view: StageView, now: number): string {
  const age = Math.max(0, (view.at ?? now) - view.verdict.judgedAt);
  const through = view.verdict.judgedThrough;
  if (view.at !== null && through === null) return 'Nothing was judged by that moment.';
  const judged =
    through === null
      ? 'Nothing judged yet.'
      : `Judged through ${sayBothNear(through, now, view.rollout.zone)}${sayArriving(view, through)}.`;
  return view.at === null
    ? `Updated ${sayDuration(age)} ago${sayNext(view, now)}. ${judged}`
    : `Judged ${sayDuration(age)} before that moment. ${judged}`;
}

/** When a stage of days is judged next: it is not stuck. */
function sayNext({ nextJudgement }: StageView, now: number): string {
  const left = nextJudgement === null ? 0 : nextJudgement - now;
  return left < 2 * minute ? '' : `, judged again in ${sayDuration(Math.floor(left / minute) * minute)}`;
}

/** What is not judged yet though its time has passed; nothing where it is late, or comes no more. */
function sayArriving({ at, verdict, run }: StageView, through: number): string {
  const left = verdict.judgedAt - through;
  const isOpen = at === null && run !== null && run.end === null;
  if (!isOpen || verdict.state === 'blind' || left < minute) return '';
  return `; the last ${sayDuration(Math.floor(left / minute) * minute)} are still arriving`;
}

/** The page's title: the verdict first. */
export function stageTitle(view: StageView): string {
  const percents = [...new Set(Object.values(view.stage.percents))];
  const percent = percents.length === 1 ? `${percents[0]}%` : view.stage.label;
  return `${titleWord(view.verdict)} - ${percent} - ${view.rollout.title}`;
}
