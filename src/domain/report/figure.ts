import type { EpochMs } from '../time/time.ts';
import type { ValueUnit } from '../verdict/reading.ts';

/** One number of a stage or check-in, with where it comes from. */
export interface Figure {
  /** A signal of the plan, a KPI of it, or a name its identities use. */
  readonly name: string;
  readonly unit: ValueUnit;
  /** A count, a share from 0 to 1, or milliseconds; `null` where there is no number. */
  readonly value: number | null;
  /** Where a person or the plan gave a share as its two counts. */
  readonly counts: { readonly events: number; readonly of: number } | null;
  /** Decimals a share was written with, in percent: 1 for "5.7%". `null` where it was not written. */
  readonly decimals: number | null;
  /** The highest bucket, for durations. */
  readonly highest: number | null;
  /** By status, type or whatever the signal is asked by. */
  readonly parts: readonly { readonly key: string; readonly value: number }[];
  /** `worked out`: follows from a rate somebody stated. */
  readonly origin: 'measured' | 'entered' | 'plan' | 'worked out';
  /** Who entered it; `null` for the rest. */
  readonly by: string | null;
  /** Where it comes from, in words. */
  readonly source: string;
  readonly at: EpochMs;
  /** Why there is no number, or why it may be too low; `null` where nothing is missing. */
  readonly problem: string | null;
  /** A remark worth showing, such as a fraction that was written upside down. */
  readonly note: string | null;
  readonly link: string | null;
  /** True where the numbers are made up for show. */
  readonly example: boolean;
}

/** A figure with everything but its name, unit and value left empty. */
export function figure(
  name: string,
  unit: ValueUnit,
  value: number | null,
  more: Partial<Figure> & Pick<Figure, 'origin' | 'source' | 'at'>,
): Figure {
  return {
    name,
    unit,
    value,
    counts: null,
    decimals: null,
    highest: null,
    parts: [],
    by: null,
    problem: null,
    note: null,
    link: null,
    example: false,
    ...more,
  };
}

/**
 * The figure that stands for each name: a person's entry before a measurement, a measurement before what the plan's text
 * says. Whoever enters a number over a measured one has said why, and both are shown.
 */
export function standing(figures: readonly Figure[]): ReadonlyMap<string, Figure> {
  const rank = { entered: 3, measured: 2, plan: 1, 'worked out': 0 };
  const best = new Map<string, Figure>();
  for (const one of figures) {
    const other = best.get(one.name);
    // Later entries replace earlier ones; a source without a number leaves room for the plan's own.
    if (other === undefined || weight(one, rank) >= weight(other, rank)) best.set(one.name, one);
  }
  return best;
}

function weight({ origin, value }: Figure, rank: Readonly<Record<Figure['origin'], number>>): number {
  return value === null ? -1 : rank[origin];
}

/** "failures", "unique users": a name as words. */
export function sayName(name: string): string {
  return name.replaceAll(/[-_]+/g, ' ');
}

/** "measured by datadog", "entered by Ana, from the weekly sheet". */
export function sayOrigin(one: Figure): string {
  switch (one.origin) {
    case 'measured':
      return `measured by ${one.source}`;
    case 'entered':
      return `entered by ${one.by ?? 'somebody'}, from ${one.source}`;
    case 'plan':
      return `as ${one.source} says`;
    case 'worked out':
      return 'worked out from the rate';
  }
}
