import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareSequence } from '../../../src/domain/stats/confidence-sequence.ts';
import { clopperPearson, upperLimit, upperTail } from '../../../src/domain/stats/exact-binomial.ts';
import { moreNeeded } from '../../../src/domain/stats/more-needed.ts';
import { proportionEvidence } from '../../../src/domain/stats/proportion-evidence.ts';
import { logTerms } from '../../../src/domain/stats/sequential-engine.ts';
import { metEvidence, shareEngine } from '../../../src/domain/stats/share-bets.ts';
import { splitEvidence } from '../../../src/domain/stats/split-evidence.ts';
import { windowedCount } from '../../../src/domain/stats/windowed-count.ts';

// Reference values R1–R38 of the statistics specification, computed there in exact or 50-digit arithmetic.

/** Relative agreement to nine digits. */
function agrees(seen: number, wanted: number, relative = 1e-9): boolean {
  return Math.abs(seen - wanted) <= Math.abs(wanted) * relative;
}

type Pairs = readonly (readonly [x: number, n: number])[];

const trials = (...pairs: Pairs): Pairs => pairs;

const columns = (pairs: Pairs): { readonly x: Float64Array; readonly n: Float64Array } => ({
  x: Float64Array.from(pairs, ([x]) => x),
  n: Float64Array.from(pairs, ([, n]) => n),
});

/** What `proportionEvidence` is told beside the counts. */
const asked = {
  p0: 0.05,
  phi: 1,
  plannedBuckets: 60,
  lookAt: null,
  alpha: 0.01,
  alphaMet: 0.05,
  sharedOver: 1,
  id: 'test',
  memo: undefined,
} as const;

it.each([
  [
    'R1',
    trials([0, 8], [0, 18], [3, 71], [15, 132], [30, 218]),
    0.05,
    5,
    [0.711362719821, 0.536420207673, 0.396927462217, 3.31820686162, 186732.335856],
  ],
  [
    'R2',
    trials([0, 50], [0, 50], [0, 50], [4, 50], [4, 50], [4, 50]),
    0.01,
    60,
    [0.688962158417, 0.629767820361, 0.59456895622, 1.27854732566, 35.0154037259, 3076.60630352],
  ],
  ['R3', trials([20, 100]), 0.01, 60, [5.51444616369e16]],
] as const)('%s: the engine against an absolute limit', (_id, pairs, p0, planned, wanted) => {
  const { add, state } = shareEngine(p0, planned);
  for (const [i, [x, n]] of pairs.entries()) {
    add(x, n);
    expect(agrees(Math.exp(state.logE), wanted[i] ?? Number.NaN, 1e-10)).toBe(true);
  }
});

it('R8: evidence that a limit is met', () => {
  expect(agrees(Math.exp(metEvidence(0, 100, 0.01)), 2.17834540781, 1e-10)).toBe(true);
  expect(agrees(Math.exp(metEvidence(0, 300, 0.01)), 11.7521715659, 1e-10)).toBe(true);
  expect(agrees(Math.exp(metEvidence(0, 371, 0.01)), 22.0536136477, 1e-10)).toBe(true);
  expect(agrees(Math.exp(metEvidence(1, 671, 0.01)), 21.34413564, 1e-10)).toBe(true);
});

it.each([
  [0.05, 71, 86],
  [0.01, 361, 437],
  [0.001, 3616, 4388],
])('R9: the least error-free n against %d', (p0, alone, split) => {
  const least = (target: number): number => {
    let n = 0;
    while (metEvidence(0, n, p0) < Math.log(target)) n += 1;
    return n;
  };
  expect([least(20), least(40)]).toEqual([alone, split]);
});

it.each([
  [0.05, 72],
  [0.01, 368],
  [0.001, 3688],
])('R10: the least error-free n at one look of 2.5 %% against %d', (p0, wanted) => {
  expect(upperLimit(0, wanted, 0.025)).toBeLessThanOrEqual(p0);
  expect(upperLimit(0, wanted - 1, 0.025)).toBeGreaterThan(p0);
});

function more(x: number, n: number, p0: number): unknown {
  const { add, state } = shareEngine(p0, 2);
  add(x, n);
  return moreNeeded({
    x,
    n,
    p0,
    target: Math.log(100),
    metTarget: Math.log(20),
    logTerms: logTerms(state),
  });
}

it('R11, R12: how many more would decide', () => {
  expect(more(0, 100, 0.01)).toEqual({ kind: 'to-meet', n: 261, assuming: 'error-free' });
  expect(more(0, 8, 0.05)).toEqual({ kind: 'to-meet', n: 63, assuming: 'error-free' });
  expect(more(3, 71, 0.02)).toEqual({ kind: 'to-meet', n: 419, assuming: 'current rate' });
  expect(more(15, 132, 0.05)).toEqual({ kind: 'to-meet', n: 80, assuming: 'current rate' });
});

it.each([
  ['R16', 3, 71, 0.0087999196, 0.1185550945],
  ['R16', 15, 132, 0.0650146009, 0.1804927311],
  ['R17', 30, 218, 0.0948122374, 0.1905906527],
  ['R17', 27, 472, 0.0380321113, 0.0821394504],
  ['R17', 0, 300, 0, 0.0122209747],
])('%s: exact range of %d of %d', (_id, x, n, low, high) => {
  const range = clopperPearson(x, n);
  expect(range.low).toBeCloseTo(low, 9);
  expect(range.high).toBeCloseTo(high, 9);
});

