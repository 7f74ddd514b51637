import type { PostDecision } from '#contract/record-requests.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { commonPercent } from '#domain/verdict/decision-targets.ts';
import { goesAgainst, type Choice } from '#domain/verdict/goes-against.ts';
import { sayAlso } from '#domain/verdict/verdict.ts';
import { ifEmpty, type Fault } from '../../ui/faults.tsx';
import { readTickets } from '../../ui/read-tickets.ts';
import { sayChoice, tooEarly } from './decision-words.ts';

/** A decision as it is typed. */
export interface DecisionDraft {
  readonly choice: Choice;
  /** Percentage that a roll back stops at. */
  readonly back: string;
  readonly reason: string;
  /** Names with commas between. */
  readonly agreed: string;
  readonly hours: string;
  readonly severity: string;
  readonly tickets: string;
}

/** Why a reason is needed; `null` where it is not. */
export function whyReason(choice: Choice, frozen: StageView): string | null {
  if (!goesAgainst(choice, frozen.verdict.state)) return null;
  const early = choice === 'advance' ? tooEarly(frozen) : null;
  return `Your decision goes against the verdict. ${early ?? 'Say why.'}`;
}

/** What keeps a decision from being recorded. */
export function decisionFaults(draft: DecisionDraft, frozen: StageView): readonly Fault[] {
  const why = whyReason(draft.choice, frozen);
  return [
    ...(draft.choice === 'extend' && readHours(draft.hours) === undefined
      ? [{ field: 'decision-hours', says: 'Write how many hours longer, such as 2 or 0.5.' }]
      : []),
    ...(why === null ? [] : ifEmpty('decision-reason', draft.reason, why)),
  ];
}

/** Where a roll back stops: at off, unless the stage before was chosen. */
export function backOf({ back }: DecisionDraft, { deciding }: StageView): number {
  const before = deciding?.back?.percent;
  return before !== undefined && back === String(before) ? before : 0;
}

/** What is sent of it, once nothing is wrong with it: with all that was seen, so that a change meanwhile is noticed. */
export function decisionOf(
  draft: DecisionDraft,
  frozen: StageView,
  sender: { readonly who: string; readonly id: string },
): PostDecision {
  const { choice, reason, severity } = draft;
  const extendBy = readHours(draft.hours);
  const target =
    choice === 'roll-back' ? backOf(draft, frozen) : commonPercent(frozen.deciding?.advance ?? []);
  return {
    ...sender,
    choice,
    reason,
    seenState: frozen.verdict.state,
    ...(frozen.deciding === undefined ? {} : { seenDecisions: frozen.deciding.decisions }),
    agreed: readTickets(draft.agreed),
    ...(needsCheck(choice) && target !== null ? { toPercent: target } : {}),
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
  frozen: StageView,
  who: string,
): readonly (readonly [string, string])[] {
  const { verdict } = frozen;
  const label = sayChoice(draft.choice, frozen, backOf(draft, frozen));
  return [
    ['Decision', goesAgainst(draft.choice, verdict.state) ? `${label}, against the verdict` : label],
    ['Reason', or(draft.reason, 'None given')],
    ['Who decides', who],
    ['Who agreed', or(readTickets(draft.agreed).join(', '), 'Nobody named')],
    ...(draft.choice === 'roll-back'
      ? ([
          ['Severity and impact', or(draft.severity, 'Not recorded yet')],
          ['Tickets', or(readTickets(draft.tickets).join(', '), 'Not recorded yet')],
        ] as const)
      : []),
    ['Verdict', `${verdict.word}. ${verdict.reason}`],
    ...(verdict.also.length === 0 ? [] : [['Also', sayAlso(verdict)] as const]),
    ['Evidence', `${verdict.evidence} As of ${sayInstant(verdict.judgedAt, frozen.rollout.zone)}.`],
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
