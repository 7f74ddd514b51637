import type { Ms } from '#domain/time/time.ts';
import type { Flow, Steps } from './example-query.ts';
import { hashText, normal, poisson, seededRandom } from './seeded-random.ts';

/**
 * Time in an example is cut into atoms, counted from the start of the run. Every number is drawn per atom and
 * added up, so that wide buckets agree with narrow ones.
 */
export interface Atoms {
  readonly width: Ms;
  /** From the start of atom 0 to the start of the run: less than one atom. */
  readonly lead: Ms;
}

/** Events per atom. */
export type PerAtom = (atom: number) => number;

/** The value that holds at an offset. */
export function valueAt(steps: Steps, offset: Ms): number {
  return steps.findLast((step) => step.at <= offset)?.value ?? 0;
}

export function offsetOf(atoms: Atoms, atom: number): Ms {
  return atom * atoms.width - atoms.lead;
}

export function flowPerAtom(flow: Flow, atoms: Atoms): PerAtom {
  const { amount } = flow;
  if (amount.kind === 'total') return perAtom(momentsOf(flow), atoms);
  const seed = hashText(flow.seed);
  return (atom) => {
    const random = seededRandom(seed, atom);
    const mean = valueAt(amount.perMs, offsetOf(atoms, atom)) * atoms.width;
    const factor = amount.jitter === 0 ? 1 : Math.max(0, 1 + amount.jitter * normal(random));
    return poisson(mean * factor, random);
  };
}

/** When each event of an exact total happens, as offsets from the start of the run; none for a rate. */
function momentsOf(flow: Flow): readonly Ms[] {
  const { amount } = flow;
  if (amount.kind !== 'total') return [];
  const random = seededRandom(hashText(flow.seed), 0);
  // Clear of both ends: buckets there may be cut off, and an exact total must survive that.
  const margin = amount.over / 48;
  return Array.from({ length: amount.total }, () => margin + random() * (amount.over - 2 * margin));
}

export function perAtom(moments: readonly Ms[], atoms: Atoms): PerAtom {
  const counts = new Map<number, number>();
  for (const moment of moments) {
    const atom = Math.floor((moment + atoms.lead) / atoms.width);
    counts.set(atom, (counts.get(atom) ?? 0) + 1);
  }
  return (atom) => counts.get(atom) ?? 0;
}

/** The events of an exact total in a random order: the first so many are the ones a part takes. */
export function drawnFrom(flow: Flow, seed: string): readonly Ms[] {
  const random = seededRandom(hashText(seed), 0);
  return momentsOf(flow)
    .map((moment) => ({ moment, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ moment }) => moment);
}
