import type { EventFilter } from '../../ui/stage-marks.ts';

/** The filter an address asks for: ours, for anything else. */
export function readFilter(text: string | null): EventFilter {
  return text === 'everything' ? 'everything' : 'ours';
}
