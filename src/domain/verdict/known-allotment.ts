import type { SeriesError } from '../series/series.ts';
import type { Allotment } from './traffic-reading.ts';

/** What is known of a toggle's allotment: its value, or why it could not be read. */
export type KnownAllotment =
  | { readonly status: 'ok'; readonly allotment: Allotment }
  | { readonly status: 'error'; readonly error: SeriesError };
