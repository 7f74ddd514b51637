import type { Ms } from '#domain/time/time.ts';

/**
 * The queries of the `example` source, which makes up series for plans that show Stagewatch without a real source.
 *
 *   query   = count | part | rest | classes | histogram | unique | average | level
 *   count   = "count" ( "rate=" N/UNIT { "then=" N/UNIT@OFFSET } [ "jitter=" P% ] | "total=" N "over=" LENGTH ) { option }
 *   part    = "part" ( "share=" P% { "then=" P%@OFFSET } | "total=" N ) { option } "of" count
 *   rest    = "rest of" part
 *   classes = "classes" NAME=(P% | N | "rest") … { "then=" NAME:P%@OFFSET } { option } "of" count
 *   histogram = "histogram median=" LENGTH { "then=" LENGTH@OFFSET } [ "sigma=" N ] [ "bounds=" LENGTH,… ] { option } "of" count
 *   unique  = "unique" ( "rate=" N/UNIT { "then=" … } [ "again=" P% "after=" LENGTH ] | "total=" N "over=" LENGTH ) { option }
 *   average = "average mean=" LENGTH { "then=" LENGTH@OFFSET } [ "spread=" P% ] { option }
 *   level   = "level value=" N { "then=" N@OFFSET } [ "spread=" P% ] { option }
 *   option  = "seed=" WORD | "gap=" OFFSET..OFFSET | "silent=" OFFSET | "outage=" OFFSET[..OFFSET] | "since=" [-]OFFSET
 *
 * LENGTH and OFFSET are written 90s, 20m, 2h, 3d; UNIT is s, m, h or d; an OFFSET counts from the start of the run.
 * What follows "of" is another signal's query, copied word for word: then a part is never more than its whole,
 * bucket by bucket. A total is exact; its events stay clear of the first and last forty-eighth of `over`, so that no
 * way of cutting the window loses one. Kinds: count and counter take count, part or classes (`by` gives the classes);
 * histogram, unique, duration (average) and gauge (level) take their own; issues take count or part. Read at any width
 * that is a multiple of ten seconds, the same events are seen.
 *
 *   count rate=20/m seed=tries                                      about 20 a minute
 *   part share=0.4% then=8%@40m of count rate=20/m seed=tries       0.4 % of those fail, 8 % from minute 40 on
 *   part total=15 of count total=132 over=3d seed=letters           exactly 15 of exactly 132
 *   classes 200=rest 499=1% 504=0.4% of count rate=20/m seed=tries  by status
 *   unique rate=3/m again=30% after=2h seed=new-users               distinct people, some of whom come back
 *   average mean=180ms then=900ms@1h spread=10% silent=2h           an average that rises, then falls silent
 *
 * `gap` answers without data in between, `silent` without anything newer, `outage` with an error; `since` moves the first
 * bucket, to before the run with a minus. Without `seed` the words themselves are the seed: two equal queries are equal.
 */
export interface ExampleQuery {
  readonly shape: Shape;
  readonly faults: Faults;
}

export type Shape = CountShape | UniqueShape | MeasureShape | OfCount;

/** A shape that depends on another one: it can only be part of that. */
export type OfCount = PartShape | ClassesShape | HistogramShape;

/** A value that changes at offsets from the start of the run; the first holds from the beginning. */
export type Steps = readonly { readonly at: Ms; readonly value: number }[];

export interface Flow {
  readonly seed: string;
  /** Events per millisecond, or exactly so many over a stretch. */
  readonly amount:
    | { readonly kind: 'rate'; readonly perMs: Steps; readonly jitter: number }
    | { readonly kind: 'total'; readonly total: number; readonly over: Ms };
}

export interface CountShape {
  readonly kind: 'count';
  readonly flow: Flow;
}

export interface UniqueShape {
  readonly kind: 'unique';
  readonly flow: Flow;
  /** This share of the people comes back once, so much later. */
  readonly again: number;
  readonly after: Ms;
}

export interface PartShape {
  readonly kind: 'part';
  readonly seed: string;
  readonly of: Flow;
  readonly amount: PartAmount;
  /** Everything but this part. */
  readonly rest: boolean;
}

export interface ClassesShape {
  readonly kind: 'classes';
  readonly seed: string;
  readonly of: Flow;
  /** In the order written; `null` is the rest. */
  readonly classes: readonly { readonly name: string; readonly amount: PartAmount | null }[];
}

export type PartAmount =
  | { readonly kind: 'share'; readonly share: Steps }
  | { readonly kind: 'exactly'; readonly total: number };

export interface HistogramShape {
  readonly kind: 'histogram';
  readonly seed: string;
  readonly of: Flow;
  readonly median: Steps;
  /** Of the logarithm: 0.5 puts 95 % of the values within a factor of 2.7 of the median. */
  readonly sigma: number;
  /** Ascending, in milliseconds, without the infinite one. */
  readonly bounds: readonly Ms[];
}

export interface MeasureShape {
  readonly kind: 'average' | 'level';
  readonly seed: string;
  readonly value: Steps;
  readonly spread: number;
}

/** What goes wrong, and when; offsets from the start of the run. */
export interface Faults {
  readonly gaps: readonly Stretch[];
  readonly outages: readonly Stretch[];
  readonly silentFrom: Ms;
  readonly since: Ms;
}

export interface Stretch {
  readonly from: Ms;
  readonly to: Ms;
}
