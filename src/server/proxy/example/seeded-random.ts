/** A stream of numbers in [0, 1). */
export type Random = () => number;

/** FNV-1a: a 32-bit hash of a text. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * xoshiro128** seeded by splitmix32, so that the n-th stream of a seed needs no other stream before it.
 * https://prng.di.unimi.it/xoshiro128starstar.c
 */
export function seededRandom(seed: number, stream: number): Random {
  let state = (seed ^ Math.imul(stream, 0x85ebca6b)) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  return () => {
    const scaled = Math.imul(b, 5);
    const out = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return out / 4_294_967_296;
  };
}

/** Above this many expected events a rounded normal is as good to look at, and far cheaper. */
const largeMean = 500;

/** A Poisson count. Knuth's products of uniforms, in slices small enough not to underflow. */
export function poisson(mean: number, random: Random): number {
  if (mean <= 0) return 0;
  if (mean > largeMean) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let n = 0;
  for (let rest = mean; rest > 0; rest -= 30) {
    const floor = Math.exp(-Math.min(rest, 30));
    for (let product = random(); product > floor; product *= random()) n += 1;
  }
  return n;
}

/** How many of `n` succeed with probability `p`: leaps from success to success. */
export function binomial(n: number, p: number, random: Random): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  const mean = n * p;
  if (mean > largeMean) {
    const near = Math.round(mean + Math.sqrt(mean * (1 - p)) * normal(random));
    return Math.min(n, Math.max(0, near));
  }
  const step = Math.log1p(-p);
  let hits = 0;
  let at = Math.floor(Math.log(1 - random()) / step);
  while (at < n) {
    hits += 1;
    at += 1 + Math.floor(Math.log(1 - random()) / step);
  }
  return hits;
}

/** A standard normal number (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
