import type { Cause, VerdictState } from './verdict.ts';

/** Verdict states, worst first (design §6). The worst thing wins; a lesser one never hides it. */
const order: readonly VerdictState[] = [
  'roll-back',
  'off-plan',
  'blind',
  'traffic',
  'over',
  'no-limit',
  'thin',
  'people',
  'starting',
  'off-by-plan',
  'watching',
  'ready',
];

/** Sorts causes worst first; causes of one kind keep the plan's order. */
export function worstFirst(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => severityOf(a.state) - severityOf(b.state));
}

/** Place in that order; 0 is the worst. */
export function severityOf(state: VerdictState): number {
  const at = order.indexOf(state);
  return at === -1 ? order.length : at;
}

/** States in which somebody is needed now. */
export function needsSomeone(state: VerdictState): boolean {
  const at = order.indexOf(state);
  return at !== -1 && at <= order.indexOf('people');
}
