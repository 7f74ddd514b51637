import type { SeriesResult } from '#domain/series/series.ts';
import { day, hour, minute, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';
import { fillAbsent } from '#domain/verdict/fill-absent.ts';
import { measureFigures } from '#domain/report/measure-figure.ts';
import type { Figure } from '#domain/report/figure.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import { requestOf } from '../loop/signal-requests.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';

/** Every signal of a plan over a window. */
export interface ReadWindow {
  readonly figures: readonly Figure[];
  /** True where a source did not answer. */
  readonly failed: boolean;
  /** True where every source says that it will add nothing to the window any more. */
  readonly complete: boolean;
}

export interface ReadDeps {
  readonly proxy: Proxy;
  /** Finest bucket the operator allows. */
  readonly bucket: Ms;
}

/** Sums need no minutes: at most about a thousand buckets, which every source gives. */
function widthOf(window: Window, finest: Ms): Ms {
  const length = window.to - window.from;
  if (length <= 12 * hour) return finest;
  return Math.max(finest, length <= 8 * day ? 10 * minute : hour);
}

/** Reads what a stage's run or a check-in looks at. It never throws: what could not be read is a figure that says so. */
export async function readWindow(
  { plan }: ReadableRollout,
  window: Window,
  anchor: EpochMs,
  { proxy, bucket }: ReadDeps,
  signal: AbortSignal,
): Promise<ReadWindow> {
  const width = widthOf(window, bucket);
  const from = Math.floor(window.from / width) * width;
  const to = Math.max(from + width, Math.floor(window.to / width) * width);
  const asked = plan.signals.map((one) => requestOf(one, { from, to }, width, anchor));
  const results = await proxy.readSeries(asked, signal);
  const series = fillAbsent(plan, new Map(results.map((result) => [result.id, result])));
  return {
    figures: measureFigures(plan, series, { from, to }),
    failed: results.some((result) => result.status === 'error'),
    complete: results.every((result) => isComplete(result, to)),
  };
}

function isComplete(result: SeriesResult, to: EpochMs): boolean {
  return result.status !== 'error' && (result.data.completeThrough ?? 0) >= to;
}
