import * as z from 'zod';
import { endpointOf } from './endpoints.ts';
import type { Recording } from './recordings.ts';

const asked = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      from: z.number(),
      to: z.number(),
      queries: z.array(z.looseObject({ data_source: z.string(), aggregator: z.string().optional() })),
    }),
  }),
});

interface Half {
  readonly file: string;
  readonly question: string;
  readonly from: number;
  readonly to: number;
}

/** Recorded this close together, two windows are the same one. */
const together = 60_000;

/** A count over buckets and the same count as one number must agree; finding nothing to compare is a fault too. */
export function comparePairs(
  recordings: readonly Recording[],
  totals: ReadonlyMap<string, number | null>,
): { readonly pairs: number; readonly problems: readonly string[] } {
  const series = halves(recordings, 'datadog timeseries');
  const scalars = halves(recordings, 'datadog scalar');
  const problems: string[] = [];
  let pairs = 0;
  for (const one of series) {
    const own = scalars.find(
      (other) =>
        other.question === one.question &&
        Math.abs(other.from - one.from) <= together &&
        Math.abs(other.to - one.to) <= together,
    );
    if (own === undefined) continue;
    pairs += 1;
    const [sum, total] = [totals.get(one.file) ?? 0, totals.get(own.file) ?? 0];
    if (Math.abs(sum - total) > 1e-9 * Math.max(1, Math.abs(total))) {
      problems.push(`${one.file}: its buckets make ${sum}, and ${own.file} says ${total}`);
    }
  }
  if (pairs === 0) problems.push('There is no pair of a series and its total to compare.');
  return { pairs, problems };
}

function halves(recordings: readonly Recording[], endpoint: string): readonly Half[] {
  return recordings.flatMap(({ file, exchanges }) =>
    exchanges.flatMap((one): readonly Half[] => {
      const read = asked.safeParse(one.asked);
      if (one.status !== 200 || endpointOf('datadog', one) !== endpoint || !read.success) return [];
      const { from, to, queries } = read.data.data.attributes;
      // Averages do not add up: only counts of events are compared.
      if (queries.some(({ data_source: source }) => source === 'metrics')) return [];
      return [{ file, from, to, question: JSON.stringify(queries) }];
    }),
  );
}
