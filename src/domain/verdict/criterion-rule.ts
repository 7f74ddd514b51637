import { sayDuration } from '../time/duration.ts';
import { sayLimit } from '../plan/limit.ts';
import type { Criterion, Measure, Stage } from '../plan/plan.ts';
import { limitAt } from './limit-at.ts';

/** The exact rule of a criterion at a stage, in words. */
export function sayRule(criterion: Criterion, stage: Stage): string {
  const limit = limitAt(criterion, stage);
  const what = sayMeasure(criterion.measure);
  if (criterion.watch) return `${what}. Watched without a limit.`;
  const consequence =
    criterion.breach === 'roll back' ? 'Breaking it calls for a roll back.' : 'Breaking it calls for a hold.';
  if (criterion.measure.kind === 'never') return `${what}. ${consequence}`;
  if (criterion.baseline !== null) {
    const tolerance = limit === null ? '' : `, at most ${limit.value} times`;
    return `${what}, compared with ${sayBaseline(criterion.baseline.kind)}${tolerance}. ${consequence}`;
  }
  return limit === null ? `${what}. The plan gives no limit.` : `${what}: ${sayLimit(limit)}. ${consequence}`;
}

function sayBaseline(kind: 'control' | 'previous stage' | 'before launch'): string {
  return kind === 'control'
    ? 'the old path at the same time'
    : `the ${kind === 'previous stage' ? 'stage before' : 'time before launch'}`;
}

function sayMeasure(measure: Measure): string {
  switch (measure.kind) {
    case 'ratio':
      return `${measure.numerator} as a share of ${measure.denominator}`;
    case 'count':
      return `Number of ${measure.signal}`;
    case 'never':
      return `${measure.signal} must never happen`;
    case 'average':
      return `Average of ${measure.signal} over the stage`;
    case 'max':
      return `Highest ${measure.signal} in any bucket`;
    case 'slower':
      return `Share of ${measure.signal} slower than ${sayDuration(measure.than)}`;
    case 'uptime':
      return `Share of ${measure.of} that did not end in ${measure.failed}`;
    case 'classes':
      return `Share of ${measure.of} per class (${measure.groups.join(', ')})`;
    case 'new-issues':
      return `New issues in ${measure.signal} first seen in this stage`;
    case 'downtime':
      return `Time ${measure.up} was up, as a budget of downtime`;
    case 'ask':
      return `Asked of people: ${measure.text}`;
  }
}
