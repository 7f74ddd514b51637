import { namesIn, parseExpression } from '../report/expression.ts';
import type { Measure } from './plan.ts';
import { signalsOf } from './read-criterion.ts';

/** The figures a KPI is made of: its signals, and the parts of sums such as "successes + failures". */
export function kpiNames(measure: Measure): readonly string[] {
  return signalsOf(measure).flatMap((text) => {
    const read = parseExpression(text);
    return typeof read === 'string' ? [text] : namesIn(read);
  });
}
