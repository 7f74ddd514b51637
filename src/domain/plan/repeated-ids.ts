import type { Plan, PlanProblem } from './plan.ts';

/** Stages, criteria and toggles that share an id: every reference to them could mean either. */
export function repeatedIds(plan: Plan): readonly PlanProblem[] {
  return [
    ...repeats('stage', plan.stages),
    ...repeats('criterion', plan.criteria),
    ...repeats(
      'toggle',
      plan.toggles.map((toggle) => ({ id: toggle.key, line: toggle.line })),
    ),
  ];
}

function repeats(what: string, items: readonly { id: string; line: number }[]): readonly PlanProblem[] {
  const first = new Map<string, number>();
  return items.flatMap(({ id, line }) => {
    const seen = first.get(id);
    if (seen === undefined) {
      first.set(id, line);
      return [];
    }
    return [
      {
        line,
        column: null,
        message: `${what} "${id}" is already on line ${seen}. Give one of them another id.`,
      },
    ];
  });
}
