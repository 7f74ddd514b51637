/** How much of a check-in's questions is left. A check-in may have none: then none has been answered either. */
export function sayUnanswered(n: number): string {
  if (n === 0) return 'No question is unanswered';
  return n === 1 ? '1 question unanswered' : `${n} questions unanswered`;
}

interface CheckIn {
  readonly state: 'not started' | 'to come' | 'due' | 'late' | 'closed';
  readonly unanswered: number;
}

/** Whether a check-in waits for somebody: it is due or late, or was closed with questions nobody has answered. */
export function isWaiting({ state, unanswered }: CheckIn): boolean {
  return state === 'due' || state === 'late' || (state === 'closed' && unanswered > 0);
}
