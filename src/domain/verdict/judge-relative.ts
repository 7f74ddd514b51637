import type { Baseline } from '../plan/plan.ts';
import { concurrentEvidence } from '../stats/concurrent-evidence.ts';
import type { Evidence } from '../stats/evidence.ts';
import type { PastCounts } from '../stats/past-baseline.ts';
import { pastEvidence } from '../stats/past-evidence.ts';
import { basisFor, hasGaps, type Buckets } from './basis.ts';
import { choosePast, type ChosenPast } from './choose-past.ts';
import { badEvents, type EventMeasure } from './events-of.ts';
import type { CriterionInput } from './judge-criterion.ts';
import { judgeLatencyShift } from './judge-latency-shift.ts';
import type { Reading, ReadingPart } from './reading.ts';
import {
  draft,
  levelsOf,
  limitAt,
  unjudged,
  usualTolerance,
  type CriterionContext,
} from './reading-draft.ts';
import { roomUnder, stateFrom } from './reading-state.ts';
import { relativeReading, type JudgedPart } from './relative-reading.ts';
import { controlPercent, ownSignals, pastSignals, controlSignals } from './relative-signals.ts';
import { usableColumns } from './share-columns.ts';

export interface RelativeInput extends CriterionInput {
  readonly baseline: Baseline;
}

/**
 * Judges a criterion against a baseline: the old path at the same time where it still has traffic, the stage before, or the
 * time before launch. Rates are compared, never counts, and the choice is part of the reading.
 */
export function judgeRelative(input: RelativeInput): Reading {
  const { context } = input;
  const { measure } = context.criterion;
  switch (measure.kind) {
    case 'average':
      return judgeLatencyShift(input);
    case 'ratio':
    case 'uptime':
    case 'slower':
    case 'count':
    case 'classes':
      return judgeRates(input, measure);
    case 'downtime':
    case 'never':
    case 'max':
    case 'new-issues':
    case 'ask':
      return draft(context, 'no-limit', 'It cannot be compared with a baseline. Give it a limit of its own.');
  }
}

function judgeRates(input: RelativeInput, measure: EventMeasure): Reading {
  const { context, baseline } = input;
  const percent = controlPercent(context.stage);
  // With everyone on the new path there is no old one left to compare with: its own past takes its place.
  if (baseline.kind === 'control' && percent !== 100) return againstControl(input, measure, percent);
  const chosen = choosePast(input, pastSignals(measure, baseline));
  if (chosen.kind === 'reading') return chosen.reading;
  return againstPast(input, measure, chosen);
}

function againstControl(input: RelativeInput, measure: EventMeasure, percent: number | null): Reading {
  const { context, series, excluded } = input;
  const { run, now } = context;
  const own = ownSignals(measure);
  const ids = [...own, ...controlSignals(measure, input.baseline)];
  const basis = basisFor({ ids, series, run, now, excluded });
  if (basis.kind !== 'buckets') return unjudged(context, basis);
  const [mine, theirs] = [pathOf(basis, 0, own.length), pathOf(basis, own.length, ids.length)];
  const parts = groupsOf(measure).map((group): JudgedPart | string => {
    const recent = badEvents(measure, mine, group);
    const old = badEvents(measure, theirs, group);
    if (typeof recent === 'string') return recent;
    if (typeof old === 'string') return old;
    const { columns, lookAt } = usableColumns([recent.events, recent.trials, old.events, old.trials], basis);
    const [newEvents = none, newTrials = none, oldEvents = none, oldTrials = none] = columns;
    // Without a denominator the share of people on each path is the exposure.
    const scale = measure.kind === 'count' && percent !== null ? percent / (100 - percent) : 1;
    const evidence = concurrentEvidence({
      ...levels(input, basis, lookAt, measure),
      newEvents,
      newTrials: newTrials.map((n) => n * scale),
      oldEvents,
      oldTrials,
      tolerated: toleratedBy(context),
      margin: toleratedBy(context),
      id: `${context.criterion.id} ${group ?? ''}`,
      memo: context.memo,
    });
    return judged(input, basis, group, evidence, {
      seen: { events: total(newEvents), trials: total(newTrials) * scale },
      against: { events: total(oldEvents), trials: total(oldTrials) },
    });
  });
  return relativeReading(input, basis, parts, {
    with: 'the old path at the same time',
    window: basis.window,
  });
}

