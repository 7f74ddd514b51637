import type { StageView } from '#contract/rollout.ts';
import type { SourceHealth } from '#contract/sources.ts';
import { sayDuration } from '#domain/time/duration.ts';

/** A source as one rollout depends on it. */
export interface StageSource {
  readonly source: SourceHealth;
  /** What of this stage can't be told without it. */
  readonly takes: string;
}

/** The sources a stage is judged by, with what each takes along; those of other rollouts alone are left out. */
export function sourcesOfStage(view: StageView, all: readonly SourceHealth[]): readonly StageSource[] {
  return all.flatMap((source) => {
    const own = source.dependents.find((one) => one.id === view.rollout.id);
    if (own === undefined) return [];
    const here = own.criteria.filter(({ id }) => view.criteria.some((one) => one.id === id));
    const parts = [
      ...here.map(({ label }) => label),
      ...(own.traffic ? ['Traffic split'] : []),
      ...own.toggles.map((toggle) => `Allotment of ${toggle}`),
    ];
    return parts.length === 0 ? [] : [{ source, takes: parts.join(', ') }];
  });
}

/** True where every source answers and is in time: nothing else is healthy, and least of all what was never read. */
export function areAllWell(sources: readonly StageSource[]): boolean {
  return (
    sources.length > 0 && sources.every(({ source }) => source.state === 'ok' && source.lastGood !== null)
  );
}

/** "Datadog, Flipper: read 40 seconds ago.": the age is that of the oldest answer. */
export function sayWell(sources: readonly StageSource[], now: number): string {
  const kinds = sources.map(({ source }) => source.kind).join(', ');
  const oldest = Math.min(...sources.map(({ source }) => source.lastGood ?? 0));
  return `${kinds}: read ${sayDuration(Math.max(0, now - oldest))} ago.`;
}
