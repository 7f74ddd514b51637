import type { Plan } from '../plan/plan.ts';
import { likelyAllotments, type ShareRange } from '../stats/split-evidence.ts';
import { sayShare } from './say-value.ts';

/** Percentages that the 99.9 % confidence sequence leaves possible: of the plan, none, all, and the toggle turned round. */
export function consistentPercents(plan: Plan, range: ShareRange | null, share: number): readonly number[] {
  if (range === null) return [];
  const planned = plan.stages.flatMap(({ audience }) =>
    audience.kind === 'percent' ? Object.values(audience.percents) : [],
  );
  const shares = [0, 1, 1 - share, ...planned.map((percent) => percent / 100)];
  return likelyAllotments(range, shares).map((one) => Number((one * 100).toFixed(3)));
}

/** What is excluded and what remains, as a sentence; empty when nothing named remains. */
export function sayConsistent(possible: readonly number[], share: number): string {
  if (possible.length === 0) return '';
  const values = possible.map((percent) => `${percent}%`).join(' or ');
  return ` ${sayShare(share)} is excluded; traffic is consistent with ${values}.`;
}
