import type { Plan } from '../plan/plan.ts';
import { sayShare } from '../verdict/say-value.ts';
import { figure, sayName, type Figure } from './figure.ts';
import { rateCounts } from './kpi-counts.ts';

/** Adds the counts a stated rate stands for where nobody gave them, so that they can be held against the rest. */
export function withWorkedOut(plan: Plan, figures: ReadonlyMap<string, Figure>): ReadonlyMap<string, Figure> {
  const all = new Map(figures);
  for (const { id, measure } of plan.kpis) {
    const stated = figures.get(id);
    if (measure?.kind !== 'ratio' || stated === undefined) continue;
    const name = measure.numerator.trim();
    const counts = rateCounts(measure, figures, stated);
    if ('missing' in counts || !counts.about || (all.get(name)?.value ?? null) !== null) continue;
    const note = `Worked out from ${sayShare(stated.value ?? 0)} ${sayName(id)}.`;
    const { source, at, by } = stated;
    all.set(name, figure(name, 'count', counts.events, { origin: 'worked out', source, at, by, note }));
  }
  return all;
}
