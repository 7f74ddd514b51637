import { day, hour, minute, second, type Ms } from '#domain/time/time.ts';

/** A stage longer than this is read in wider buckets: a month of minutes would say nothing more. */
const longStage: Ms = 14 * day;

/** The width of a run's buckets: the finest the operator allows, ten minutes for stages of more than two weeks. */
export function bucketWidth(length: Ms | null, finest: Ms): Ms {
  return length !== null && length > longStage ? Math.max(finest, 10 * minute) : finest;
}

/** How often a run is judged: once a bucket, less often for long stages, so that no source is asked for nothing. */
export function cadenceOf(length: Ms | null, width: Ms): Ms {
  if (length !== null && length > 2 * day) return Math.max(width, 5 * minute);
  if (length !== null && length > 6 * hour) return Math.max(width, 2 * minute);
  return Math.max(width, 2 * second);
}
