import { kpiNames } from '../plan/kpi-names.ts';
import type { Plan } from '../plan/plan.ts';
import { identityNames } from './identities.ts';

/** Every number a check-in of this plan asks for: what its KPIs and identities are made of, and its KPIs themselves. */
export function figureNames(plan: Plan): readonly string[] {
  return [
    ...new Set([
      ...plan.kpis.flatMap(({ id, measure }) => (measure === null ? [id] : kpiNames(measure))),
      ...plan.identities.flatMap(identityNames),
      ...plan.kpis.map((kpi) => kpi.id),
    ]),
  ];
}
