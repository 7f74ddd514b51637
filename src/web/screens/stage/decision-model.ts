import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { goesAgainst, type Choice } from '#domain/verdict/goes-against.ts';
import type { PostDecision } from '#contract/record-requests.ts';
import { ifEmpty, type Fault } from '../../ui/faults.tsx';
import { readTickets } from '../../ui/read-tickets.ts';

type Verdict = StageView['verdict'];

export const choices: readonly (readonly [Choice, string])[] = [
  ['advance', 'Advance'],
  ['hold', 'Hold'],
  ['extend', 'Extend the stage'],
  ['roll-back', 'Roll back'],
];

/** A decision as it is typed. */
export interface DecisionDraft {
  readonly choice: Choice;
  readonly reason: string;
  readonly agreed: string;
  readonly hours: string;
  readonly severity: string;
  readonly tickets: string;
}

/** What keeps a decision from being recorded. */
export function decisionFaults(draft: DecisionDraft, frozen: Verdict): readonly Fault[] {
  return [
    ...(draft.choice === 'extend' && readHours(draft.hours) === undefined
      ? [{ field: 'decision-hours', says: 'Write how many hours longer, such as 2 or 0.5.' }]
      : []),
    ...(goesAgainst(draft.choice, frozen.state)
      ? ifEmpty('decision-reason', draft.reason, 'Your decision goes against the verdict. Say why.')
      : []),
  ];
}

/** What is sent of it, once nothing is wrong with it. */
export function decisionOf(draft: DecisionDraft, frozen: Verdict, who: string): PostDecision {
  const { choice, reason, severity } = draft;
  const agreed = draft.agreed.trim();
  const extendBy = readHours(draft.hours);
  return {
    who,
    choice,
    reason,
    seenState: frozen.state,
    agreed: agreed === '' ? [] : [agreed],
    ...(choice === 'roll-back' ? { severity, tickets: readTickets(draft.tickets) } : {}),
    ...(choice === 'extend' && extendBy !== undefined ? { extendBy } : {}),
  };
}

/** Whether a choice changes who gets the feature: then it is looked at once more before it is recorded. */
export function needsCheck(choice: Choice): boolean {
  return choice === 'advance' || choice === 'roll-back';
}

/** What will be recorded, in words: each thing with its name. */
export function sayDecision(
  draft: DecisionDraft,
  frozen: Verdict,
  who: string,
  zone: string,
): readonly (readonly [string, string])[] {
  const label = choices.find(([choice]) => choice === draft.choice)?.[1] ?? draft.choice;
  const tickets = readTickets(draft.tickets).join(', ');
  return [
    ['Decision', goesAgainst(draft.choice, frozen.state) ? `${label}, against the verdict` : label],
    ['Reason', or(draft.reason, 'None given')],
    ['Who decides', who],
    ['Who agreed', or(draft.agreed, 'Nobody named')],
    ...(draft.choice === 'roll-back'
      ? ([
          ['Severity and impact', or(draft.severity, 'Not recorded yet')],
          ['Tickets', or(tickets, 'Not recorded yet')],
        ] as const)
      : []),
    ['Verdict', `${frozen.word}. ${frozen.reason}`],
    ['Evidence', `${frozen.evidence} As of ${sayInstant(frozen.judgedAt, zone)}.`],
  ];
}

function or(text: string, none: string): string {
  return text.trim() === '' ? none : text.trim();
}

/** Hours as a person types them, in milliseconds; `undefined` for anything but a length of up to ninety days. */
function readHours(text: string): number | undefined {
  if (!/^\d+(?:\.\d+)?$/.test(text.trim())) return undefined;
  const hours = Number(text);
  return hours > 0 && hours <= 90 * 24 ? Math.round(hours * 3_600_000) : undefined;
}
