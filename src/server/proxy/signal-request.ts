import type { EpochMs, Ms, Window } from '#domain/time/time.ts';

/** One question to a source: a saved signal of a plan over a window of whole buckets. The proxy runs no other query. */
export interface SignalRequest {
  readonly id: string;
  readonly source: string;
  readonly kind: 'count' | 'counter' | 'histogram' | 'duration' | 'unique' | 'gauge' | 'issues';
  readonly query: string;
  readonly dataset: string | null;
  readonly by: string | null;
  readonly measure: string | null;
  readonly statistic: string | null;
  readonly unit: 'ms' | 's' | null;
  readonly absent: 'gap' | 'zero';
  /** Aligned to `width`. */
  readonly window: Window;
  readonly width: Ms;
  /** Start of the run: example series are placed relative to it. */
  readonly anchor: EpochMs;
}
