import type { Plan, Stage, TrafficRule } from '../plan/plan.ts';
import type { SeriesData, SeriesResult } from '../series/series.ts';
import type { EpochMs } from '../time/time.ts';
import { sayTime } from '../time/zone.ts';
import { basisFor, type Buckets } from './basis.ts';
import type { KnownAllotment } from './known-allotment.ts';
import type { Run } from './run.ts';
import { sayCount, sayRange, sayShare } from './say-value.ts';
import { splitEvidence } from '../stats/split-evidence.ts';
import type { Allotment, TrafficReading, TrafficState } from './traffic-reading.ts';

export interface TrafficInput {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly run: Run;
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly allotments: ReadonlyMap<string, KnownAllotment>;
  readonly now: EpochMs;
}

/** Below this many people expected on the smaller side nothing is said about the split (ux §3.4). */
const leastExpected = 5;

/** One traffic reading per toggle: what the plan says, what the toggle gives, what was seen. They fail separately. */
export function judgeTraffic(input: TrafficInput): readonly TrafficReading[] {
  return input.plan.toggles.map((toggle) => {
    const rule = input.plan.traffic.find((one) => one.toggle === toggle.key);
    const known = input.allotments.get(toggle.key);
    const allotment = known?.status === 'ok' ? known.allotment : null;
    const { audience } = input.stage;
    const planned = audience.kind === 'percent' ? (audience.percents[toggle.key] ?? null) : null;
    const base: TrafficReading = {
      toggle: toggle.key,
      state: 'not-measured',
      planned,
      allotment,
      observed: null,
      range: null,
      onNew: null,
      onOld: null,
      unit: rule?.unit ?? 'actors',
      evidence: 'The plan binds no counts to the new and the old path.',
    };
    if (rule === undefined) return base;
    return judgeSplit(input, rule, base);
  });
}

function judgeSplit(input: TrafficInput, rule: TrafficRule, base: TrafficReading): TrafficReading {
  const basis = basisFor({
    ids: [rule.newPath, rule.oldPath],
    series: input.series,
    run: input.run,
    now: input.now,
  });
  if (basis.kind === 'error') return { ...base, state: 'source-error', evidence: basis.message };
  if (basis.kind === 'no-data') return { ...base, state: 'no-data', evidence: basis.message };
  if (basis.kind === 'stale') {
    const evidence = `The newest counts are from ${sayTime(basis.newest, input.plan.zone)}.`;
    return { ...base, state: 'stale', evidence };
  }
  const onNew = totalOf(basis, 0);
  const onOld = totalOf(basis, 1);
  if (onNew === null || onOld === null) {
    return {
      ...base,
      state: 'no-data',
      evidence: `${basis.source} gave no number of distinct people for the whole stage.`,
    };
  }
  const total = onNew + onOld;
  const seen = { ...base, onNew, onOld, observed: total === 0 ? null : onNew / total };
  const people = rule.unit === 'actors' ? 'people' : 'requests';
  if (base.allotment === null) {
    return {
      ...seen,
      state: 'unknown-allotment',
      evidence: `${sayCount(onNew)} of ${sayCount(total)} ${people} on the new path. What the toggle gives is not known.`,
    };
  }
  return compare(rule, seen, base.allotment);
}

function compare(rule: TrafficRule, seen: TrafficReading, allotment: Allotment): TrafficReading {
  const onNew = seen.onNew ?? 0;
  const onOld = seen.onOld ?? 0;
  const total = onNew + onOld;
  const share = expectedShare(allotment);
  const people = rule.unit === 'actors' ? 'people' : 'requests';
  if (share === null)
    return {
      ...seen,
      state: 'unknown-allotment',
      evidence: 'The toggle uses gates whose share cannot be computed.',
    };
  const said = `${sayCount(onNew)} of ${sayCount(total)} ${people} were on the new path`;
  const gives = `The toggle gives ${sayShare(share)}`;
  if (share === 0 || share === 1) return compareWhole(seen, share, `${said}. ${gives}`);
  const evidence = splitEvidence({ onNew, onOld, share, unit: rule.unit, perActor: rule.perActor });
  const likely =
    evidence.range === null ? '' : ` (${sayShare(seen.observed ?? 0)}; ${sayRange(evidence.range, 'share')})`;
  const text = `${said}${likely}. ${gives}.`;
  if (evidence.abnormal) {
    return {
      ...seen,
      state: 'abnormal',
      range: evidence.range,
      evidence: `${text} Chance alone gives a gap this large less than once in 1,000.`,
    };
  }
  if (evidence.range === null) {
    const why =
      'Requests of one person fall on one side together: give the plan "per-actor" to compare them.';
    return { ...seen, state: 'not-enough-data', evidence: `${text} ${why}` };
  }
  const enough = total * Math.min(share, 1 - share) >= leastExpected;
  return {
    ...seen,
    state: enough ? 'matches' : 'not-enough-data',
    range: evidence.range,
    evidence: enough ? text : `${text} Too few to compare yet.`,
  };
}

/**
 * At 0 % and 100 % no chance is involved. What is on the wrong path still need not be a fault: a change takes its
 * settling time, and checks without an actor stay off at 100 % of actors. Up to five, or one in a hundred, is let pass.
 */
function compareWhole(seen: TrafficReading, share: 0 | 1, said: string): TrafficReading {
  const wrong = (share === 0 ? seen.onNew : seen.onOld) ?? 0;
  const total = (seen.onNew ?? 0) + (seen.onOld ?? 0);
  const none = share === 1 && seen.observed === null;
  const state: TrafficState = wrong > Math.max(5, total / 100) ? 'abnormal' : 'matches';
  return {
    ...seen,
    state: none ? 'not-enough-data' : state,
    evidence: `${said}; seen on the wrong path: ${sayCount(wrong)}.`,
  };
}

/** Share of actors all gates together open for; `null` where groups or an expression make it unknowable. */
function expectedShare(allotment: Allotment): number | null {
  if (allotment.everyone) return 1;
  if (allotment.expression || allotment.groups > 0) return null;
  if (allotment.percent !== null) return allotment.percent / 100;
  return null;
}

/** Counts add up over the buckets; distinct people only as the source's own total for the whole window. */
function totalOf(buckets: Buckets, index: number): number | null {
  const data: SeriesData | undefined = buckets.data[index];
  if (data?.kind === 'unique') return data.total ?? null;
  return (buckets.columns[index] ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
