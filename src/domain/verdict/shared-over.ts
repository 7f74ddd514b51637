import type { Plan, Stage } from '../plan/plan.ts';
import { limitAt } from './limit-at.ts';
import { criteriaOf } from './required-signals.ts';

/**
 * M: how many statistical roll-back criteria share a stage's alpha (statistics §7, weighted Bonferroni, equal weights).
 * Event rules (never, counts, highest) and asks take no alpha; neither do criteria that call for hold.
 */
export function sharedOver(plan: Plan, stage: Stage): number {
  const statistical = criteriaOf(plan, stage).filter((criterion) => {
    if (criterion.breach !== 'roll back' || criterion.watch) return false;
    switch (criterion.measure.kind) {
      case 'ratio':
      case 'slower':
      case 'uptime':
      case 'average':
      case 'classes':
        return true;
      case 'count':
        // Against a baseline or an average rate a count is judged by chance too.
        return criterion.baseline !== null || limitAt(criterion, stage)?.per !== undefined;
      case 'downtime':
      case 'never':
      case 'max':
      case 'new-issues':
      case 'ask':
        return false;
    }
  });
  return Math.max(1, statistical.length);
}
