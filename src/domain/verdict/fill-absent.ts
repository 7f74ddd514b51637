import type { Plan } from '../plan/plan.ts';
import type { SeriesData, SeriesResult } from '../series/series.ts';

/**
 * Sources that report no point where there was no event: for signals marked `absent: zero` a gap becomes zero, but
 * only in buckets in which the heartbeat signal has a value. Where the heartbeat is silent too, a gap stays a gap.
 */
export function fillAbsent(
  plan: Plan,
  series: ReadonlyMap<string, SeriesResult>,
): ReadonlyMap<string, SeriesResult> {
  const filled = new Map(series);
  for (const signal of plan.signals) {
    if (signal.absent !== 'zero' || signal.heartbeat === null) continue;
    const result = series.get(signal.id);
    const heartbeat = series.get(signal.heartbeat);
    if (
      result === undefined ||
      result.status === 'error' ||
      heartbeat === undefined ||
      heartbeat.status === 'error'
    )
      continue;
    // Zeros fill what had no event; they make no answer whole that was not.
    const status = result.status === 'partial' || heartbeat.status === 'partial' ? 'partial' : 'ok';
    filled.set(signal.id, { ...result, status, data: withZeros(result.data, heartbeat.data) });
  }
  return filled;
}

function withZeros(data: SeriesData, heartbeat: SeriesData): SeriesData {
  if (data.width !== heartbeat.width) return data;
  const offset = Math.round((heartbeat.start - data.start) / data.width);
  const alive = (i: number): boolean => {
    const value = heartbeat.values[i - offset];
    return value !== null && value !== undefined && value > 0;
  };
  const length = Math.max(data.values.length, heartbeat.values.length + offset);
  const values = Array.from({ length }, (_, i) => data.values[i] ?? (alive(i) ? 0 : null));
  const through = Math.min(
    data.completeThrough ?? heartbeat.completeThrough ?? 0,
    heartbeat.completeThrough ?? 0,
  );
  return { ...data, values, completeThrough: through === 0 ? null : through };
}
