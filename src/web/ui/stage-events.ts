import type { JournalEntry, JournalKind } from '#contract/journal.ts';
import { clockChanges } from '#domain/time/clock-changes.ts';
import { sayDuration } from '#domain/time/duration.ts';
import type { EpochMs, Window } from '#domain/time/time.ts';
import { sayAnswer } from './answer-words.ts';
import { letterOf } from './event-letters.ts';

/** How an event is drawn: a line, or a shaded stretch. What has no data is hatched at the charts it concerns. */
type EventLook = 'line' | 'shade';

/** Something that happened during a stage and may show in its data. */
export interface StageEvent {
  readonly id: string;
  readonly at: EpochMs;
  /** Its end, where it lasted. */
  readonly to: EpochMs | null;
  readonly kind: string;
  readonly text: string;
  /** Who did or saw it; never an address. */
  readonly who: string;
  readonly look: EventLook;
}

/** An event with the letter it has on every chart and in the table. */
export interface LetteredEvent extends StageEvent {
  readonly letter: string;
}

/** Those that touch the charts' window, in the order of time, each with its letter. */
export function letterEvents(events: readonly StageEvent[], { from, to }: Window): readonly LetteredEvent[] {
  return events
    .filter((event) => event.at < to && (event.to ?? event.at) >= from)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((event, i) => ({ ...event, letter: letterOf(i) }));
}

/** What the ids of a log stand for. */
export interface EventNames {
  readonly criterion: (id: string) => string;
}

/** The lines of a log that are events of a chart. A report that was corrected yields to its correction. */
export function journalEvents(log: readonly JournalEntry[], names: EventNames): readonly StageEvent[] {
  const corrected = new Set(log.flatMap((one) => (one.kind === 'observation' ? [one.corrects] : [])));
  const leftOut = new Map<string, boolean>();
  for (const one of log.toSorted((a, b) => a.at - b.at))
    if (one.kind === 'left-out') leftOut.set(one.event, one.leftOut);
  return log.flatMap((entry) => {
    if (corrected.has(entry.id)) return [];
    const drawn = drawnAs(entry, names, leftOut.get(entry.id) ?? false);
    if (drawn === null) return [];
    return [{ id: entry.id, at: entry.at, to: null, look: 'line' as const, who: sayWho(entry.by), ...drawn }];
  });
}

type Of<K extends JournalKind> = Extract<JournalEntry, { kind: K }>;
type Drawn = Pick<StageEvent, 'kind' | 'text'> & Partial<Pick<StageEvent, 'at' | 'to' | 'look'>>;

function drawnAs(entry: JournalEntry, names: EventNames, isLeftOut: boolean): Drawn | null {
  switch (entry.kind) {
    case 'allotment':
      return {
        kind: 'Toggle change',
        text: `${entry.toggle}: ${sayGiven(entry.from)} to ${sayGiven(entry.to)}`,
      };
    case 'event':
      return eventDrawn(entry, isLeftOut);
    case 'alert':
      return entry.change === 'lapsed'
        ? null
        : { kind: alertKinds[entry.change], text: withoutAddresses(entry.reason) };
    case 'gap':
      return {
        kind: 'Nobody judged',
        text: 'Stagewatch itself was not judging.',
        at: entry.from,
        to: entry.to,
        look: 'shade',
      };
    case 'observation':
      return { kind: 'Report', text: withoutAddresses(sayObservation(entry, names)) };
    case 'decision':
      return { kind: 'Decision', text: sayDecision(entry) };
    case 'hand-over':
      return {
        kind: 'Hand-over',
        text: withoutAddresses(`An alert was offered to ${sayWho(entry.to)}. ${entry.note}`.trim()),
      };
    case 'watch':
      return { kind: 'Hand-over', text: withoutAddresses(sayWatch(entry)) };
    case 'not-run':
    case 'resolved':
    case 'rollback-record':
    case 'check':
    case 'accept':
    case 'take':
    case 'carried-out':
    case 'left-out':
      return null;
  }
}

function sayWatch({ change, to, note, by }: Of<'watch'>): string {
  const said =
    change === 'took' ? `${sayWho(by)} watches.` : `The watch was offered to ${sayWho(to ?? 'somebody')}.`;
  return `${said} ${note}`.trim();
}

const alertKinds = { opened: 'Alert opened', worse: 'Alert got worse', closed: 'Alert closed' } as const;

const eventKinds = {
  deploy: 'Deploy',
  'planned outage': 'Planned outage',
  incident: 'Incident',
  other: 'Event',
} as const;

function eventDrawn({ what, from, to, note }: Of<'event'>, isLeftOut: boolean): Drawn {
  const said = withoutAddresses(note.trim());
  const text = said === '' ? eventKinds[what] : said;
  return {
    kind: eventKinds[what],
    text: isLeftOut ? `${text} (left out of the judgement)` : text,
    at: from,
    to,
    look: to === null ? 'line' : 'shade',
  };
}

function sayGiven(percent: number | null): string {
  return percent === null ? 'an unknown share' : `${percent}%`;
}

function sayObservation({ criterion, said, note, corrects }: Of<'observation'>, names: EventNames): string {
  const about = criterion === null ? '' : `${names.criterion(criterion)}: `;
  const parts = [said === null ? '' : `${sayAnswer(said)}.`, note].filter((part) => part !== '');
  const text = parts.length === 0 ? 'Nothing was added.' : parts.join(' ');
  return `${corrects === null ? '' : 'Corrected. '}${about}${text}`;
}

const choices = {
  advance: 'Advance',
  hold: 'Hold',
  extend: 'Extend the stage',
  'roll-back': 'Roll back',
} as const;

/** "Hold. A batch is running.", and who decided it. */
export function sayDecided(entry: Of<'decision'>): { readonly text: string; readonly by: string } {
  return { text: sayDecision(entry), by: sayWho(entry.by) };
}

function sayDecision({ choice, toPercent, extendBy, reason }: Of<'decision'>): string {
  const to = toPercent === null ? '' : ` to ${toPercent}%`;
  const by = extendBy === null ? '' : ` by ${sayDuration(extendBy)}`;
  return withoutAddresses(`${choices[choice]}${to}${by}.${reason === null ? '' : ` ${reason}`}`);
}

const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** A login may be an address; a chart names people without it. */
function sayWho(by: string): string {
  return by.replace(address, (one) => one.slice(0, one.indexOf('@')));
}

function withoutAddresses(text: string): string {
  return text.replace(address, '[address left out]');
}

/** The moments at which the clocks of the shown zone change: an hour twice, or none. */
export function clockEvents(window: Window, zone: string): readonly StageEvent[] {
  return clockChanges(window, zone).map(({ at, by }) => ({
    id: `clock ${at}`,
    at,
    to: null,
    kind: 'Clock change',
    text: `Clocks went ${by < 0 ? 'back' : 'forward'} ${sayDuration(Math.abs(by))}.`,
    who: 'Calendar',
    look: 'line' as const,
  }));
}
