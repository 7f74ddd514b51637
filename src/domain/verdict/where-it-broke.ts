import { worstStretch } from '../stats/worst-stretch.ts';
import type { EpochMs } from '../time/time.ts';
import { saySpanNear } from '../time/say-near.ts';
import type { Buckets } from './basis.ts';
import type { Reading } from './reading.ts';
import { sayCount, sayShare } from './say-value.ts';
import type { ShareSide } from './share-side.ts';
import { usableRows, type ShareBuckets } from './share-columns.ts';

/** The stretch of a stage a limit broke on, and when that was. */
interface Broke {
  /** Events as the plan states them. */
  readonly seen: { readonly events: number; readonly of: number };
  readonly worst: NonNullable<Reading['worst']>;
}

/** When and how badly a share broke its limit, where the whole stage's value does not show it. */
export function whereItBroke(
  xs: Float64Array,
  ns: Float64Array,
  side: ShareSide,
  of: { readonly buckets: Buckets; readonly share: ShareBuckets },
): Broke | null {
  const stretch = worstStretch(xs, ns, side.p0);
  if (stretch === null) return null;
  // Usable buckets are counted off; gaps are not in the count.
  const rows = usableRows([side.bad, of.share.trials]);
  const from = rows[stretch.from] ?? 0;
  const to = (rows[stretch.to - 1] ?? from) + 1;
  const at = (row: number): number => of.buckets.window.from + row * of.buckets.width;
  return {
    seen: { events: side.events(stretch.x, stretch.n), of: stretch.n },
    worst: { value: side.turn(stretch.x / stretch.n), window: { from: at(from), to: at(to) } },
  };
}

/** " It broke from 2:40 p.m. ET to 2:52 p.m. ET (18:40 to 18:52 UTC): 12 of 130 (9.2%).": the end of an evidence sentence. */
export function sayWhere(broke: Broke | null, now: EpochMs, zone: string): string {
  if (broke === null) return '';
  const { events, of } = broke.seen;
  const { from, to } = broke.worst.window;
  return ` It broke from ${saySpanNear(from, to, now, zone)}: ${sayCount(events)} of ${sayCount(of)} (${sayShare(events / of)}).`;
}
