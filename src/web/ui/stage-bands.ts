import type { JournalEntry } from '#contract/journal.ts';
import type { StageView } from '#contract/rollout.ts';
import type { Window } from '#domain/time/time.ts';

/** A stretch of the charts' window in which a toggle gave the same. */
export interface StageBand extends Window {
  readonly label: string;
}

/** What the stage's toggle gave when, from its changes in the log. Several toggles have no one strip, so there is none. */
export function stageBands(
  log: readonly JournalEntry[],
  view: Pick<StageView, 'stage' | 'allotments'>,
  window: Window,
): readonly StageBand[] {
  const [toggle, ...others] = Object.keys(view.stage.percents);
  if (toggle === undefined || others.length > 0) return [];
  const changes = log
    .flatMap((one) => (one.kind === 'allotment' && one.toggle === toggle ? [one] : []))
    .filter((one) => one.at < window.to)
    .toSorted((a, b) => a.at - b.at);
  const before = changes.findLast((one) => one.at <= window.from);
  const within = changes.filter((one) => one.at > window.from);
  const known = view.allotments.find((one) => one.toggle === toggle)?.percent ?? null;
  const first = before === undefined ? (within[0]?.from ?? (within.length === 0 ? known : null)) : before.to;
  const edges = [{ at: window.from, percent: first }, ...within.map(({ at, to }) => ({ at, percent: to }))];
  return edges.map(({ at, percent }, i) => ({
    from: at,
    to: edges[i + 1]?.at ?? window.to,
    label: percent === null ? 'Not known' : `${percent}%`,
  }));
}
