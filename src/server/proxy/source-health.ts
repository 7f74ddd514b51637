import type { SeriesError } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { GateState } from './upstream-gate.ts';

/** How a source has been doing. */
export interface SourceState {
  readonly id: string;
  readonly kind: string;
  readonly example: boolean;
  readonly configured: boolean;
  /** When it last answered. */
  readonly lastGood: EpochMs | null;
  /** End of the newest bucket it ever gave a value for. */
  readonly newestPoint: EpochMs | null;
  /** `null` once it answers again. */
  readonly lastError: SeriesError | null;
  /** Budget, circuit, clock and limits; `null` where no request leaves the machine. */
  readonly gate?: GateState | null;
}

export interface SourceHealth {
  good(id: string, at: EpochMs, newestPoint: EpochMs | null): void;
  bad(id: string, error: SeriesError): void;
  states(): readonly SourceState[];
}

export function sourceHealth(
  known: readonly Pick<SourceState, 'id' | 'kind' | 'example' | 'configured'>[],
  gateOf: (id: string) => GateState | null,
): SourceHealth {
  const states = new Map<string, Omit<SourceState, 'gate'>>(
    known.map((one) => [one.id, { ...one, lastGood: null, newestPoint: null, lastError: null }]),
  );
  return {
    good: (id, at, newestPoint) => {
      const before = states.get(id);
      if (before === undefined) return;
      const newest = Math.max(before.newestPoint ?? -Infinity, newestPoint ?? -Infinity);
      states.set(id, {
        ...before,
        lastGood: at,
        lastError: null,
        newestPoint: Number.isFinite(newest) ? newest : null,
      });
    },
    bad: (id, error) => {
      const before = states.get(id);
      if (before !== undefined) states.set(id, { ...before, lastError: error });
    },
    states: () => [...states.values()].map((one) => ({ ...one, gate: gateOf(one.id) })),
  };
}

/** Since when each question has been failing, over retries and rounds. */
export function failingSince(): (key: string, result: 'good' | SeriesError) => EpochMs {
  const since = new Map<string, EpochMs>();
  return (key, result) => {
    if (result === 'good') {
      since.delete(key);
      return 0;
    }
    const first = since.get(key) ?? result.firstSeen;
    since.set(key, first);
    return first;
  };
}
