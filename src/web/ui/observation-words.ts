import type { JournalEntry } from '#contract/journal.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayAnswer } from './answer-words.ts';

export type Observation = Extract<JournalEntry, { kind: 'observation' }>;

const topics: Readonly<Record<Observation['topic'], string>> = {
  complaints: 'Call center complaints',
  'test cases': 'Test cases',
  downstream: 'Downstream service',
  'easy to process': 'Easy for VA to process',
  anomaly: 'Anomaly',
  feedback: 'User feedback',
  'help-desk codes': 'Help-desk error codes',
  other: 'Report',
};

/** What somebody reported, in words. Who and when stand beside it. */
export function sayObservation(
  entry: Observation,
  names: { readonly zone: string; readonly criterion: (id: string) => string },
): { readonly what: string; readonly more: string } {
  const { criterion, topic, said, covers, severity, note, source, ticket, corrects } = entry;
  const about = criterion === null ? topics[topic] : names.criterion(criterion);
  return {
    what: `${corrects === null ? '' : 'Corrected: '}${about}${said === null ? '' : `: ${sayAnswer(said)}`}`,
    more: [
      sayTesting(entry.uat ?? null),
      note,
      severity === null ? '' : `Affects ${severity}.`,
      covers === null
        ? ''
        : `Covers ${sayInstant(covers.from, names.zone)} to ${sayInstant(covers.to, names.zone)}.`,
      source === null || source === '' ? '' : `Told by: ${source}.`,
      ticket === null || ticket === '' ? '' : `Ticket: ${ticket}.`,
      corrects === null ? '' : 'The report it corrects stays below.',
    ]
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** "3 users; 2 bugs found, 1 fixed. Downstream services affected: no." */
function sayTesting(uat: NonNullable<Observation['uat']> | null): string {
  if (uat === null) return '';
  const { users, bugsFound, bugsFixed, downstream } = uat;
  const bugs = `${bugsFound} ${bugsFound === 1 ? 'bug' : 'bugs'} found, ${bugsFixed} fixed`;
  return `${users} ${users === 1 ? 'user' : 'users'}; ${bugs}. Downstream services affected: ${downstream}.`;
}
