import { isUpper } from '../plan/limit.ts';
import type { Criterion, Plan, Stage } from '../plan/plan.ts';
import { shareSequence } from '../stats/confidence-sequence.ts';
import { clopperPearson, type Range } from '../stats/exact-binomial.ts';
import type { Reading, ReadingState } from './reading.ts';
import { limitAt, usualRise, usualTolerance } from './limit-at.ts';
import { criteriaOf } from './required-signals.ts';
import type { Run } from './run.ts';
import { steadinessOf, type Batch, type Steadiness } from './steadiness.ts';

/** A stage that ran, with the readings of the last judgement of its newest run; none where it was never judged. */
export interface JudgedStage {
  readonly stage: Stage;
  readonly run: Run;
  readonly readings: readonly Reading[];
}

/** What a criterion came to in one stage. */
interface ComparedCell {
  readonly stage: string;
  /** `null` where the criterion does not apply to the stage, or nothing was judged. */
  readonly state: ReadingState | null;
  /** A share of 0 to 1 or milliseconds, as the row's unit says; `null` where there is none. */
  readonly value: number | null;
  readonly range: Range | null;
  readonly events: number | null;
  /** How many it is out of. */
  readonly of: number | null;
  /** Why there is no value, in a word or two; empty where there is one. */
  readonly why: string;
}

/** One criterion, or one status class of it, over every stage that ran. */
export interface ComparedRow {
  readonly id: string;
  readonly criterion: string;
  readonly label: string;
  readonly unit: 'share' | 'ms' | 'none';
  readonly cells: readonly ComparedCell[];
  readonly steadiness: Steadiness | { readonly answer: 'not compared'; readonly said: string };
  /** How many times as much counts as the same; `null` where nothing is compared. */
  readonly tolerance: number | null;
  /** The plan states it; otherwise it is Stagewatch's own. */
  readonly stated: boolean;
}

/**
 * Compares stages by what they were last judged at: rates and averages, never counts, for a stage with ten times the people
 * has ten times the errors. The stage's own numbers are compared, also where the criterion is judged against an old path.
 */
export function compareStages(plan: Plan, stages: readonly JudgedStage[]): readonly ComparedRow[] {
  return plan.criteria.flatMap((criterion) => {
    const { measure } = criterion;
    const classes = measure.kind === 'classes' ? measure.groups : [null];
    return classes.map((group) => rowOf(plan, criterion, group, stages));
  });
}

function rowOf(
  plan: Plan,
  criterion: Criterion,
  group: string | null,
  stages: readonly JudgedStage[],
): ComparedRow {
  const unit = unitOf(criterion);
  const read = stages.map((one) => ({ ...one, reading: readingIn(plan, criterion, one) }));
  const cells = read.map((one) => cellOf(one, unit, group));
  const base = {
    id: group === null ? criterion.id : `${criterion.id} ${group}`,
    criterion: criterion.id,
    label: group === null ? criterion.label : `${criterion.label}: ${group}`,
    unit,
    cells,
    tolerance: null,
    stated: false,
  };
  const why = notCompared(criterion);
  if (why !== null) return { ...base, steadiness: { answer: 'not compared', said: why } };
  const tolerance = toleranceOf(criterion, stages[0]?.stage);
  const batches = read.flatMap((one, i): readonly Batch[] => {
    const cell = cells[i];
    // A stage the criterion is not meant for is no gap in it.
    return cell === undefined || one.reading === null
      ? []
      : [batchOf(one.stage.label, one.run, one.reading, cell, isGood(criterion, one.reading))];
  });
  return {
    ...base,
    tolerance,
    stated: criterion.tolerance !== null,
    steadiness: steadinessOf(batches, tolerance),
  };
}

/** `null` where the criterion does not apply to the stage; a stage never judged has a reading without anything in it. */
function readingIn(
  plan: Plan,
  criterion: Criterion,
  { stage, readings }: JudgedStage,
): Reading | 'unjudged' | null {
  if (!criteriaOf(plan, stage).includes(criterion)) return null;
  return readings.find((one) => one.criterion === criterion.id) ?? 'unjudged';
}

