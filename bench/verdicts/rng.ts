/** A seeded stream of random numbers: xoshiro128** (Blackman & Vigna 2018), seeded by splitmix32. */
export interface Rng {
  /** A whole number of 32 bits. */
  readonly next: () => number;
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Poisson with mean `lambda`. */
  readonly poisson: (lambda: number) => number;
}

/** Makes the stream of a seed. */
export function createRng(seed: number): Rng {
  const state = new Uint32Array(4);
  let mixed = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[i] = z ^ (z >>> 15);
  }
  const next = (): number => {
    const [a = 0, b = 0] = state;
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = b << 9;
    state[2] = (state[2] ?? 0) ^ a;
    state[3] = (state[3] ?? 0) ^ b;
    state[1] = b ^ (state[2] ?? 0);
    state[0] = a ^ (state[3] ?? 0);
    state[2] = (state[2] ?? 0) ^ shifted;
    const last = state[3] ?? 0;
    state[3] = (last << 11) | (last >>> 21);
    return result;
  };
  const uniform = (): number => next() / 4294967296;
  return { next, uniform, normal: normalFrom(uniform), poisson: poissonFrom(uniform) };
}

/** Marsaglia's polar method. */
function normalFrom(uniform: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };
}

/** By inversion for small means, by Hörmann's transformed rejection (PTRS, 1993) for large ones. */
function poissonFrom(uniform: () => number): (lambda: number) => number {
  const small = (lambda: number): number => {
    const stop = Math.exp(-lambda);
    let k = 0;
    for (let product = uniform(); product > stop; product *= uniform()) k += 1;
    return k;
  };
  const large = (lambda: number): number => {
    const root = Math.sqrt(lambda);
    const b = 0.931 + 2.53 * root;
    const a = -0.059 + 0.02483 * b;
    const inverse = 1.1239 + 1.1328 / (b - 3.4);
    const fit = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = uniform() - 0.5;
      const v = uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
      if (us >= 0.07 && v <= fit) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      const left = Math.log((v * inverse) / (a / (us * us) + b));
      if (left <= k * Math.log(lambda) - lambda - logFactorial(k)) return k;
    }
  };
  return (lambda) => (lambda < 10 ? small(lambda) : large(lambda));
}

/** Stirling's series; exact enough from ten on, which is where it is used. */
function logFactorial(k: number): number {
  if (k < 10) return smallFactorials[k] ?? 0;
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x ** 3);
}

const smallFactorials = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880].map((n) => Math.log(n));
