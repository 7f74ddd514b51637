import { type LoopDelay, watchLoop } from './loop-delay.ts';
import type { SourceCounts } from './source-counts.ts';

/** What the process tells of itself in `/metrics`. */
export interface Vitals {
  readonly loopDelay: () => LoopDelay;
  /** Resident memory, in bytes. */
  readonly memory: () => number;
  readonly counts: SourceCounts;
  /** Whether this process is the one that judges. */
  readonly judging: () => boolean;
  /** What whoever reads them must send; `null` for what the API asks for. */
  readonly token: string | null;
}

/** Those of this process. */
export function processVitals(
  counts: SourceCounts,
  judging: () => boolean,
  token: string | null = null,
): Vitals {
  return { loopDelay: watchLoop(), memory: () => process.memoryUsage.rss(), counts, judging, token };
}
