import type { StagePeople } from '#contract/stage-people.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { gatesAfter } from '#domain/verdict/gates-after.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import { is } from '../loop/run-records.ts';
import type { Store } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';

/** What a stage asks of people, with the gates somebody has closed. */
export async function stagePeopleOf(
  store: Store,
  { id: rollout, plan }: ReadableRollout,
  stage: Stage,
): Promise<StagePeople> {
  const gates = gatesAfter(plan, stage);
  const checks = gates.length === 0 ? [] : await store.journal(rollout, { kinds: ['check'] });
  return {
    asks: criteriaOf(plan, stage).flatMap(({ id, label, measure }) =>
      measure.kind === 'ask' ? [{ criterion: id, label, text: measure.text, answer: measure.answer }] : [],
    ),
    gates: gates.map(({ text }) => {
      const newest = checks.filter(is('check')).findLast((one) => one.gate === text);
      const { by, at, note } = newest ?? { by: '', at: 0, note: '' };
      return { text, closed: newest?.closed === true ? { by, at, note } : null };
    }),
    turnOff: plan.toggles.toSorted((a, b) => a.offOrder - b.offOrder).map((one) => one.key),
    notUndone: plan.notUndone,
  };
}
