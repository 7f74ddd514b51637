import type { SeriesResult } from '#domain/series/series.ts';
import { second, type EpochMs, type Ms } from '#domain/time/time.ts';

/** The answer of this slot of time, failures included: whoever asks again in it, asks no source. */
export interface RecentAnswers {
  get(key: string, width: Ms): SeriesResult | undefined;
  keep(key: string, width: Ms, answer: SeriesResult): void;
}

const mostKept = 1_000;
const longest: Ms = 15 * second;

/**
 * Slots are a quarter of a bucket, fifteen seconds at most, and lie fixed in time: so each has one question at most,
 * however many ask and whenever they come.
 */
export function recentAnswers(now: () => EpochMs): RecentAnswers {
  const kept = new Map<string, { readonly slot: number; readonly answer: SeriesResult }>();
  const slotOf = (width: Ms): number => Math.floor(now() / Math.max(1, Math.min(longest, width / 4)));
  return {
    get: (key, width) => {
      const found = kept.get(key);
      return found?.slot === slotOf(width) ? found.answer : undefined;
    },
    keep: (key, width, answer) => {
      kept.delete(key);
      kept.set(key, { slot: slotOf(width), answer });
      for (const old of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(old);
      }
    },
  };
}
