import type { JournalEntry, JournalKind } from '#contract/journal.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayAlso } from '#domain/verdict/verdict.ts';
import { sayObservation } from './observation-words.ts';

/** What the ids of the log stand for. */
export interface Names {
  readonly zone: string;
  readonly stage: (id: string) => string;
  readonly criterion: (id: string) => string;
  /** What an alert was about when it opened; `null` where the log no longer goes back that far. */
  readonly alert: (id: string) => string | null;
}

/** The names the entries of a log use among themselves. */
export function alertNames(log: readonly JournalEntry[]): (id: string) => string | null {
  const reasons = new Map(
    log.flatMap((one) => (one.kind === 'alert' ? [[one.alert, one.reason] as const] : [])),
  );
  return (id) => reasons.get(id) ?? null;
}

/** One entry in words: what happened, and what was said with it. */
export interface Said {
  readonly what: string;
  readonly more: string;
}

/** Says what an entry records. Who and when stand beside it. */
export function sayEntry(entry: JournalEntry, names: Names): Said {
  switch (entry.kind) {
    case 'decision':
      return sayDecision(entry);
    case 'resolved':
      return { what: 'Rollback resolved', more: entry.note };
    case 'rollback-record':
      return { what: 'Rollback record completed', more: sayImpact(entry.severity, entry.tickets) };
    case 'carried-out':
      return {
        what: 'Seen in Flipper',
        more: `What was decided is in place, ${sayDuration(entry.after)} after it was decided.`,
      };
    case 'observation':
      return sayObservation(entry, names);
    case 'check':
      return {
        what: entry.closed ? `Done: ${entry.gate}` : `Opened again: ${entry.gate}`,
        more: entry.note,
      };
    case 'accept':
      return {
        what: `Accepted: ${names.criterion(entry.criterion)}`,
        more: `${entry.reason} Until ${sayInstant(entry.until, names.zone)} at most.`,
      };
    case 'not-run':
      return { what: 'Could not be run', more: `${entry.reason} It proves nothing.` };
    case 'watch':
      return sayWatch(entry);
    case 'gap':
      return {
        what: 'Nobody judged',
        more: `From ${sayInstant(entry.from, names.zone)} to ${sayInstant(entry.to, names.zone)}.`,
      };
    case 'allotment':
      return sayAllotment(entry);
    case 'alert':
    case 'take':
    case 'hand-over':
      return sayAlert(entry, names);
    case 'event':
    case 'left-out':
      return sayEvent(entry, names);
  }
}

type Of<K extends JournalKind> = Extract<JournalEntry, { kind: K }>;

const choices = {
  advance: 'Decided to advance',
  hold: 'Decided to hold',
  extend: 'Decided to extend the stage',
  'roll-back': 'Decided to roll back',
} as const;

function sayDecision({ choice, toPercent, extendBy, reason, agreed, evidence }: Of<'decision'>): Said {
  const to = toPercent === null ? '' : ` to ${toPercent}%`;
  const by = extendBy === null ? '' : ` by ${sayDuration(extendBy)}`;
  const parts = [
    reason === null ? 'No reason was given.' : `Reason: ${reason}`,
    agreed.length === 0 ? '' : `Agreed: ${agreed.join(', ')}.`,
    evidence === null
      ? 'Nothing had been judged yet.'
      : `The verdict then: ${evidence.word}. ${evidence.reason} ${evidence.evidence}`,
    evidence === null || evidence.also.length === 0 ? '' : `Also: ${sayAlso(evidence)}`,
  ];
  return { what: `${choices[choice]}${to}${by}`, more: spaced(parts) };
}

/** "Most claims failed. Tickets: A-1." */
function sayImpact(severity: string, tickets: readonly string[]): string {
  return spaced([
    severity === '' ? 'Severity and impact not recorded.' : `Severity and impact: ${severity}`,
    tickets.length === 0 ? 'No ticket.' : `Tickets: ${tickets.join(', ')}.`,
  ]);
}

function sayAllotment({ toggle, from, to, origin }: Of<'allotment'>): Said {
  return { what: `${toggle}: ${sayGiven(from)} to ${sayGiven(to)}`, more: `Seen by: ${origin}.` };
}

function sayGiven(percent: number | null): string {
  return percent === null ? 'an unknown share' : `${percent}%`;
}

const changes = {
  opened: 'Alert opened',
  worse: 'Alert got worse',
  lapsed: 'Nobody looks after it any more',
  closed: 'Alert closed',
} as const;

function sayAlert(entry: Of<'alert'> | Of<'take'> | Of<'hand-over'>, names: Names): Said {
  if (entry.kind === 'alert')
    return { what: changes[entry.change], more: spaced([entry.reason, entry.evidence]) };
  const about = names.alert(entry.alert) ?? 'An alert.';
  if (entry.kind === 'hand-over')
    return {
      what: `Offered to ${entry.to}`,
      more: spaced([about, entry.note, 'They have it once they take it.']),
    };
  return {
    what: 'Is on it',
    more: spaced([about, entry.note, `Looks again ${sayInstant(entry.nextLook, names.zone)}.`]),
  };
}

function sayWatch({ change, to, note, stood }: Of<'watch'>): Said {
  return change === 'took'
    ? { what: 'Watches this stage', more: spaced([note, `It stood: ${stood}`]) }
    : { what: `Offered the watch to ${to ?? 'somebody'}`, more: spaced([note, `It stood: ${stood}`]) };
}

const events = {
  deploy: 'Deploy',
  'planned outage': 'Planned outage',
  incident: 'Incident',
  other: 'Event',
} as const;

function sayEvent(entry: Of<'event'> | Of<'left-out'>, { zone }: Names): Said {
  if (entry.kind === 'left-out') {
    const what = entry.leftOut ? 'A planned outage no longer counts' : 'A planned outage counts again';
    return { what, more: entry.reason };
  }
  const { what, from, to, note } = entry;
  const until = to === null ? '' : ` to ${sayInstant(to, zone)}`;
  return { what: events[what], more: spaced([`${sayInstant(from, zone)}${until}.`, note]) };
}

function spaced(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
