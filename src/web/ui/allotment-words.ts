import type { StageView } from '#contract/rollout.ts';

type Allotment = StageView['allotments'][number];

/** "25% of actors", "25% of the time": of time, the same person can get both. */
export function sayShare({
  everyone,
  percentOfActors,
  percentOfTime,
  percent,
  actors,
  groups,
}: Allotment): string {
  if (everyone) return 'on for everyone';
  const named = actors + groups > 0 ? ['named actors'] : [];
  const shares = [
    ...(percentOfTime === null || percentOfTime === 0 ? [] : [`${percentOfTime}% of the time`]),
    ...(percentOfActors === null || percentOfActors === 0 ? [] : [`${percentOfActors}% of actors`]),
    ...named,
  ];
  if (shares.length > 0) return shares.join(' and ');
  return percent === null ? 'gives an unknown share' : `${percent}%`;
}
