/** What a text says about percentages. */
export interface PercentText {
  /** The one percentage it gives; `null` for none, a range or several. */
  readonly single: number | null;
  /** Every percentage named, ends of ranges included, in order. */
  readonly all: readonly number[];
  readonly isRange: boolean;
}

const dash = String.raw`\s*(?:[-–—]|to)\s*`;
const figure = String.raw`\d+(?:\.\d+)?`;
const range = new RegExp(`(${figure})\\s*%?${dash}(${figure})\\s*(?:%|percent\\b)`, 'gi');
const numbered =
  /\b(stage|phase|step|wave|batch|day|week|group|tranche|ring|cohort|increment|round|sprint)\s*#?\d+\s*(?:[-–—:.]|to)\s*/gi;
const single = new RegExp(`(?:(?<![\\d.])(${figure})\\s*(?:%|percent\\b)|%\\s?(${figure}))`, 'gi');

/** Reads the percentages of a short text. */
export function readPercents(text: string): PercentText {
  // "Phase 2 - 10%" is no range from 2 to 10.
  const short = text.slice(0, 600).replace(numbered, '$1 ');
  const ranges = [...short.matchAll(range)];
  const rest = short.replace(range, ' ');
  const singles = [...rest.matchAll(single)].map((match) => Number(match[1] ?? match[2]));
  const ends = ranges.flatMap((match) => [Number(match[1]), Number(match[2])]);
  const all = [...short.matchAll(single)].map((match) => Number(match[1] ?? match[2]));
  const named = [...new Set([...ends, ...all])].filter((value) => value <= 100);
  const first = singles.find((value) => value <= 100);
  const distinct = new Set(singles);
  const isRange = ranges.length > 0;
  if (isRange || first === undefined) return { single: null, all: named, isRange };
  return { single: distinct.size === 1 || leads(rest, distinct.size) ? first : null, all: named, isRange };
}

/** The first of several percentages is the one meant where the others stand in brackets or another sentence. */
function leads(text: string, count: number): boolean {
  const outside = text.replace(/\([^)]*\)/g, ' ').split(/[.;]\s|\b(?:got us|of the|compared)\b/)[0] ?? '';
  return count > 1 && [...outside.matchAll(single)].length === 1;
}
