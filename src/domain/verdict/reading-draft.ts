import type { Criterion, Stage } from '../plan/plan.ts';
import type { EngineMemo } from '../stats/memo.ts';
import type { Levels } from '../stats/evidence.ts';
import { signalsOf } from '../plan/read-criterion.ts';
import { sayDuration } from '../time/duration.ts';
import type { EpochMs, Ms, Window } from '../time/time.ts';
import { sayBothNear } from '../time/say-near.ts';
import { hasGaps, type Basis, type Buckets } from './basis.ts';
import { limitAt } from './limit-at.ts';
import type { Reading, ReadingState, ValueUnit } from './reading.ts';
import type { Run } from './run.ts';
import { saySource } from './say-value.ts';

/** What every judge of one criterion is given. */
export interface CriterionContext {
  readonly criterion: Criterion;
  readonly stage: Stage;
  readonly run: Run;
  readonly zone: string;
  readonly now: number;
  /** Number of statistical roll-back criteria alpha is shared over; 1 for a criterion that calls for hold. */
  readonly sharedOver: number;
  /** Planned outages a person has decided not to count. */
  readonly excluded: readonly Window[];
  /** Its state at the judgement before, for hysteresis; `null` at the first. */
  readonly before: ReadingState | null;
  /** Engines kept from one judgement to the next; without them everything is computed anew, to the same answer. */
  readonly memo: EngineMemo | undefined;
}

/** The unit a criterion's value is said in. */
function unitOf(criterion: Criterion): ValueUnit {
  if (criterion.baseline !== null) return 'ratio';
  switch (criterion.measure.kind) {
    case 'ratio':
    case 'slower':
    case 'uptime':
    case 'downtime':
      return 'share';
    case 'average':
    case 'max':
      return 'ms';
    case 'classes':
      return 'ratio';
    case 'count':
    case 'never':
    case 'new-issues':
      return 'count';
    case 'ask':
      return criterion.measure.answer === 'share' ? 'share' : 'count';
  }
}

function groupOf(criterion: Criterion): Reading['group'] {
  if (criterion.watch) return 'watched';
  if (criterion.measure.kind === 'ask') return 'people';
  return criterion.breach === 'roll back' ? 'rollback' : 'success';
}

/** False roll-backs per stage (statistics §0). */
const alpha = 0.01;

/** False "met" per criterion. */
const alphaMet = 0.05;

/** How a criterion's error is spent, given the buckets and how many of them the exact look at the end sees. */
export function levelsOf(context: CriterionContext, width: Ms, lookAt: number | null): Levels {
  const { length } = context.run;
  return {
    alpha,
    alphaMet,
    sharedOver: context.sharedOver,
    plannedBuckets: length === null ? null : Math.max(1, Math.ceil(length / width)),
    lookAt,
  };
}

/** A reading with nothing in it yet but what the plan says. Judges fill in the rest. */
export function draft(context: CriterionContext, state: ReadingState, evidence: string): Reading {
  const { criterion, stage, run, now } = context;
  return {
    criterion: criterion.id,
    label: criterion.label,
    group: groupOf(criterion),
    breach: criterion.breach,
    state,
    unit: unitOf(criterion),
    value: null,
    latest: null,
    limit: limitAt(criterion, stage),
    counts: { events: null, of: null, measured: 0, expected: 0 },
    range: null,
    worst: null,
    more: null,
    window: { from: run.start, to: Math.max(run.start, run.end ?? now) },
    judgedThrough: null,
    signals: signalsOf(criterion.measure),
    source: 'none',
    evidence,
    logEvidence: null,
    comparedWith: null,
    parts: [],
    last: null,
    accepted: null,
  };
}

/** The reading of a criterion whose series can't be judged: the reason, and never a value. */
export function unjudged(context: CriterionContext, basis: Exclude<Basis, Buckets>): Reading {
  switch (basis.kind) {
    case 'error':
      return {
        ...draft(context, 'source-error', `${basis.message}${sayLastGood(context, basis.lastGood)}`),
        source: basis.source,
        judgedThrough: basis.lastGood,
      };
    case 'no-data':
      return { ...draft(context, 'no-data', basis.message), source: basis.source };
    case 'stale': {
      const evidence = `The newest reading of ${saySource(basis.source)} is from ${sayBothNear(basis.newest, context.now, context.zone)}, older than the ${sayDuration(basis.allowed)} this stage allows.`;
      return { ...draft(context, 'stale', evidence), source: basis.source, judgedThrough: basis.newest };
    }
  }
}

function sayLastGood({ now, zone }: CriterionContext, at: EpochMs | null): string {
  return at === null ? '' : ` Last good reading: ${sayBothNear(at, now, zone)}.`;
}

/** "Prometheus, through 2:41 p.m. ET (18:41 UTC)": the end of every evidence sentence. */
export function sayProvenance(
  buckets: Buckets,
  { now, zone }: Pick<CriterionContext, 'now' | 'zone'>,
): string {
  const gaps =
    buckets.measured < buckets.expected
      ? ` ${buckets.measured} of ${buckets.expected} buckets measured${hasGaps(buckets) ? ', too few to call it met' : ''}.`
      : '';
  const partly = buckets.partial ? ' It answered only in part, so nothing is called met.' : '';
  return `${saySource(buckets.source)}, through ${sayBothNear(buckets.window.to, now, zone)}.${gaps}${partly}`;
}
