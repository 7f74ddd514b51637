import type { Ms } from '../time/time.ts';
import type { Criterion, Stage } from '../plan/plan.ts';
import { limitAt } from './limit-at.ts';

/** What a criterion's chart draws, by the ids of its signals. */
export type CriterionChart =
  /** `turned`: the chart shows the share that failed, so the limit of the share that did not is drawn at its complement. */
  | {
      readonly kind: 'ratio';
      readonly numerator: string;
      readonly denominator: string;
      readonly turned: boolean;
    }
  | { readonly kind: 'single'; readonly signal: string }
  | { readonly kind: 'window-sum'; readonly signal: string; readonly within: Ms }
  | { readonly kind: 'slower'; readonly signal: string; readonly than: Ms };

/** The chart of a criterion at a stage; `null` where there is nothing to draw. */
export function criterionChart(criterion: Criterion, stage: Stage): CriterionChart | null {
  const { measure } = criterion;
  switch (measure.kind) {
    case 'ratio':
      return { kind: 'ratio', numerator: measure.numerator, denominator: measure.denominator, turned: false };
    case 'uptime':
      return { kind: 'ratio', numerator: measure.failed, denominator: measure.of, turned: true };
    case 'slower':
      return { kind: 'slower', signal: measure.signal, than: measure.than };
    case 'count': {
      const within = limitAt(criterion, stage)?.within ?? null;
      return within === null
        ? { kind: 'single', signal: measure.signal }
        : { kind: 'window-sum', signal: measure.signal, within };
    }
    case 'never':
    case 'average':
    case 'max':
    case 'new-issues':
      return { kind: 'single', signal: measure.signal };
    case 'downtime':
      return { kind: 'single', signal: measure.up };
    case 'classes':
    case 'ask':
      return null;
  }
}
