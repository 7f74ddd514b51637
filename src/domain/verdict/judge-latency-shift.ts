import { sayLimit } from '../plan/limit.ts';
import { calibrate, leastCalibration } from '../stats/latency-bets.ts';
import { latencyEvidence } from '../stats/latency-evidence.ts';
import { basisFor, hasGaps, type Basis, type Buckets } from './basis.ts';
import { choosePast } from './choose-past.ts';
import type { RelativeInput } from './judge-relative.ts';
import { usablePast } from './past.ts';
import type { Reading } from './reading.ts';
import { limitAt, usualTolerance } from './limit-at.ts';
import { draft, levelsOf, sayProvenance, unjudged } from './reading-draft.ts';
import { roomUnder, stateFrom } from './reading-state.ts';
import { controlPercent, controlSignals, ownSignals } from './relative-signals.ts';
import { sayCount, sayMs, sayRange, sayValue } from './say-value.ts';
import { usableColumns } from './share-columns.ts';

/** What latency is compared with, bucket by bucket. */
interface Compared {
  readonly basis: Basis;
  /** Differences of log-latency in accepted buckets: how much healthy ones differ. */
  readonly accepted: readonly number[];
  readonly with: string;
  readonly window: { readonly from: number; readonly to: number };
  /** Typical latency of the baseline, for the sentence. */
  readonly typical: number | null;
}

/**
 * Judges average latency against the old path or the past, bucket by bucket on the log scale (M3, statistics §3.4).
 * It needs sixty accepted buckets to know how much healthy ones differ; without them it says so.
 */
export function judgeLatencyShift(input: RelativeInput): Reading {
  const { context } = input;
  const compared = comparedWith(input);
  if ('criterion' in compared) return compared;
  const { basis } = compared;
  if (basis.kind !== 'buckets') return unjudged(context, basis);
  const { columns } = usableColumns(basis.columns, basis);
  const differences = differencesOf(columns);
  const base = baseReading(input, basis, compared);
  const calibration = calibrate(compared.accepted);
  if (calibration === null) {
    const evidence = `${sayCount(compared.accepted.length)} accepted buckets to compare with in ${compared.with}; ${leastCalibration} that differ are needed to know how much healthy ones do.`;
    return { ...base, state: watchedOr(input, 'not-enough-data'), evidence };
  }
  if (differences.length === 0)
    return {
      ...base,
      state: watchedOr(input, 'no-traffic'),
      evidence: 'No bucket with a value in this stage.',
    };
  const limit = limitAt(context.criterion, context.stage);
  const tolerated = limit?.value ?? usualTolerance;
  const evidence = latencyEvidence({
    ...levelsOf(context, basis.width, null),
    differences,
    calibration,
    tolerated,
    id: context.criterion.id,
    memo: context.memo,
  });
  const average = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const value = Math.exp(average - calibration.centre);
  const state = stateFrom({
    evidence,
    inside: value <= tolerated,
    room: roomUnder(tolerated, value),
    gaps: hasGaps(basis),
    before: context.before,
  });
  const range = evidence.range === null ? '' : `; ${sayRange(evidence.range, 'ratio')}`;
  const typical = compared.typical === null ? '' : `, ${sayMs(compared.typical)} there`;
  const rule = limit === null ? '' : ` Limit: ${sayLimit(limit)}.`;
  return {
    ...base,
    state: watchedOr(input, state),
    value,
    range: evidence.range,
    logEvidence: evidence.logBadMax,
    evidence: `${sayValue(value, 'ratio')} the latency of ${compared.with}${typical} (${sayCount(differences.length)} buckets${range}).${rule} ${sayProvenance(basis, context)}`,
  };
}

function watchedOr({ context }: RelativeInput, state: Reading['state']): Reading['state'] {
  return context.criterion.watch ? 'watched' : state;
}

function comparedWith(input: RelativeInput): Compared | Reading {
  const { context, series, baselines, baseline, excluded } = input;
  const { run, now, criterion, stage } = context;
  const own = ownSignals(criterion.measure);
  if (baseline.kind === 'control' && controlPercent(stage) !== 100) {
    const ids = [...own, ...controlSignals(criterion.measure, baseline)];
    const before = baselines.previousStage === null ? [] : [baselines.previousStage];
    const { used } = usablePast(before, ids);
    const basis = basisFor({ ids, series, run, now, excluded });
    return {
      basis,
      accepted: used.flatMap(({ buckets }) => [
        ...differencesOf(usableColumns(buckets.columns, buckets).columns),
      ]),
      with: 'the old path at the same time',
      window: { from: run.start, to: now },
      typical: null,
    };
  }
  const ids = baseline.kind === 'control' ? controlSignals(criterion.measure, baseline) : own;
  const chosen = choosePast(input, ids);
  if (chosen.kind === 'reading') return chosen.reading;
  const accepted = chosen.used.flatMap(({ buckets }) => [
    ...differencesOf(usableColumns(buckets.columns, buckets).columns),
  ]);
  const mean = accepted.reduce((sum, log) => sum + log, 0) / accepted.length;
  return {
    basis: basisFor({ ids: own, series, run, now, excluded }),
    accepted,
    with: chosen.label,
    window: chosen.window,
    typical: accepted.length === 0 ? null : Math.exp(mean),
  };
}

/** log(new/old) per bucket where both paths are there, log of the latency where there is one. Zero has no logarithm. */
function differencesOf(columns: readonly Float64Array[]): Float64Array {
  const [mine = new Float64Array(0), other] = columns;
  const positive = (i: number): boolean => (mine[i] ?? 0) > 0 && (other === undefined || (other[i] ?? 0) > 0);
  const rows = Array.from(mine, (_, i) => i).filter(positive);
  return Float64Array.from(rows, (i) =>
    Math.log((mine[i] ?? 1) / (other === undefined ? 1 : (other[i] ?? 1))),
  );
}

function baseReading(input: RelativeInput, basis: Buckets, compared: Compared): Reading {
  return {
    ...draft(input.context, 'not-enough-data', ''),
    counts: { events: null, of: null, measured: basis.measured, expected: basis.expected },
    window: basis.window,
    judgedThrough: basis.window.to,
    source: basis.source,
    comparedWith: {
      with: compared.with,
      window: compared.window,
      value: compared.typical,
      events: null,
      of: null,
    },
  };
}
