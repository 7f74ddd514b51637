import type { Signal } from '#domain/plan/plan.ts';
import type { EpochMs, Ms, Window } from '#domain/time/time.ts';
import type { SignalRequest } from '#server/proxy/signal-request.ts';

/** The question the proxy is asked for one signal of a plan over a window of whole buckets. */
export function requestOf(signal: Signal, window: Window, width: Ms, anchor: EpochMs): SignalRequest {
  return {
    id: signal.id,
    source: signal.source,
    kind: signal.kind,
    query: signal.query,
    dataset: signal.dataset,
    by: signal.by,
    measure: signal.measure,
    statistic: signal.statistic,
    unit: signal.unit,
    absent: signal.absent,
    window,
    width,
    anchor,
  };
}
