import {
  drawnFrom,
  flowPerAtom,
  offsetOf,
  perAtom,
  valueAt,
  type Atoms,
  type PerAtom,
} from './example-flow.ts';
import type { ClassesShape, CountShape, HistogramShape, OfCount, PartShape } from './example-query.ts';
import { binomial, hashText, seededRandom } from './seeded-random.ts';

/** Counts per atom, and the named parts of them. */
export interface CountsPerAtom {
  readonly whole: PerAtom;
  readonly keys: readonly string[];
  /** One number per key. */
  readonly parts: (atom: number) => readonly number[];
}

export function countsPerAtom(shape: CountShape | OfCount, atoms: Atoms): CountsPerAtom {
  switch (shape.kind) {
    case 'count':
      return { whole: flowPerAtom(shape.flow, atoms), keys: [], parts: () => [] };
    case 'part':
      return { whole: partPerAtom(shape, atoms), keys: [], parts: () => [] };
    case 'classes':
      return classesPerAtom(shape, atoms);
    case 'histogram':
      return histogramPerAtom(shape, atoms);
  }
}

function partPerAtom(shape: PartShape, atoms: Atoms): PerAtom {
  const { amount } = shape;
  const whole = flowPerAtom(shape.of, atoms);
  const seed = hashText(shape.seed);
  const part: PerAtom =
    amount.kind === 'exactly'
      ? perAtom(drawnFrom(shape.of, shape.seed).slice(0, amount.total), atoms)
      : (atom) =>
          binomial(whole(atom), valueAt(amount.share, offsetOf(atoms, atom)), seededRandom(seed, atom));
  return shape.rest ? (atom) => whole(atom) - part(atom) : part;
}

function classesPerAtom(shape: ClassesShape, atoms: Atoms): CountsPerAtom {
  const whole = flowPerAtom(shape.of, atoms);
  const keys = shape.classes.map(({ name }) => name);
  const exact = shape.classes.some(({ amount }) => amount?.kind === 'exactly');
  const parts = exact ? exactClasses(shape, atoms) : sharedClasses(shape, atoms, whole);
  return { whole, keys, parts };
}

function exactClasses(shape: ClassesShape, atoms: Atoms): (atom: number) => readonly number[] {
  const drawn = drawnFrom(shape.of, shape.seed);
  let from = 0;
  const taken = shape.classes.map(({ amount }) => {
    if (amount?.kind !== 'exactly') return null;
    from += amount.total;
    return perAtom(drawn.slice(from - amount.total, from), atoms);
  });
  const rest = perAtom(drawn.slice(from), atoms);
  return (atom) => taken.map((one) => (one ?? rest)(atom));
}

function sharedClasses(
  shape: ClassesShape,
  atoms: Atoms,
  whole: PerAtom,
): (atom: number) => readonly number[] {
  const seed = hashText(shape.seed);
  return (atom) => {
    const offset = offsetOf(atoms, atom);
    const shares = shape.classes.map(({ amount }) =>
      amount?.kind === 'share' ? valueAt(amount.share, offset) : null,
    );
    const { counts, left } = dealt(
      whole(atom),
      shares.map((share) => share ?? 0),
      seededRandom(seed, atom),
    );
    return counts.map((count, i) => (shares[i] === null ? left : count));
  };
}

/** Deals `n` events to classes of given shares, one class after another; what is `left` belongs to none. */
function dealt(
  n: number,
  shares: readonly number[],
  random: () => number,
): { readonly counts: readonly number[]; readonly left: number } {
  let left = n;
  let chance = 1;
  const counts = shares.map((share) => {
    const hit = chance <= 0 ? 0 : binomial(left, Math.min(1, share / chance), random);
    left -= hit;
    chance -= share;
    return hit;
  });
  return { counts, left };
}

function histogramPerAtom(shape: HistogramShape, atoms: Atoms): CountsPerAtom {
  const whole = flowPerAtom(shape.of, atoms);
  const seed = hashText(shape.seed);
  const parts = (atom: number): readonly number[] => {
    const median = valueAt(shape.median, offsetOf(atoms, atom));
    const below = shape.bounds.map((bound) => normalShare(Math.log(bound / median) / shape.sigma));
    const shares = below.map((share, i) => share - (below[i - 1] ?? 0));
    const { counts, left } = dealt(whole(atom), shares, seededRandom(seed, atom));
    let sum = 0;
    return [...counts, left].map((count) => (sum += count));
  };
  return { whole, keys: [...shape.bounds.map(String), '+Inf'], parts };
}

/** Share of a standard normal below x. Abramowitz and Stegun 7.1.26 (|error| < 1.5e-7). */
function normalShare(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const half = 0.5 * poly * Math.exp(-z * z);
  return x < 0 ? half : 1 - half;
}
