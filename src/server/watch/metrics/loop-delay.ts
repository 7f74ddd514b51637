import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the process gets to its work, in seconds, since it was last asked. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How often the delay is sampled, in milliseconds: what a timer of that length comes late by is the delay. */
const resolution = 20;

/** Watches the event loop; each reading starts a new count. */
export function watchLoop(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  return () => {
    const read = {
      p50: seconds(histogram.percentile(50)),
      p99: seconds(histogram.percentile(99)),
      max: seconds(histogram.max),
    };
    histogram.reset();
    return read;
  };
}

function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolution / 1000) : 0;
}
