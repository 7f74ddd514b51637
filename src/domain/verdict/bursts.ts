import { overdispersion } from '../stats/overdispersion.ts';
import type { Buckets } from './basis.ts';
import { badEvents } from './events-of.ts';
import type { CriterionInput } from './judge-criterion.ts';
import { usablePast } from './past.ts';
import { ownSignals } from './relative-signals.ts';
import { usableColumns } from './share-columns.ts';

/**
 * How much events of a bursty criterion bunch together, measured before launch or in the stage before; 1 for a criterion
 * that is not bursty, and where there are too few buckets to tell: then a burst counts in full.
 */
export function burstsOf({ context, baselines }: CriterionInput, now: Buckets): number {
  const { criterion } = context;
  const { measure } = criterion;
  if (!criterion.bursty) return 1;
  if (measure.kind !== 'ratio' && measure.kind !== 'uptime' && measure.kind !== 'slower') return 1;
  const { previousStage, sameHours, lately } = baselines;
  const pasts = [...(previousStage === null ? [] : [previousStage]), ...sameHours, ...lately];
  const { used } = usablePast(pasts, ownSignals(measure));
  const stretches = used
    .filter((one) => one.buckets.width === now.width)
    .map((one) => {
      const read = badEvents(measure, one.buckets, null);
      if (typeof read === 'string') return [];
      const [x, n] = usableColumns([read.events, read.trials], one.buckets).columns;
      return Array.from(x ?? [], (events, i) => ({ x: events, n: n?.[i] ?? 0 }));
    });
  return overdispersion(stretches) ?? 1;
}
