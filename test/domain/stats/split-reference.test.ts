import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGroupFactor } from '../../../src/domain/stats/group-evidence.ts';
import {
  designEffect,
  likelyAllotments,
  logSplitFactor,
  shareRange,
  splitEvidence,
} from '../../../src/domain/stats/split-evidence.ts';

/** Relative error. The specification's values (R24–R28) are printed to 10–12 digits, computed in decimal arithmetic with 50 digits. */
function error(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1);
}

describe('reference values', () => {
  it.each([
    [5, 95, 0.05, 0, 0.701236798875],
    [10, 90, 0.05, 0, 1.82445052133],
    [20, 180, 0.05, 0, 8.56751582119],
    [100, 900, 0.05, 0, 43922566.9856],
    [30, 970, 0.01, 0, 36957.8830729],
    [480, 520, 0.5, 0, 0.623052039198],
    [400, 600, 0.5, 0, 26667080.336],
    [100, 900, 0.05, 0.2, 7256.70768751],
    [60, 940, 0.05, 0.2, 0.251914990261],
  ])('Bayes factor of %i against %i at %f, tolerance %f', (s, f, share, within, expected) => {
    expect(error(Math.exp(logSplitFactor(s, f, share, within)), expected)).toBeLessThan(1e-8);
  });

  // Also exp(logM1 − logM0) of the tests of Optimizely's ssrm package.
  it.each([
    [[20, 17, 9], 0.05231036283],
    [[60, 63, 32], 0.01524027046],
    [[2, 2, 1], 0.3100198413],
  ])('several groups %j', (counts, expected) => {
    const shares = [0.4, 0.4, 0.2];
    const groups = counts.map((count, i) => ({ count, share: shares[i] ?? 0, prior: 1 }));
    expect(error(Math.exp(logGroupFactor(groups)), expected)).toBeLessThan(1e-8);
  });

  it('99.9 % confidence sequence for the share', () => {
    const range = shareRange(100, 900, 0.05, 0.001);
    expect(error(range.low, 0.06296786335)).toBeLessThan(1e-8);
    expect(error(range.high, 0.1475805202)).toBeLessThan(1e-8);
  });

  it('design effect of five geometric requests per actor', () => {
    expect(designEffect(5)).toBe(9);
  });
});

it('names the allotments that remain possible and leaves out those that do not', () => {
  const range = shareRange(100, 900, 0.05, 0.001);
  expect(likelyAllotments(range, [0, 0.05, 0.1, 0.5, 0.95, 1, 0.1])).toEqual([0.1]);
});

it('judges requests as the same number of actors divided by the design effect', () => {
  const counts = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(counts, counts, fc.integer({ min: 1, max: 9 }), (s, f, m) => {
      const design = designEffect(m);
      const requests = splitEvidence({
        onNew: s * design,
        onOld: f * design,
        share: 0.1,
        unit: 'requests',
        perActor: m,
      });
      const actors = splitEvidence({ onNew: s, onOld: f, share: 0.1, unit: 'actors', perActor: null });
      expect(requests).toEqual(actors);
    }),
    { numRuns: 60 },
  );
});

it('finds more evidence the further a share above the tolerance lies from the allotment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 900 }), fc.integer({ min: 1, max: 99 }), (s, more) => {
      const nearer = logSplitFactor(s, 1000 - s, 0.1, 0.2);
      expect(logSplitFactor(s + more, 1000 - s - more, 0.1, 0.2)).toBeGreaterThan(nearer);
    }),
  );
});

/** mulberry32: a seeded generator, so that the run is the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Share of healthy stages called abnormal at any of 60 looks: 2,000 actors at 5 %, five geometric requests each, which
 * come together in one visit. Spread evenly over the hour, they give about half as many false alarms on raw requests.
 */
function falseAlarms(runs: number, count: 'actors' | 'requests'): number {
  const next = seeded(50250);
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const looks = Array.from({ length: 60 }, () => ({ onNew: 0, onOld: 0 }));
    for (let actor = 0; actor < 2000; actor++) {
      const side = next() < 0.05 ? 'onNew' : 'onOld';
      const look = looks[Math.floor(next() * 60)];
      let made = 0;
      do made++;
      while (next() < 0.8);
      if (look !== undefined) look[side] += count === 'actors' ? 1 : made;
    }
    if (everAbnormal(looks)) alarms++;
  }
  return alarms / runs;
}

/** Whether the running totals are ever beyond what chance gives once in 1,000. */
function everAbnormal(looks: readonly { readonly onNew: number; readonly onOld: number }[]): boolean {
  let s = 0;
  let f = 0;
  return looks.some(({ onNew, onOld }) => {
    s += onNew;
    f += onOld;
    return logSplitFactor(s, f, 0.05, 0) >= Math.log(1000);
  });
}

it('calls hardly any healthy split abnormal when people are counted, and many when raw requests are', () => {
  expect(falseAlarms(200, 'actors')).toBeLessThanOrEqual(0.005);
  expect(falseAlarms(200, 'requests')).toBeGreaterThanOrEqual(0.4);
});
