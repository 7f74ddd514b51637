import type { JournalEntry } from '#contract/journal.ts';
import type { StageSeries, StageView } from '#contract/rollout.ts';
import type { ChartFrame } from './criterion-figure.tsx';
import { gapEvents } from './gap-events.ts';
import { neverEvents } from './never-events.ts';
import { stageBands } from './stage-bands.ts';
import { clockEvents, journalEvents, letterEvents, type StageEvent } from './stage-events.ts';

/** What of a log the reader wants on the charts. */
export type EventFilter = 'ours' | 'everything';

export interface StageMarks {
  readonly frame: ChartFrame;
  /** Stretches without data too short for a letter. */
  readonly more: number;
}

/** An entry of another rollout's log, with the rollout's title. */
export interface Elsewhere {
  readonly title: string;
  readonly entry: JournalEntry;
}

/**
 * What all charts of a stage share: their times, the lettered events, and what the toggle gave when. `ours` is what was
 * recorded for this stage or for no stage in particular; `everything` adds the rollout's other stages and other rollouts.
 * At a past moment nothing later is known.
 */
export function stageMarks(
  view: StageView,
  answer: StageSeries,
  known: { readonly log: readonly JournalEntry[]; readonly elsewhere: readonly Elsewhere[] },
  options: { readonly filter: EventFilter; readonly zone: string },
): StageMarks {
  const { window, series } = answer;
  const until = view.at ?? Infinity;
  const log = known.log.filter((entry) => entry.at <= until);
  const wanted =
    options.filter === 'everything'
      ? log
      : log.filter((entry) => entry.stage === null || entry.stage === view.stage.id);
  const names = new Map(view.criteria.map((one) => [one.id, one.label]));
  const criterion = (id: string): string => names.get(id) ?? id;
  const gaps = gapEvents(series, window);
  const others =
    options.filter === 'everything'
      ? known.elsewhere.filter(({ entry }) => entry.at <= until).flatMap(elsewhereEvents)
      : [];
  const events = [
    ...journalEvents(wanted, { criterion }),
    ...others,
    ...gaps.events,
    ...neverEvents(view.criteria, series),
    ...clockEvents(window, options.zone),
  ];
  return {
    more: gaps.more,
    frame: {
      window,
      events: letterEvents(events, window),
      bands: stageBands(log, view, window),
    },
  };
}

function elsewhereEvents({ title, entry }: Elsewhere): readonly StageEvent[] {
  return journalEvents([entry], { criterion: (id) => id }).map((event) => ({
    ...event,
    text: `${title}: ${event.text}`,
  }));
}
