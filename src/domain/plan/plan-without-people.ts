import type { Criterion, Plan } from './plan.ts';

type Hide = (text: string) => string;

/**
 * A plan with its people taken out of every text its block holds: labels are often copied from the prose. Queries and ids
 * stay, since they are what is asked and kept; the references to the protected store are no numbers.
 */
export function planWithoutPeople(plan: Plan, hide: Hide): Plan {
  const orNull = (text: string | null): string | null => (text === null ? null : hide(text));
  return {
    ...plan,
    title: hide(plan.title),
    stages: plan.stages.map((one) => ({ ...one, label: hide(one.label), phase: orNull(one.phase) })),
    criteria: plan.criteria.map((one) => criterionWithout(one, hide)),
    gates: plan.gates.map((one) => ({
      text: hide(one.text),
      // A gate names a phase as the stages do.
      before: plan.stages.some((stage) => stage.phase === one.before) ? orNull(one.before) : one.before,
    })),
    checklist: plan.checklist.map((one) => ({ ...one, text: hide(one.text), owner: orNull(one.owner) })),
    contacts: plan.contacts.map((one) => ({
      ...one,
      for: hide(one.for),
      role: hide(one.role),
      via: orNull(one.via),
    })),
    notUndone: plan.notUndone.map((one) => hide(one)),
    results: mapValues(plan.results, (fields) => mapValues(fields, hide)),
    kpis: plan.kpis.map((one) => ({ ...one, label: hide(one.label) })),
    accepted: plan.accepted.map((one) => ({ ...one, reason: hide(one.reason) })),
  };
}

function criterionWithout(criterion: Criterion, hide: Hide): Criterion {
  const { measure } = criterion;
  return {
    ...criterion,
    label: hide(criterion.label),
    measure: measure.kind === 'ask' ? { ...measure, text: hide(measure.text) } : measure,
  };
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
