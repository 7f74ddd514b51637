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

const settled: ReadonlySet<VerdictState> = new Set(['advanced', 'rolling-back', 'rolled-back', 'complete']);

/** States in which it is decided where the run goes, or its work is done: it can't be overdue. */
export function isSettled(state: VerdictState): boolean {
  return settled.has(state);
}

/** States in which somebody is needed now. */
export function needsSomeone(state: VerdictState): boolean {
  const at = order.indexOf(state);
  return at !== -1 && at <= order.indexOf('people');
}
