import type { Plan, Stage, TrafficRule } from '../plan/plan.ts';
import type { SeriesData, SeriesResult } from '../series/series.ts';
import type { EpochMs } from '../time/time.ts';
import { sayBothNear } from '../time/say-near.ts';
import { basisFor, type Buckets } from './basis.ts';
import type { KnownAllotment } from './known-allotment.ts';
import type { Run } from './run.ts';
import { sayCount, sayRange, sayShare } from './say-value.ts';
import { splitEvidence } from '../stats/split-evidence.ts';
import { consistentPercents, sayConsistent } from './consistent-percents.ts';
import { expectedShare, flipsByTime } from './expected-share.ts';
import { splitCauses } from './split-causes.ts';
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
      eligible: null,
      consistentWith: [],
      causes: [],
      unit: rule?.unit ?? 'actors',
      evidence: 'The plan binds no counts to the new and the old path.',
    };
    if (rule === undefined) return base;
    return judgeSplit(input, rule, base);
  });
}

function judgeSplit(input: TrafficInput, rule: TrafficRule, base: TrafficReading): TrafficReading {
  const eligible = rule.unit === 'actors' ? eligibleOf(input, rule) : null;
  const both = countsOf(input, [rule.newPath, rule.oldPath]);
  if (both.ok) {
    const [onNew = 0, onOld = 0] = both.totals;
    return judgeCounts(input, rule, { ...base, onNew, onOld, eligible });
  }
  // Without the old path the eligible people who are not on the new one stand for it.
  const alone = eligible === null ? both : countsOf(input, [rule.newPath]);
  const [onNew = 0] = alone.ok ? alone.totals : [];
  if (!alone.ok || eligible === null || onNew > eligible)
    return { ...base, eligible, state: both.state, evidence: both.evidence };
  const judged = judgeCounts(input, rule, { ...base, onNew, onOld: eligible - onNew, eligible });
  return {
    ...judged,
    evidence: `${judged.evidence} The old path can't be seen: compared with all eligible people.`,
  };
}

function judgeCounts(input: TrafficInput, rule: TrafficRule, counted: TrafficReading): TrafficReading {
  const onNew = counted.onNew ?? 0;
  const total = onNew + (counted.onOld ?? 0);
  const seen = { ...counted, observed: total === 0 ? null : onNew / total };
  if (seen.allotment === null) {
    const evidence = `${sayCount(onNew)} of ${sayCount(total)} ${unitWord(rule)} on the new path. What the toggle gives is not known.`;
    return { ...seen, state: 'unknown-allotment', evidence };
  }
  return compare(input, rule, seen, seen.allotment);
}

type Counts =
  | { readonly ok: true; readonly totals: readonly number[] }
  | { readonly ok: false; readonly state: TrafficState; readonly evidence: string };

function countsOf(input: TrafficInput, ids: readonly string[]): Counts {
  const basis = basisFor({ ids, series: input.series, run: input.run, now: input.now });
  if (basis.kind === 'error') return { ok: false, state: 'source-error', evidence: basis.message };
  if (basis.kind === 'no-data') return { ok: false, state: 'no-data', evidence: basis.message };
  if (basis.kind === 'stale') {
    const evidence = `The newest counts are from ${sayBothNear(basis.newest, input.now, input.plan.zone)}.`;
    return { ok: false, state: 'stale', evidence };
  }
  const totals = ids.map((_id, index) => totalOf(basis, index));
  const known = totals.filter((total) => total !== null);
  if (known.length === totals.length) return { ok: true, totals: known };
  const evidence = `${basis.source} gave no number of distinct people for the whole stage.`;
  return { ok: false, state: 'no-data', evidence };
}

function eligibleOf(input: TrafficInput, rule: TrafficRule): number | null {
  if (rule.eligible === null) return null;
  const counts = countsOf(input, [rule.eligible]);
  return counts.ok ? (counts.totals[0] ?? null) : null;
}

function unitWord(rule: TrafficRule): string {
  return rule.unit === 'actors' ? 'people' : 'requests';
}

function compare(
  input: TrafficInput,
  rule: TrafficRule,
  seen: TrafficReading,
  allotment: Allotment,
): TrafficReading {
  const onNew = seen.onNew ?? 0;
  const onOld = seen.onOld ?? 0;
  const total = onNew + onOld;
  const of = seen.eligible === null || seen.eligible === 0 ? '' : sayEligible(onNew, seen.eligible);
  const said = `${sayCount(onNew)} of ${sayCount(total)} ${unitWord(rule)} were on the new path`;
  const expected = expectedShare(allotment);
  if (expected.kind === 'unknown')
    return { ...seen, state: 'unknown-allotment', evidence: `${said}.${of} ${expected.why}` };
  const { share } = expected;
  if (rule.unit === 'actors' && flipsByTime(allotment)) {
    const why =
      "The toggle uses a percentage of time: one person can get both paths, so a split by person can't be tested.";
    return { ...seen, state: 'unknown-allotment', evidence: `${said}.${of} ${why}` };
  }
  const gives = `The toggle gives ${sayShare(share)}`;
  if (share === 0 || share === 1)
    return withCauses(input, compareWhole(seen, share, `${said}.${of} ${gives}`), allotment, share);
  return compareShare(
    { input, rule, seen, allotment, share },
    (likely) => `${said}${likely}.${of} ${gives}.`,
  );
}

