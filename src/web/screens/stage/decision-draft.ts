import type { Choice } from '#domain/verdict/goes-against.ts';
import { useDraft } from '../../ui/use-draft.ts';
import type { DecisionDraft } from './decision-model.ts';

/** How the form was opened: by its button, or by a link of the verdict that asks for a choice. */
export interface Opening {
  /** Key of the place that asked; `null` for the button. */
  readonly key: string | null;
  readonly choice: Choice;
}

/**
 * A decision as it is typed, kept over a reload. A link's choice wins over what was chosen before it, and not over what was
 * chosen after.
 */
export function useDecisionDraft(
  { key, choice: asked }: Opening,
  choices: readonly Choice[],
): readonly [DecisionDraft, (change: Partial<DecisionDraft>) => void] {
  const [chosen, setChosen] = useDraft('decision', 'choice');
  const [back, setBack] = useDraft('decision', 'back', '0');
  const [reason, setReason] = useDraft('decision', 'reason');
  const [agreed, setAgreed] = useDraft('decision', 'agreed');
  const [hours, setHours] = useDraft('decision', 'hours', '1');
  const [severity, setSeverity] = useDraft('decision', 'severity');
  const [tickets, setTickets] = useDraft('decision', 'tickets');
  const [after = '', made = ''] = chosen.split(' ');
  const kept = key === null || key === after ? made : asked;
  const choice =
    [kept, asked].flatMap((want) => choices.find((one) => one === want) ?? []).at(0) ?? 'roll-back';
  const change = (next: Partial<DecisionDraft>): void => {
    if (next.choice !== undefined) setChosen(`${key ?? 'pressed'} ${next.choice}`);
    if (next.back !== undefined) setBack(next.back);
    if (next.reason !== undefined) setReason(next.reason);
    if (next.agreed !== undefined) setAgreed(next.agreed);
    if (next.hours !== undefined) setHours(next.hours);
    if (next.severity !== undefined) setSeverity(next.severity);
    if (next.tickets !== undefined) setTickets(next.tickets);
  };
  return [{ choice, back, reason, agreed, hours, severity, tickets }, change];
}
