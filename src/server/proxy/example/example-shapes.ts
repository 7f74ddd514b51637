import type { Ms } from '#domain/time/time.ts';
import type { Clauses } from './example-clauses.ts';
import type { ClassesShape, Flow, HistogramShape, OfCount, PartAmount, PartShape } from './example-query.ts';

/** Events at a rate, or an exact number of them. */
export function countOf(clauses: Clauses, problems: string[]): Flow {
  const perMs = clauses.steps('rate', (text) => asRate(clauses, text));
  const total = clauses.number('total');
  const over = clauses.length('over');
  const jitter = clauses.percent('jitter') ?? 0;
  const { seed } = clauses;
  if (perMs.length > 0) {
    if (total !== undefined || over !== undefined) problems.push('give rate, or total and over, not both.');
    return { seed, amount: { kind: 'rate', perMs, jitter } };
  }
  if (total === undefined || over === undefined || over <= 0 || !Number.isSafeInteger(total)) {
    problems.push(`${clauses.word} needs rate=20/m, or a whole total=218 with over=2d.`);
  } else if (total > maxTotal) {
    problems.push(`total=${total} is more than ${maxTotal}; use a rate.`);
  }
  return { seed, amount: { kind: 'total', total: total ?? 0, over: over ?? 1 } };
}

/** Each event of an exact total is placed by itself. */
const maxTotal = 100_000;

function asRate(clauses: Clauses, text: string): number | undefined {
  const [amount = '', unit = ''] = text.split('/');
  const n = clauses.asNumber(amount);
  const per = /^[smhd]$/.test(unit) ? clauses.asLength(`1${unit}`) : undefined;
  return n === undefined || per === undefined ? undefined : n / per;
}

/** A shape that is part of a count. */
export function measureOf(clauses: Clauses, of: Flow, problems: string[]): OfCount {
  // The part's own chance must differ from its whole's, or the two would go up and down together.
  const seed = `${clauses.seed} of ${of.seed}`;
  if (clauses.word === 'part') return partOf(clauses, seed, of, problems);
  return clauses.word === 'classes'
    ? classesOf(clauses, seed, of, problems)
    : histogramOf(clauses, seed, of, problems);
}

function partOf(clauses: Clauses, seed: string, of: Flow, problems: string[]): PartShape {
  const share = clauses.steps('share', (text) => clauses.asPercent(text));
  const total = clauses.number('total');
  if ((share.length === 0) === (total === undefined)) problems.push('a part needs share=0.4% or total=30.');
  if (total === undefined) return { kind: 'part', seed, of, amount: { kind: 'share', share }, rest: false };
  checkTotal(total, of, problems);
  return { kind: 'part', seed, of, amount: { kind: 'exactly', total }, rest: false };
}

function checkTotal(total: number, of: Flow, problems: string[]): void {
  if (!Number.isSafeInteger(total)) problems.push(`total=${total} must be a whole number.`);
  if (of.amount.kind !== 'total') {
    problems.push(`exactly ${total} can be counted only of "count total=… over=…".`);
  } else if (total > of.amount.total) {
    problems.push(`${total} is more than the ${of.amount.total} it is part of.`);
  }
}

function classesOf(clauses: Clauses, seed: string, of: Flow, problems: string[]): ClassesShape {
  const later = clauses.namedThens((text) => clauses.asPercent(text));
  const classes = clauses.rest().map(([name, text]): ClassesShape['classes'][number] => {
    if (text === 'rest') return { name, amount: null };
    const share = clauses.asPercent(text);
    const total = clauses.asNumber(text);
    if (share === undefined && total === undefined) {
      problems.push(`"${name}=${text}" should read like 504=0.4%, 504=3 or 200=rest.`);
    }
    const then = later.get(name) ?? [];
    const amount: PartAmount =
      total === undefined
        ? { kind: 'share', share: [{ at: -Infinity, value: share ?? 0 }, ...then] }
        : { kind: 'exactly', total };
    return { name, amount };
  });
  const exact = classes.flatMap(({ amount }) => (amount?.kind === 'exactly' ? [amount.total] : []));
  if (classes.length === 0) problems.push('classes need names, as in 200=rest 504=0.4%.');
  if (exact.length > 0) {
    checkTotal(
      exact.reduce((sum, n) => sum + n, 0),
      of,
      problems,
    );
  }
  const mixed = exact.length > 0 && classes.some(({ amount }) => amount?.kind === 'share');
  if (mixed) problems.push('give shares or whole numbers to the classes, not both.');
  for (const name of later.keys()) {
    if (classes.every((one) => one.name !== name))
      problems.push(`"then" names "${name}", which is no class.`);
  }
  return { kind: 'classes', seed, of, classes };
}

/** Prometheus' usual bounds, in milliseconds. */
const usualBounds: readonly Ms[] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

function histogramOf(clauses: Clauses, seed: string, of: Flow, problems: string[]): HistogramShape {
  const median = clauses.steps('median', (text) => clauses.asLength(text));
  if (median.length === 0) problems.push('a histogram needs median=180ms.');
  const listed = clauses
    .text('bounds')
    ?.split(',')
    .map((bound) => clauses.asLength(bound));
  const bounds = listed?.flatMap((bound) => bound ?? []) ?? usualBounds;
  if (listed !== undefined && (bounds.length !== listed.length || !isAscending(bounds))) {
    problems.push('bounds should read like bounds=100ms,500ms,2s, from small to large.');
  }
  return { kind: 'histogram', seed, of, median, sigma: clauses.number('sigma') ?? 0.5, bounds };
}

function isAscending(bounds: readonly Ms[]): boolean {
  return bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? 0));
}
