import type { Hono } from 'hono';
import type { JournalEntry } from '#contract/journal.ts';
import type { EventsElsewhere } from '#contract/stage-events.ts';
import type { EpochMs, Window } from '#domain/time/time.ts';
import { newestRun } from '../loop/run-book.ts';
import type { Store } from '../records/store.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage } from './find.ts';
import { badAt, readAt } from './read-at.ts';

/** As many lines as one rollout gives: more would bury the others. */
const mostOfEach = 50;

/** What other rollouts marked while a stage ran; with `at`, only what was known by then. */
export function elsewhereRoute(app: Hono, deps: AppDeps): void {
  app.get('/api/rollouts/:id/stages/:stage/events', async (c) => {
    const found = findStage(c, deps.library);
    if (!found.ok) return found.response;
    const at = readAt(c, deps.now());
    if (at === undefined) return badAt(c);
    const { rollout, stage } = found.value;
    const known = at ?? deps.now();
    const runs = (await deps.store.runsOf(rollout.id)).filter((one) => one.start <= known);
    const run = newestRun(runs, stage.id);
    if (run === undefined) return answer(c, { entries: [], leftOut: [] } satisfies EventsElsewhere);
    const window = { from: run.start, to: Math.min(run.end ?? known, known) };
    const entries: EventsElsewhere['entries'][number][] = [];
    const leftOut: EventsElsewhere['leftOut'][number][] = [];
    for (const other of deps.library.all()) {
      if (other.id === rollout.id) continue;
      const title = other.kind === 'readable' ? other.plan.title : other.title;
      const lines = await linesWithin(deps.store, other.id, window, known);
      const told = lines.slice(-mostOfEach);
      entries.push(...told.map((entry) => ({ rollout: other.id, title, entry })));
      if (told.length < lines.length)
        leftOut.push({ rollout: other.id, title, count: lines.length - told.length });
    }
    return answer(c, { entries, leftOut } satisfies EventsElsewhere);
  });
}

/** What a rollout marked within a time, as far as it was known by an instant, oldest first. */
async function linesWithin(
  store: Store,
  rollout: string,
  window: Window,
  known: EpochMs,
): Promise<readonly JournalEntry[]> {
  const [events, changes] = await Promise.all([
    // Recorded before or after it happens: only people write these, so that they are few.
    store.journal(rollout, { kinds: ['event'], until: known }),
    store.journal(rollout, { kinds: ['allotment'], since: window.from, until: window.to }),
  ]);
  return [...events, ...changes]
    .filter((entry) => touches(entry, window))
    .toSorted((a, b) => happenedAt(a) - happenedAt(b));
}

function happenedAt(entry: JournalEntry): EpochMs {
  return entry.kind === 'event' ? entry.from : entry.at;
}

/** Whether it happened within a time. The first that was known of a toggle is no change. */
function touches(entry: JournalEntry, { from, to }: Window): boolean {
  if (entry.kind === 'event') return entry.from <= to && (entry.to ?? entry.from) >= from;
  return entry.kind === 'allotment' && entry.from !== null && entry.at >= from && entry.at <= to;
}