it('R18: one-sided upper limits', () => {
  expect(agrees(upperLimit(3, 71, 0.05), 0.105598269759)).toBe(true);
  expect(agrees(upperLimit(0, 300, 0.05), 0.00993608194446)).toBe(true);
  expect(agrees(upperLimit(3, 71, 0.001), 0.171413306037)).toBe(true);
});

it.each([
  ['R19', 15, 132, 0.05, 0.00258783239323],
  ['R19', 30, 218, 0.05, 5.83916025101e-7],
  ['R19', 3, 71, 0.05, 0.69549057531],
  ['R19', 3, 71, 0.01, 0.0345647767497],
  ['R20', 2, 8, 0.01, 0.00269007773952],
  ['R20', 4, 8, 0.05, 3.71751367188e-4],
  ['R20', 5, 18, 0.05, 0.00154643963334],
])('%s: exact tail of %d of %d at %d', (_id, x, n, p, wanted) => {
  expect(agrees(upperTail(x, n, p), wanted)).toBe(true);
});

it.each([
  ['R21', 3, 71, 0.05, 0.004469009882, 0.1465386376],
  ['R21', 3, 71, 0.01, 0.003583817177, 0.156511949],
  ['R22', 15, 132, 0.05, 0.04550696925, 0.2201920148],
  ['R22', 30, 218, 0.05, 0.07243706866, 0.2269821314],
  ['R22', 0, 300, 0.01, 0, 0.01316314884],
  ['R23', 0, 8, 0.5, 0, 0.4389409428],
  ['R23', 50, 1000, 0.5, 0.02871991726, 0.07923958181],
])('%s: confidence sequence of %d of %d', (_id, x, n, centre, low, high) => {
  const range = shareSequence(x, n, centre);
  expect(range.low).toBeCloseTo(low, 9);
  expect(range.high).toBeCloseTo(high, 9);
});

it.each([
  // R26 with tolerance: Bayes factor 7256.7 for 100 of 1,000 at 5 %, .25 for 60 of 1,000; abnormal from 1,000 on.
  [100, 900, 0.05, true],
  [60, 940, 0.05, false],
  [50, 950, 0.05, false],
])('R26: %d against %d people at %d is abnormal: %s', (onNew, onOld, share, abnormal) => {
  expect(splitEvidence({ onNew, onOld, share, unit: 'actors', perActor: null }).abnormal).toBe(abnormal);
});

it('R36: requests are divided by the design effect 2m − 1 before they are compared', () => {
  const people = splitEvidence({ onNew: 100, onOld: 900, share: 0.05, unit: 'actors', perActor: null });
  const requests = splitEvidence({ onNew: 900, onOld: 8100, share: 0.05, unit: 'requests', perActor: 5 });
  expect(requests.range?.low).toBeCloseTo(people.range?.low ?? Number.NaN, 12);
  expect(
    splitEvidence({ onNew: 900, onOld: 8100, share: 0.05, unit: 'requests', perActor: null }).abnormal,
  ).toBe(false);
});

it.each([
  [[5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], 1, 'possible', 5],
  [[5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], 1, 'ok', 5],
  [[10], 1, 'violated', 10],
  [[5, null, 4], 1, 'unknown', 9],
  [[9, 1], 5, 'violated', 10],
  [[6, 0, 6], 5, 'possible', 6],
  [[55], 60, 'violated', 10],
  [[54], 60, 'possible', 9],
  [[9, 0], 60, 'ok', 2],
] as const)(
  'R37, R38: fewer than 10 in any 10 minutes, %j in buckets of %d min, is %s',
  (counts, width, state, sure) => {
    const result = windowedCount({ counts, width, window: 10, breaksAt: 10 });
    expect([result.state, result.worst?.count]).toEqual([state, sure]);
  },
);

it('agrees with brute force over timestamps: what is violated is, what is ok is not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 59_999 }), { maxLength: 60 }),
      fc.constantFrom(1_000, 5_000, 20_000),
      (times, width) => {
        const sorted = times.toSorted((a, b) => a - b);
        const truth = sorted.some((at, i) => (sorted[i + 9] ?? Infinity) - at < 10_000);
        const counts = Array.from(
          { length: 60_000 / width },
          (_, i) => times.filter((at) => Math.floor(at / width) === i).length,
        );
        const { state } = windowedCount({ counts, width, window: 10_000, breaksAt: 10 });
        if (state === 'violated') expect(truth).toBe(true);
        if (state === 'ok') expect(truth).toBe(false);
      },
    ),
  );
});

it('more events never make a limit look better kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 5, max: 60 })), { minLength: 1, maxLength: 20 }),
      fc.nat(19),
      (pairs, at) => {
        const worse = pairs.map(([x, n], i): readonly [number, number] =>
          i === at % pairs.length ? [x + 1, n + 1] : [x, n],
        );
        const before = proportionEvidence({ ...asked, ...columns(pairs) });
        const after = proportionEvidence({ ...asked, ...columns(worse) });
        expect(after.logBadMax).toBeGreaterThanOrEqual(before.logBadMax - 1e-9);
        if (after.met) expect(before.met || before.broken === after.broken).toBe(true);
      },
    ),
  );
});

it.each([
  ['a limit of 0 %', 0, [[1, 10]], true, false],
  ['a limit of 0 % with nothing seen', 0, [[0, 10]], false, false],
  ['a limit of 100 %', 1, [[10, 10]], false, true],
  ['no trials at all', 0.05, [[0, 0]], false, false],
] as const)('ends in a named state for %s', (_what, p0, pairs, broken, met) => {
  const evidence = proportionEvidence({ ...asked, ...columns(pairs), p0, plannedBuckets: 10 });
  expect([evidence.broken, evidence.met]).toEqual([broken, met]);
});
