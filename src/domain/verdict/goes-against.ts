import type { VerdictState } from './verdict.ts';

/** What a person may decide about a stage. */
export type Choice = 'advance' | 'hold' | 'extend' | 'roll-back';

/** In the order in which forms offer them. */
export const allChoices: readonly Choice[] = ['advance', 'hold', 'extend', 'roll-back'];

/** True where a choice is not what the verdict calls for, so that it needs a reason (ux §3.8). */
export function goesAgainst(choice: Choice, state: VerdictState): boolean {
  if (choice === 'advance') return state !== 'ready';
  if (choice === 'roll-back') return state !== 'roll-back';
  return state === 'roll-back' || (choice === 'hold' && state === 'ready');
}