function cellOf(
  one: JudgedStage & { readonly reading: Reading | 'unjudged' | null },
  unit: ComparedRow['unit'],
  group: string | null,
): ComparedCell {
  const empty = { stage: one.stage.id, state: null, value: null, range: null, events: null, of: null };
  const { reading } = one;
  if (reading === null) return { ...empty, why: 'Not applicable' };
  if (reading === 'unjudged') return { ...empty, why: 'Not judged' };
  const part = group === null ? undefined : reading.parts.find((each) => each.key === group);
  // Where classes were told apart and this one was not, the numbers of another are not its own.
  if (group !== null && part === undefined && reading.parts.length > 0)
    return { ...empty, state: reading.state, why: 'Not measured' };
  const filled = { ...empty, state: part?.state ?? reading.state };
  if (unit === 'none') return { ...filled, why: 'Counted, not a rate' };
  return unit === 'ms'
    ? averageCell(filled, reading)
    : rateCell(filled, reading, part ?? reading.counts, one.run);
}

function rateCell(
  empty: Omit<ComparedCell, 'why'>,
  reading: Reading,
  { events, of }: { readonly events: number | null; readonly of: number | null },
  run: Run,
): ComparedCell {
  const isShare = reading.unit === 'share';
  if (of === 0) return { ...empty, of, why: 'No traffic' };
  if (events === null || of === null)
    return isShare && reading.value !== null
      ? { ...empty, value: reading.value, of, why: '' }
      : { ...empty, of, why: 'Not measured' };
  // The range the stage's page shows, where it shows one of this very rate.
  const range = isShare && reading.range !== null ? reading.range : rangeOf(events, of, run);
  return { ...empty, value: events / of, range, events, of, why: '' };
}

/** Exact where the run is over; while it runs, one that holds at every look. */
function rangeOf(events: number, of: number, run: Run): Range {
  return run.end === null ? shareSequence(events, of, 0.05) : clopperPearson(events, of);
}

/** An average that is judged against a baseline is known by its ratio alone. */
function averageCell(
  empty: Omit<ComparedCell, 'why'>,
  { unit, value, range, counts }: Reading,
): ComparedCell {
  if (value === null) return { ...empty, why: 'Not measured' };
  return unit === 'ms'
    ? { ...empty, value, range, of: counts.of, why: '' }
    : { ...empty, why: 'Known against its baseline only' };
}

function batchOf(
  label: string,
  run: Run,
  reading: Reading | 'unjudged',
  { value, range, events, of }: ComparedCell,
  good: boolean,
): Batch {
  const isOver = run.end !== null;
  if (events !== null && of !== null) {
    const counts = { events: good ? of - events : events, trials: of };
    return { label, counts, average: null, isOver };
  }
  const isAverage = reading !== 'unjudged' && reading.unit === 'ms';
  return {
    label,
    counts: null,
    average: isAverage && value !== null && range !== null ? { value, range } : null,
    isOver,
  };
}

/** Events are counted as the plan states them. Where they are the good ones, the others are compared: 97 % and 98.5 % are twice apart. */
function isGood({ measure, baseline }: Criterion, reading: Reading | 'unjudged'): boolean {
  if (baseline !== null || reading === 'unjudged') return false;
  return measure.kind === 'uptime' || (reading.limit !== null && !isUpper(reading.limit));
}

function unitOf({ measure }: Criterion): ComparedRow['unit'] {
  switch (measure.kind) {
    case 'ratio':
    case 'uptime':
    case 'downtime':
    case 'slower':
    case 'classes':
      return 'share';
    case 'average':
    case 'max':
      return 'ms';
    case 'count':
    case 'never':
    case 'new-issues':
      return 'none';
    case 'ask':
      return measure.answer === 'share' ? 'share' : 'none';
  }
}

/** Why a criterion can't be compared from stage to stage; `null` where it can. */
function notCompared({ measure }: Criterion): string | null {
  switch (measure.kind) {
    case 'ratio':
    case 'uptime':
    case 'slower':
    case 'classes':
    case 'average':
      return null;
    case 'count':
    case 'never':
    case 'new-issues':
      return 'Not compared: a count grows with the people who have the feature. Give it a ratio to compare it.';
    case 'max':
      return 'Not compared: the highest of more requests is higher by chance alone.';
    case 'downtime':
      return 'Not compared: it is measured in time, and one outage is one event however long it lasts.';
    case 'ask':
      return measure.answer === 'share' ? null : 'Not compared: it is what people reported, not a rate.';
  }
}

function toleranceOf(criterion: Criterion, stage: Stage | undefined): number {
  const usual = criterion.measure.kind === 'average' ? usualRise : usualTolerance;
  if (criterion.baseline === null || stage === undefined) return criterion.tolerance ?? usual;
  return limitAt(criterion, stage)?.value ?? usual;
}
