import type { CriterionView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import type { StageEvent } from './stage-events.ts';

/** As many stretches of one criterion as get a letter: the newest, since what opens all the time is one finding. */
const most = 6;

/** Each stretch in which something happened that must not, as a breaker that opened until it closed. */
export function neverEvents(
  criteria: readonly CriterionView[],
  series: readonly SeriesResult[],
): readonly StageEvent[] {
  return criteria.flatMap(({ id, label, listed, chart }) => {
    if (listed !== 'never' || chart?.kind !== 'single') return [];
    const result = series.find((one) => one.id === chart.signal);
    const data = result?.status === 'error' ? result.lastGood : result?.data;
    if (data === undefined) return [];
    return stretchesOf(data)
      .slice(-most)
      .map(({ from, to, times }) => ({
        id: `never ${id} ${from}`,
        at: from,
        to,
        kind: 'Must not happen',
        text: `${label}: ${sayCount(times)} ${times === 1 ? 'time' : 'times'} in this stretch.`,
        who: 'Stagewatch',
        look: 'line' as const,
      }));
  });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly times: number;
}

/** Buckets in a row in which it happened. One that is not known ends a stretch: nobody saw it go on. */
function stretchesOf(data: {
  readonly start: number;
  readonly width: number;
  readonly values: readonly (number | null)[];
}): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const [i, value] of data.values.entries()) {
    const times = value ?? 0;
    if (times <= 0) continue;
    const from = data.start + i * data.width;
    const last = all.at(-1);
    if (last?.to === from)
      all[all.length - 1] = { ...last, to: from + data.width, times: last.times + times };
    else all.push({ from, to: from + data.width, times });
  }
  return all;
}
