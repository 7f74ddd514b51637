import type { KpiView } from '#contract/kpi-view.ts';
import type { Kpi } from '#domain/plan/plan.ts';
import { standing } from '#domain/report/figure.ts';
import { rateCounts, type RateCounts } from '#domain/report/kpi-counts.ts';
import { checkInLine } from '#domain/report/match-sections.ts';
import { proseFigures } from '#domain/report/prose-figures.ts';
import { trendPoint, type TrendPoint } from '#domain/report/trend.ts';
import { checkInFigures, snapshotOf, typedFigures, type Gathered } from './gather.ts';

type Ratio = Extract<NonNullable<Kpi['measure']>, { kind: 'ratio' }>;

/** One rate from the first stage to the newest check-in: the first KPI that is a rate. `null` where the plan has none. */
export function trendOf(gathered: Gathered): KpiView['trend'] {
  const { plan } = gathered.rollout;
  const kpi = plan.kpis.find((one) => one.measure?.kind === 'ratio');
  if (kpi?.measure?.kind !== 'ratio') return null;
  const points = [
    ...stagePoints(gathered, kpi.id, kpi.measure),
    ...checkInPoints(gathered, kpi.id, kpi.measure),
  ];
  return points.length === 0 ? null : { label: kpi.label, points };
}

/** As frozen at each stage's end, else as entered, else as the plan itself tells it. */
function stagePoints(gathered: Gathered, kpi: string, measure: Ratio): readonly TrendPoint[] {
  const { rollout, ended } = gathered;
  return rollout.plan.stages.flatMap((stage) => {
    const run = ended.findLast((one) => one.stage === stage.id);
    const frozen = run === undefined ? undefined : snapshotOf(gathered, `run:${run.id}`);
    const typed = typedFigures(gathered, `stage:${stage.id}`);
    const figures = standing([...(frozen?.figures ?? []), ...typed]);
    const counts = rateCounts(measure, figures, figures.get(kpi));
    const at = { id: stage.id, label: stage.label, kind: 'stage' } as const;
    if (!('missing' in counts)) return point(at, counts, typed.length > 0 ? 'entered by hand' : 'measured');
    const told = proseOf(gathered, stage.id);
    return told === null ? [] : point(at, told, 'as the plan says');
  });
}

function proseOf({ rollout }: Gathered, stage: string): RateCounts | null {
  const line = rollout.tied.find((one) => one.id === stage)?.prose?.line;
  return line === undefined ? null : proseFigures(rollout.prose, line).rate;
}

function checkInPoints(gathered: Gathered, kpi: string, measure: Ratio): readonly TrendPoint[] {
  const { rollout, checkIns } = gathered;
  return checkIns.flatMap((checkIn) => {
    const frozen = snapshotOf(gathered, `check-in:${checkIn.id}`, checkIn.window?.from);
    const figures = checkInFigures(gathered, checkIn, frozen?.figures ?? []);
    const counts = rateCounts(measure, figures, figures.get(kpi));
    const at = { id: checkIn.id, label: checkIn.label, kind: 'check-in' } as const;
    if (!('missing' in counts)) {
      const isTyped = typedFigures(gathered, `check-in:${checkIn.id}`).length > 0;
      return point(at, counts, isTyped ? 'entered by hand' : 'measured');
    }
    const line = checkInLine(rollout.prose, checkIn);
    const told = line === null ? null : proseFigures(rollout.prose, line).rate;
    return told === null ? [] : point(at, told, 'as the plan says');
  });
}

function point(
  at: Pick<TrendPoint, 'id' | 'label' | 'kind'>,
  counts: RateCounts,
  origin: string,
): readonly TrendPoint[] {
  const made = trendPoint({ ...at, origin }, counts);
  return made === null ? [] : [made];
}
