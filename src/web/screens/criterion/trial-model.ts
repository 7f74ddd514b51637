import type { StageJudging } from '#contract/judging.ts';
import { parseLimit, sayLimit, type Limit } from '#domain/plan/limit.ts';
import type { Criterion } from '#domain/plan/plan.ts';
import { hour } from '#domain/time/time.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { limitAt } from '#domain/verdict/limit-at.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import type { TrialSide, TrialStep } from './try-limit.ts';

type Unit = Limit['unit'];

/** How a limit of each unit is written. */
const examples: Readonly<Record<Unit, string>> = {
  '%': 'a percentage, such as "< 3%"',
  ms: 'a length of time, such as "< 200ms"',
  count: 'a number, such as "< 10" or "< 10 in any 10m"',
  x: 'a number of times, such as "<= 1.5x"',
};

/** The units a criterion's limit can be in; none where no limit could judge it. */
export function unitsOf({ baseline, measure, limit }: Criterion): readonly Unit[] {
  if (baseline !== null) return ['x'];
  switch (measure.kind) {
    case 'ratio':
    case 'slower':
    case 'uptime':
    case 'downtime':
      return ['%'];
    case 'average':
      return ['ms'];
    case 'count':
    case 'never':
    case 'new-issues':
      return ['count'];
    case 'max':
      return limit === null ? ['ms', 'count'] : [limit.unit];
    case 'classes':
    case 'ask':
      return [];
  }
}

/** How to write a limit for a criterion. */
export function limitHint(criterion: Criterion): string {
  return `Write ${unitsOf(criterion)
    .map((unit) => examples[unit])
    .join(', or ')}.`;
}

/** Reads a limit to try on a criterion, in the plan's own language; a sentence says what is wrong with it. */
export function readTrialLimit(criterion: Criterion, text: string): Limit | string {
  if (text.trim() === '') return `Enter a limit. ${limitHint(criterion)}`;
  const limit = parseLimit(text);
  if (typeof limit === 'string') return limit;
  if (!unitsOf(criterion).includes(limit.unit))
    return `"${text.trim()}" does not fit what this criterion measures. ${limitHint(criterion)}`;
  if (criterion.baseline !== null && limit.comparator !== '<=')
    return `"${text.trim()}": how much more than the baseline is tolerated is written with "<=", such as "<= 1.5x".`;
  return limit;
}

/** The limit the plan judges a criterion of this stage by; `null` where it gives none. */
export function plannedLimit(criterion: Criterion, { stages, stage: id }: StageJudging): Limit | null {
  const stage = stages.find((one) => one.id === id);
  return stage === undefined ? null : limitAt(criterion, stage);
}

/** A time of day, or the whole instant where a stage lasts longer than half a day. */
export function sayWhen(at: number, { zone }: StageJudging, steps: readonly TrialStep[]): string {
  const span = (steps.at(-1)?.at ?? at) - (steps[0]?.at ?? at);
  return span > 12 * hour ? sayInstant(at, zone) : sayTime(at, zone);
}

/** What a limit would have called, and when, in one sentence with its evidence. */
export function sayTrial(
  limit: Limit | null,
  criterion: Criterion,
  { steps, end }: TrialSide,
  judging: StageJudging,
): string {
  const name = limit === null ? 'Without a limit' : capital(sayLimit(limit));
  if (end === null) return `${name}: the series hold no complete bucket of this stage.`;
  const broke = steps.find((step) => step.to === 'over');
  if (broke === undefined)
    return `${name}: ${criterion.label} would not have gone over its limit. It would have been "${readingTags[end.state]}" in the end. ${end.evidence}`;
  const when = sayWhen(broke.at, judging, steps);
  // Two limits can break at the same look; then the verdict names one, and both called it.
  const calls = criterion.breach === 'roll back' ? 'roll-back' : 'over';
  const called = broke.verdictChanged && broke.verdict.state === calls;
  if (called || broke.verdict.about === criterion.id)
    return `${name}: would have called ${broke.verdict.word} at ${when}. ${broke.evidence}`;
  return `${name}: would have gone over at ${when}, while the stage was called ${broke.verdict.word} for something else: ${broke.verdict.reason} ${broke.evidence}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
