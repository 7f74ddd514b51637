import { minute, type EpochMs, type Ms } from '../time/time.ts';
import type { Allotment } from './traffic-reading.ts';

export interface SplitCauseInput {
  readonly allotment: Allotment;
  readonly unit: 'actors' | 'requests';
  /** People who could get the new path at all are counted apart. */
  readonly eligible: boolean;
  readonly direction: 'too many' | 'too few';
  readonly share: number;
  readonly runStart: EpochMs;
  readonly settle: Ms;
  readonly now: EpochMs;
}

/** A change this recent, beyond its settling time, may still explain what is counted. */
const recent = 10 * minute;

/** What may explain an abnormal share on the new path: only what fits its direction and the gates seen, likeliest first. */
export function splitCauses(input: SplitCauseInput): readonly string[] {
  const { allotment, direction, share } = input;
  const changed = allotment.since ?? input.runStart;
  const fresh = changed > input.runStart || input.now - changed < input.settle + recent;
  const byActor = !allotment.everyone && (allotment.percentOfActors ?? allotment.percent ?? 0) > 0;
  const tooFew = direction === 'too few';
  // Someone who flips is counted on both paths, which pulls the share towards one half.
  const towardsHalf = tooFew ? share > 0.5 : share < 0.5;
  const possible: readonly (readonly [boolean, string])[] = [
    [
      fresh,
      'the toggle was changed and the value has not reached every process, or older counts are included',
    ],
    [input.unit === 'requests', 'the split is measured on requests, and a few people make many'],
    [tooFew && byActor, 'the code checks the toggle without an actor'],
    [
      tooFew && byActor,
      'bots or logged-out visitors are counted, and a percentage of actors is never on for them',
    ],
    [!tooFew && allotment.actors > 0, 'named actors are on in addition to the percentage'],
    [!tooFew && allotment.groups > 0, 'groups are on in addition to the percentage'],
    [input.unit === 'requests', 'one path tries again after a failure, so that one request counts twice'],
    [tooFew && !input.eligible, 'only eligible people can get the new path, and the old one counts everyone'],
    [true, 'only one of the paths carries the tag that is counted'],
    [
      (allotment.percentOfTime ?? 0) > 0 && towardsHalf,
      'the percentage of time lets one person get both paths',
    ],
    [true, 'the query counts another environment'],
  ];
  return possible.filter(([fits]) => fits).map(([, text]) => text);
}
