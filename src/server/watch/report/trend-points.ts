import type { Kpi } from '#domain/plan/plan.ts';
import { standing, type Figure } from '#domain/report/figure.ts';
import type { RateCounts } from '#domain/report/kpi-counts.ts';
import { kpiResult } from '#domain/report/kpi-result.ts';
import { checkInLine } from '#domain/report/match-sections.ts';
import { proseFigures } from '#domain/report/prose-figures.ts';
import { kpiPoint, ratePoint, type Trend, type TrendPoint } from '#domain/report/trend.ts';
import { checkInFigures, snapshotOf, typedFigures, type Gathered } from './gather.ts';

/** What is known somewhere along a launch. */
interface Place {
  readonly at: Pick<TrendPoint, 'id' | 'label' | 'kind'>;
  readonly figures: ReadonlyMap<string, Figure>;
  readonly isTyped: boolean;
  /** The rate of failures as the plan's own text tells it. */
  readonly told: RateCounts | null;
}

/** Every KPI from the first stage to the newest check-in; one without a value anywhere is left out. */
export function trendsOf(gathered: Gathered): readonly Trend[] {
  const { plan } = gathered.rollout;
  const places = [...stagePlaces(gathered), ...checkInPlaces(gathered)];
  // The text of a plan tells one rate and names none: it is taken for the first that the plan defines.
  const first = plan.kpis.find((one) => one.measure?.kind === 'ratio');
  return plan.kpis.flatMap((kpi) => {
    const points = places.flatMap((place) => pointAt(place, kpi, plan.identities, kpi === first) ?? []);
    return points.length === 0 ? [] : [{ kpi: kpi.id, label: kpi.label, points }];
  });
}

/** As frozen, else as entered, else as the plan itself tells it. */
function pointAt(
  { at, figures, isTyped, told }: Place,
  kpi: Kpi,
  identities: readonly string[],
  mayBeTold: boolean,
): TrendPoint | null {
  const origin = isTyped ? 'entered by hand' : 'measured';
  const known = kpiPoint({ ...at, origin }, kpiResult(kpi, figures, identities));
  if (known !== null || told === null || !mayBeTold) return known;
  return ratePoint({ ...at, origin: 'as the plan says' }, told);
}

function stagePlaces(gathered: Gathered): readonly Place[] {
  const { rollout, ended } = gathered;
  return rollout.plan.stages.map(({ id, label }) => {
    const run = ended.findLast((one) => one.stage === id);
    const frozen = run === undefined ? undefined : snapshotOf(gathered, `run:${run.id}`);
    const typed = run === undefined ? [] : typedFigures(gathered, `run:${run.id}`);
    const line = rollout.tied.find((one) => one.id === id)?.prose?.line;
    return {
      at: { id, label, kind: 'stage' },
      figures: standing([...(frozen?.figures ?? []), ...typed]),
      isTyped: typed.length > 0,
      told: line === undefined ? null : proseFigures(rollout.prose, line).rate,
    };
  });
}

function checkInPlaces(gathered: Gathered): readonly Place[] {
  const { rollout, checkIns } = gathered;
  return checkIns.map((checkIn) => {
    const { id, label, window } = checkIn;
    const frozen = snapshotOf(gathered, `check-in:${id}`, window?.from);
    const line = checkInLine(rollout.prose, checkIn);
    return {
      at: { id, label, kind: 'check-in' },
      figures: checkInFigures(gathered, checkIn, frozen?.figures ?? []),
      isTyped: typedFigures(gathered, `check-in:${id}`).length > 0,
      told: line === null ? null : proseFigures(rollout.prose, line).rate,
    };
  });
}
