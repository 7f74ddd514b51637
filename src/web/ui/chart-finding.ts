import { sayBothOn } from '#domain/time/say-zoned.ts';
import { sayCount, sayValue } from '#domain/verdict/say-value.ts';
import { beyondLimit, worstPoint, type LimitLine } from './chart-limit.ts';
import { isOpen, pointAt, type ChartModel } from './chart-model.ts';

interface Zones {
  readonly shown: string;
  readonly plan: string;
}

/** What a chart shows, in one sentence: its worst bucket, how it is now, and how much of it was not measured. */
export function sayChart(model: ChartModel, limit: LimitLine | null, { shown, plan }: Zones): string {
  const newest = model.points.findLast((point) => point.value !== null);
  if (newest === undefined)
    return `No complete bucket has a value yet${model.gaps === 0 ? '' : `; ${sayGaps(model.gaps)}`}.`;
  const measured = countMeasured(model);
  const worst = worstPoint(model, limit);
  const parts =
    worst === null
      ? [`Zero in all ${sayCount(measured)} buckets that were measured`]
      : [
          `${limit?.wrong === 'below' ? 'Lowest' : 'Highest'} ${sayValue(worst.value ?? 0, model.unit)} at ${sayBothOn(worst.at, model.fetchedAt, shown, plan)}`,
          `newest ${sayValue(newest.value ?? 0, model.unit)}`,
        ];
  if (limit !== null) parts.push(sayBeyond(model, limit, measured));
  if (model.gaps > 0) parts.push(sayGaps(model.gaps));
  return `${parts.join('; ')}.`;
}

function countMeasured({ points }: ChartModel): number {
  let count = 0;
  for (const { value } of points) if (value !== null) count += 1;
  return count;
}

function sayBeyond(model: ChartModel, limit: LimitLine, measured: number): string {
  const beyond = beyondLimit(model, limit).reduce((sum, stretch) => sum + stretch.buckets, 0);
  if (beyond === 0) return 'no bucket beyond the limit';
  return `${sayCount(beyond)} of ${sayCount(measured)} measured buckets beyond the limit`;
}

function sayGaps(gaps: number): string {
  return gaps === 1 ? '1 bucket has no data' : `${sayCount(gaps)} buckets have no data`;
}

/** A bucket's value in words; never blank. */
export function sayPoint(model: ChartModel, at: number): string {
  const point = pointAt(model, at);
  if (point === undefined) return 'Not measured';
  if (point.value === null) return model.quiet.has(point.at) ? 'No traffic' : 'No data';
  const value = sayValue(point.value, model.unit);
  return isOpen(model, point.at) ? `${value}, may still change` : value;
}