interface Compared {
  readonly input: TrafficInput;
  readonly rule: TrafficRule;
  readonly seen: TrafficReading;
  readonly allotment: Allotment;
  readonly share: number;
}

/** A share strictly between 0 and 1: chance has a say, and named actors may explain some of an excess. */
function compareShare(compared: Compared, say: (likely: string) => string): TrafficReading {
  const { input, rule, seen, allotment, share } = compared;
  const onNew = seen.onNew ?? 0;
  const onOld = seen.onOld ?? 0;
  const total = onNew + onOld;
  const { unit, perActor } = rule;
  const evidence = splitEvidence({ onNew, onOld, share, unit, perActor });
  const unnamed = onNew - namedAmong(rule, allotment, onNew - share * total, share);
  const explained = splitEvidence({ onNew: unnamed, onOld, share, unit, perActor });
  const likely =
    evidence.range === null ? '' : ` (${sayShare(seen.observed ?? 0)}; ${sayRange(evidence.range, 'share')})`;
  const text = say(likely);
  const { range } = evidence;
  if (evidence.abnormal && explained.abnormal) {
    const possible = consistentPercents(input.plan, evidence.possible, share);
    const chance = 'Chance alone gives a gap this large less than once in 1,000.';
    const reading: TrafficReading = {
      ...seen,
      state: 'abnormal',
      range,
      consistentWith: possible,
      evidence: `${text} ${chance}${sayConsistent(possible, share)}`,
    };
    return withCauses(input, reading, allotment, share);
  }
  if (range === null) {
    const why =
      'Requests of one person fall on one side together: give the plan "per-actor" to compare them.';
    return { ...seen, state: 'not-enough-data', evidence: `${text} ${why}` };
  }
  const enough = total * Math.min(share, 1 - share) >= leastExpected;
  return {
    ...seen,
    state: enough ? 'matches' : 'not-enough-data',
    range,
    evidence: enough ? text : `${text} Too few to compare yet.`,
  };
}

/** Of the people (or their requests) above the share, as many as named actors can account for. */
function namedAmong(rule: TrafficRule, allotment: Allotment, excess: number, share: number): number {
  const named = allotment.actors * (rule.unit === 'requests' ? (rule.perActor ?? 1) : 1);
  return Math.min(named, Math.max(0, excess / (1 - share)));
}

function sayEligible(onNew: number, eligible: number): string {
  return ` That is ${sayShare(onNew / eligible)} of ${sayCount(eligible)} eligible people.`;
}

/** Adds what may explain an abnormal split; any other reading stays as it is. */
function withCauses(
  input: TrafficInput,
  reading: TrafficReading,
  allotment: Allotment,
  share: number,
): TrafficReading {
  if (reading.state !== 'abnormal') return reading;
  const causes = splitCauses({
    allotment,
    unit: reading.unit,
    eligible: reading.eligible !== null,
    direction: (reading.observed ?? 0) > share ? 'too many' : 'too few',
    share,
    runStart: input.run.start,
    settle: input.plan.toggles.find((toggle) => toggle.key === reading.toggle)?.settle ?? 0,
    now: input.now,
  });
  return { ...reading, causes, evidence: `${reading.evidence} Possible causes: ${causes.join('; ')}.` };
}

/**
 * At 0 % and 100 % no chance is involved. What is on the wrong path still need not be a fault: a change takes its
 * settling time, and checks without an actor stay off at 100 % of actors. Up to five, or one in a hundred, is let pass.
 */
function compareWhole(seen: TrafficReading, share: 0 | 1, said: string): TrafficReading {
  const named = share === 0 && seen.unit === 'actors' ? (seen.allotment?.actors ?? 0) : 0;
  const wrong = Math.max(0, ((share === 0 ? seen.onNew : seen.onOld) ?? 0) - named);
  const total = (seen.onNew ?? 0) + (seen.onOld ?? 0);
  const none = share === 1 && seen.observed === null;
  const state: TrafficState = wrong > Math.max(5, total / 100) ? 'abnormal' : 'matches';
  return {
    ...seen,
    state: none ? 'not-enough-data' : state,
    evidence: `${said}; seen on the wrong path: ${sayCount(wrong)}.`,
  };
}

/** Counts add up over the buckets; distinct people only as the source's own total for the whole window. */
function totalOf(buckets: Buckets, index: number): number | null {
  const data: SeriesData | undefined = buckets.data[index];
  if (data?.kind === 'unique') return data.total ?? null;
  return (buckets.columns[index] ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
