import { dayNumber, readDates } from '../prose/date-text.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { collectYears, daysOf } from '../prose/years.ts';
import { before, dateKinds } from './dates.ts';
import { fault, quote, type Rule } from './fault.ts';
import { rampOf } from './plan-facts.ts';

/** Stages outside the days given for the rollout. */
export const outsideRange: Rule = (plan) => {
  const years = collectYears(plan.entries);
  const ranges = plan.rolloutDates.flatMap(({ range, line }) => {
    const days = daysOf(range, line, years);
    return days.start === null || days.end === null || days.end < days.start
      ? []
      : [{ ...days, start: days.start, end: days.end, line }];
  });
  return ranges.flatMap(({ start, end, line }, i) => {
    const until = ranges[i + 1]?.line ?? Number.POSITIVE_INFINITY;
    const under = rampOf(plan).filter(
      (stage) => stage.line > line && stage.line < until && stage.start !== null,
    );
    const outside = under.filter(
      (stage) => stage.start !== null && (stage.start < start || stage.start > end || before(end, stage.end)),
    );
    if (outside.length === 0) return [];
    if (outside.length * 2 > under.length && under.length > 1) {
      return [
        fault(
          'look',
          'range-contradicts-stages',
          line,
          `The desired date range ends ${end}, but stages run outside it (from ${outside[0]?.start ?? ''}). Overview and stages contradict each other. Correct the range or the stage dates.`,
        ),
      ];
    }
    return outside.map((stage) => {
      const side =
        (stage.start ?? '') < start
          ? `starts before the desired date range (${start})`
          : `runs past the desired date range (${end})`;
      return fault(
        'look',
        'stage-outside-range',
        dateLine(stage),
        `${quote(stage.label, 40)} ${side}. Check the year first. Correct the stage or the range.`,
      );
    });
  });
};

function dateLine(stage: ProseStage): number {
  const field = stage.fields.find(
    (one) => dateKinds.some((kind) => kind === one.kind) && !one.isResult && readDates(one.value).length > 0,
  );
  if (field === undefined) return stage.overview?.line ?? stage.line;
  return field.inline === '' ? (field.children[0]?.line ?? field.line) : field.line;
}

/** Stages dated before the one they follow, and days that belong to two stages. */
export const stageOrder: Rule = (plan) => {
  const dated = rampOf(plan).filter((stage) => stage.start !== null);
  return dated.flatMap((stage, i) => {
    const previous = dated[i - 1];
    if (previous === undefined || previous.start === null || stage.start === null) return [];
    const days = dayNumber(stage.start) - dayNumber(previous.start);
    if (days < 0) {
      const slip = days < -150 ? ` A year looks wrong (${stage.start.slice(0, 4)}).` : '';
      return [
        fault(
          'look',
          'stage-before-previous',
          dateLine(stage),
          `${quote(stage.label, 40)} starts ${stage.start}, before the stage it follows (${previous.start}).${slip} Correct the date.`,
        ),
      ];
    }
    if (
      previous.end !== null &&
      stage.start <= previous.end &&
      stage.kind !== 'go-live' &&
      previous.start !== stage.start
    ) {
      return [
        fault(
          'look',
          'stage-dates-overlap',
          dateLine(stage),
          `${stage.start} belongs to ${quote(previous.label, 30)} and to ${quote(stage.label, 30)}: its people would be counted twice. Set times of day.`,
        ),
      ];
    }
    return [];
  });
};

/** Stages that together take longer than the days given for them. */
export const longerThanRange: Rule = (plan) => {
  const years = collectYears(plan.entries);
  return plan.rolloutDates.flatMap(({ range, line }, i) => {
    const { start, end } = daysOf(range, line, years);
    if (start === null || end === null || end <= start) return [];
    const until = plan.rolloutDates[i + 1]?.line ?? Number.POSITIVE_INFINITY;
    const under = rampOf(plan).filter((stage) => stage.line > line && stage.line < until);
    const total = under.reduce((sum, stage) => sum + (stage.length?.seconds ?? 0), 0) / 86_400;
    const days = dayNumber(end) - dayNumber(start) + 1;
    return total > days + 1
      ? [
          fault(
            'look',
            'stages-longer-than-range',
            line,
            `The stages take ${Math.round(total)} days together, and the desired date range has ${days}. One of them has to give. Correct the range or the lengths.`,
          ),
        ]
      : [];
  });
};

/** Testing after the launch it should come before. */
export const testingLate: Rule = (plan) => {
  const test = plan.stages.find((stage) => stage.kind === 'testing' && stage.start !== null);
  if (test === undefined || test.start === null) return [];
  const early = rampOf(plan).find(
    (stage) => stage.start !== null && test.start !== null && stage.start < test.start,
  );
  const years = collectYears(plan.entries);
  const range = plan.rolloutDates
    .map((one) => ({ line: one.line, start: daysOf(one.range, one.line, years).start }))
    .find((one) => one.start !== null && test.start !== null && one.start < test.start);
  if (early !== undefined)
    return [
      fault(
        'look',
        'stage-before-testing',
        dateLine(early),
        `${quote(early.label, 40)} is dated ${early.start ?? ''}, before the testing that comes first (${test.start}). Correct the date; check its year.`,
      ),
    ];
  return range === undefined
    ? []
    : [
        fault(
          'look',
          'testing-after-rollout',
          dateLine(test),
          `The testing starts ${test.start}, after the rollout's own date range begins (${range.start ?? ''}). What it shows would come too late. Correct one of them.`,
        ),
      ];
};

/** A length and dates that cannot both be right. */
export const lengthAgainstDates: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const seconds = stage.length?.seconds ?? null;
    if (seconds === null || stage.start === null || stage.end === null || stage.isActual) return [];
    const days = dayNumber(stage.end) - dayNumber(stage.start) + 1;
    const told = seconds / 86_400;
    const isFar = Math.abs(days - told) > 2.5 && Math.max(days / told, told / Math.max(1, days)) > 1.5;
    return isFar && stage.overview === null
      ? [
          fault(
            'look',
            'length-against-dates',
            dateLine(stage),
            `${quote(stage.length?.text ?? '')} and the dates ${stage.start} to ${stage.end} (${days} days) don't agree. Correct one.`,
          ),
        ]
      : [];
  });