function againstPast(input: RelativeInput, measure: EventMeasure, chosen: ChosenPast): Reading {
  const { context, series, excluded } = input;
  const { run, now, criterion } = context;
  const basis = basisFor({ ids: ownSignals(measure), series, run, now, excluded });
  if (basis.kind !== 'buckets') return unjudged(context, basis);
  // People with the feature differ from stage to stage: a bare count is compared per person who had it.
  const scale = measure.kind === 'count' ? exposure(context.stage, chosen) : 1;
  const parts = groupsOf(measure).map((group): JudgedPart | string => {
    const seen = badEvents(measure, basis, group);
    if (typeof seen === 'string') return seen;
    const past = countsOf(measure, chosen, group);
    if (typeof past === 'string') return past;
    const { columns, lookAt } = usableColumns([seen.events, seen.trials], basis);
    const [x = none, trials = none] = columns;
    const n = trials.map((one) => one * scale);
    const evidence = pastEvidence({
      ...levels(input, basis, lookAt, measure),
      x,
      n,
      past,
      tolerated: toleratedBy(context),
      id: `${criterion.id} ${group ?? ''}`,
      memo: context.memo,
    });
    return judged(input, basis, group, evidence, {
      seen: { events: total(x), trials: total(n) },
      against: past,
    });
  });
  return relativeReading(input, basis, parts, { with: chosen.label, window: chosen.window });
}

function exposure(stage: RelativeInput['context']['stage'], chosen: ChosenPast): number {
  const percent = controlPercent(stage);
  const before = chosen.used[0]?.past.percent ?? null;
  return percent === null || before === null || before === 0 ? 1 : percent / before;
}

function countsOf(measure: EventMeasure, chosen: ChosenPast, group: string | null): PastCounts | string {
  let events = 0;
  let trials = 0;
  for (const { buckets } of chosen.used) {
    const read = badEvents(measure, buckets, group);
    if (typeof read === 'string') return read;
    const [x = none, n = none] = usableColumns([read.events, read.trials], buckets).columns;
    events += total(x);
    trials += total(n);
  }
  return { events, trials };
}

/** Alpha of one criterion is shared over the classes it is judged by. */
function levels(
  input: RelativeInput,
  buckets: Buckets,
  lookAt: number | null,
  measure: EventMeasure,
): ReturnType<typeof levelsOf> {
  const base = levelsOf(input.context, buckets.width, lookAt);
  return { ...base, sharedOver: base.sharedOver * groupsOf(measure).length };
}

function judged(
  { context }: RelativeInput,
  buckets: Buckets,
  group: string | null,
  evidence: Evidence,
  counts: { readonly seen: PastCounts; readonly against: PastCounts },
): JudgedPart {
  const { seen, against } = counts;
  const limit = toleratedBy(context);
  const value = seen.trials === 0 || against.trials === 0 ? null : ratioOf(seen, against);
  const noTraffic = seen.trials === 0;
  const state = noTraffic
    ? 'no-traffic'
    : stateFrom({
        evidence,
        inside: value === null || value <= limit,
        room: value === null ? 1 : roomUnder(limit, value),
        gaps: hasGaps(buckets),
        before: context.before,
      });
  const part: ReadingPart = {
    key: group ?? '',
    state,
    value: value === Infinity ? null : value,
    events: seen.events,
    of: seen.trials,
    against: { events: against.events, of: against.trials },
  };
  return { part, evidence };
}

function toleratedBy({ criterion, stage }: CriterionContext): number {
  return limitAt(criterion, stage)?.value ?? usualTolerance;
}

/** How many times the rate it is compared with; with nothing on either side they are alike. */
function ratioOf(seen: PastCounts, against: PastCounts): number {
  if (seen.events === 0 && against.events === 0) return 1;
  return seen.events / seen.trials / (against.events / against.trials);
}

function groupsOf(measure: EventMeasure): readonly (string | null)[] {
  return measure.kind === 'classes' ? measure.groups : [null];
}

function pathOf(buckets: Buckets, from: number, to: number): Buckets {
  return { ...buckets, columns: buckets.columns.slice(from, to), data: buckets.data.slice(from, to) };
}

function total(column: Float64Array): number {
  return column.reduce((sum, n) => sum + n, 0);
}

const none = new Float64Array(0);
