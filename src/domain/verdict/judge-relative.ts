import type { Baseline } from '../plan/plan.ts';
import { concurrentEvidence, rateRatio } from '../stats/concurrent-evidence.ts';
import type { Evidence } from '../stats/evidence.ts';
import type { PastCounts } from '../stats/past-baseline.ts';
import { pastEvidence } from '../stats/past-evidence.ts';
import { basisFor, hasGaps, type Buckets } from './basis.ts';
import { choosePast, type ChosenPast } from './choose-past.ts';
import { badEvents, type EventMeasure } from './events-of.ts';
import type { CriterionInput } from './judge-criterion.ts';
import { judgeLatencyShift } from './judge-latency-shift.ts';
import type { Reading, ReadingPart, ReadingState } from './reading.ts';
import { limitAt, usualTolerance } from './limit-at.ts';
import { draft, levelsOf, unjudged, type CriterionContext } from './reading-draft.ts';
import { roomUnder, stateFrom } from './reading-state.ts';
import { exposureOf, unknownExposure } from './relative-exposure.ts';
import { relativeReading, type JudgedPart, type Unusable } from './relative-reading.ts';
import { controlPercent, ownSignals, pastSignals, controlSignals } from './relative-signals.ts';
import { sayCount } from './say-value.ts';
import { contradictionAt, usableColumns } from './share-columns.ts';

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
  if (baseline.kind === 'control' && percent !== 100) return againstControl(input, measure);
  const chosen = choosePast(input, pastSignals(measure, baseline));
  if (chosen.kind === 'reading') return chosen.reading;
  return againstPast(input, measure, chosen);
}

function againstControl(input: RelativeInput, measure: EventMeasure): Reading {
  const { context, series, excluded } = input;
  const { run, now } = context;
  const own = ownSignals(measure);
  const ids = [...own, ...controlSignals(measure, input.baseline)];
  const basis = basisFor({ ids, series, run, now, excluded });
  if (basis.kind !== 'buckets') return unjudged(context, basis);
  const scale = exposureOf(measure, context.stage, 'control');
  if (scale === null) return { ...draft(context, 'no-data', unknownExposure), source: basis.source };
  const [mine, theirs] = [pathOf(basis, 0, own.length), pathOf(basis, own.length, ids.length)];
  const parts = groupsOf(measure).map((group): JudgedPart | Unusable => {
    const recent = badEvents(measure, mine, group);
    const old = badEvents(measure, theirs, group);
    if (typeof recent === 'string') return noData(recent);
    if (typeof old === 'string') return noData(old);
    const { columns, lookAt } = usableColumns([recent.events, recent.trials, old.events, old.trials], basis);
    const [newEvents = none, newTrials = none, oldEvents = none, oldTrials = none] = columns;
    const wrong =
      contradiction(measure, newEvents, newTrials) ?? contradiction(measure, oldEvents, oldTrials);
    if (wrong !== null) return wrong;
    const paths = { newEvents, newTrials: newTrials.map((n) => n * scale), oldEvents, oldTrials };
    const evidence = concurrentEvidence({
      ...levels(input, basis, lookAt, measure),
      ...paths,
      tolerated: toleratedBy(context),
      margin: toleratedBy(context),
      id: `${context.criterion.id} ${group ?? ''}`,
      memo: context.memo,
    });
    return judged(input, basis, group, evidence, {
      seen: { events: total(newEvents), trials: total(newTrials) },
      against: { events: total(oldEvents), trials: total(oldTrials) },
      ratio: rateRatio(paths),
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
  const scale = exposureOf(measure, context.stage, { baseline: input.baseline, chosen });
  if (scale === null) return { ...draft(context, 'no-data', unknownExposure), source: basis.source };
  const parts = groupsOf(measure).map((group): JudgedPart | Unusable => {
    const seen = badEvents(measure, basis, group);
    if (typeof seen === 'string') return noData(seen);
    const past = countsOf(measure, chosen, group);
    if ('unusable' in past) return past;
    const { columns, lookAt } = usableColumns([seen.events, seen.trials], basis);
    const [x = none, trials = none] = columns;
    const wrong = contradiction(measure, x, trials);
    if (wrong !== null) return wrong;
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
    const here = { events: total(x), trials: total(n) };
    return judged(input, basis, group, evidence, { seen: here, against: past, ratio: ratioOf(here, past) });
  });
  return relativeReading(input, basis, parts, { with: chosen.label, window: chosen.window });
}

function countsOf(measure: EventMeasure, chosen: ChosenPast, group: string | null): PastCounts | Unusable {
  let events = 0;
  let trials = 0;
  for (const { buckets } of chosen.used) {
    const read = badEvents(measure, buckets, group);
    if (typeof read === 'string') return noData(read);
    const [x = none, n = none] = usableColumns([read.events, read.trials], buckets).columns;
    const wrong = contradiction(measure, x, n);
    if (wrong !== null) return wrong;
    events += total(x);
    trials += total(n);
  }
  return trials === 0 ? noData(`${chosen.label} had no traffic to compare with.`) : { events, trials };
}

function noData(why: string): Unusable {
  return { unusable: 'no-data', why };
}

/** More events than trials: the two signals don't count the same thing. A bare count has no trials to be held to. */
function contradiction(measure: EventMeasure, x: Float64Array, n: Float64Array): Unusable | null {
  if (measure.kind === 'count') return null;
  const at = contradictionAt(x, n);
  if (at === -1) return null;
  const why = `One bucket has ${sayCount(x[at] ?? 0)} events out of ${sayCount(n[at] ?? 0)}: the two signals don't count the same thing.`;
  return { unusable: 'source-error', why };
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
  counts: { readonly seen: PastCounts; readonly against: PastCounts; readonly ratio: number | null },
): JudgedPart {
  const { seen, against, ratio } = counts;
  const limit = toleratedBy(context);
  const value = seen.trials === 0 || against.trials === 0 ? null : ratio;
  const state = stateOfPart(seen, against, value, () =>
    stateFrom({
      evidence,
      inside: value !== null && value <= limit,
      room: value === null ? 1 : roomUnder(limit, value),
      gaps: hasGaps(buckets),
      before: context.before,
    }),
  );
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

/** Without traffic on a path nothing compares; a class seen on neither path neither holds nor proves anything. */
function stateOfPart(
  seen: PastCounts,
  against: PastCounts,
  value: number | null,
  judge: () => ReadingState,
): ReadingState {
  if (seen.trials === 0) return 'no-traffic';
  if (value === null) return 'not-enough-data';
  return seen.events === 0 && against.events === 0 ? 'watched' : judge();
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
