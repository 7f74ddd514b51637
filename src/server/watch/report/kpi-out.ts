import { isUpper, keeps, sayLimit, type Limit } from '#domain/plan/limit.ts';
import type { Kpi, Measure } from '#domain/plan/plan.ts';
import { shareSequence } from '#domain/stats/confidence-sequence.ts';
import type { Figure } from '#domain/report/figure.ts';
import { rateCounts } from '#domain/report/kpi-counts.ts';
import { sayCount, sayRange, sayShare, sayValue } from '#domain/verdict/say-value.ts';

/** A KPI that is out of its target, and by what. */
interface KpiOut {
  readonly kpi: string;
  readonly label: string;
  readonly said: string;
  readonly target: string;
}

/**
 * The KPIs that have left their target for certain. They are looked at again and again between check-ins, so a rate is
 * held against its confidence sequence: a range that holds at every look at once, unlike a check-in's.
 */
export function kpisOut(kpis: readonly Kpi[], figures: ReadonlyMap<string, Figure>): readonly KpiOut[] {
  return kpis.flatMap((kpi) => {
    const said = kpi.target === null ? null : outOf(kpi, kpi.target, figures);
    return said === null || kpi.target === null
      ? []
      : [{ kpi: kpi.id, label: kpi.label, said, target: sayLimit(kpi.target) }];
  });
}

function outOf({ measure }: Kpi, target: Limit, figures: ReadonlyMap<string, Figure>): string | null {
  if (measure === null) return null;
  if (measure.kind === 'ratio') return rateOut(measure, target, figures);
  const found = 'signal' in measure ? figures.get(measure.signal) : undefined;
  if (found === undefined || found.value === null || found.problem !== null) return null;
  // A count that must be reached has until the check-in; one that must not be passed can be passed any day.
  const isOver = !keeps(target, found.value) && (isUpper(target) || measure.kind === 'average');
  return isOver ? sayValue(found.value, found.unit) : null;
}

function rateOut(
  measure: Extract<Measure, { kind: 'ratio' }>,
  target: Limit,
  figures: ReadonlyMap<string, Figure>,
): string | null {
  const counts = rateCounts(measure, figures, undefined);
  const isShare = target.unit === '%' && target.value > 0 && target.value < 1;
  if (!isShare || 'missing' in counts || counts.of <= 0 || counts.events > counts.of) return null;
  const events = Math.round(counts.events);
  const of = Math.round(counts.of);
  const range = shareSequence(events, of, target.value);
  if (keeps(target, isUpper(target) ? range.low : range.high)) return null;
  return `${sayShare(events / of)} (${sayCount(events)} of ${sayCount(of)}, ${sayRange(range, 'share')})`;
}
