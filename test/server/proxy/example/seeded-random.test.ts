import { expect, it } from 'vitest';
import {
  binomial,
  hashText,
  normal,
  poisson,
  seededRandom,
} from '../../../../src/server/proxy/example/seeded-random.ts';

const draws = 20_000;

function three(seed: number, stream: number): readonly number[] {
  const random = seededRandom(seed, stream);
  return [random(), random(), random()];
}

function meanAndVariance(draw: (stream: number) => number): readonly [number, number] {
  const values = Array.from({ length: draws }, (_, i) => draw(i));
  const mean = values.reduce((total, value) => total + value, 0) / draws;
  return [mean, values.reduce((total, value) => total + (value - mean) ** 2, 0) / (draws - 1)];
}

it('gives the same numbers for the same seed and stream, and others for others', () => {
  expect(three(1, 2)).toEqual(three(1, 2));
  expect(new Set([three(1, 2), three(1, 3), three(2, 2)].flat()).size).toBe(9);
  expect(hashText('a')).toBe(0xe40c292c);
});

it.each([0.3, 5, 45, 800])('draws Poisson counts of mean %s', (mean) => {
  const [average, variance] = meanAndVariance((i) => poisson(mean, seededRandom(7, i)));
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
  expect(variance / mean).toBeGreaterThan(0.93);
  expect(variance / mean).toBeLessThan(1.07);
});

it.each([
  [20, 0.02],
  [20, 0.9],
  [100_000, 0.3],
])('draws how many of %s succeed with chance %s', (n, p) => {
  const [average, variance] = meanAndVariance((i) => binomial(n, p, seededRandom(9, i)));
  expect(Math.abs(average - n * p)).toBeLessThan(5 * Math.sqrt((n * p * (1 - p)) / draws));
  expect(variance / (n * p * (1 - p))).toBeGreaterThan(0.93);
  expect(variance / (n * p * (1 - p))).toBeLessThan(1.07);
});

it('draws normal numbers, and uniform first draws over neighbouring streams', () => {
  const [average, variance] = meanAndVariance((i) => normal(seededRandom(3, i)));
  expect(Math.abs(average)).toBeLessThan(0.04);
  expect(Math.abs(variance - 1)).toBeLessThan(0.06);
  const [first, spread] = meanAndVariance((i) => seededRandom(3, i)());
  expect(Math.abs(first - 0.5)).toBeLessThan(0.011);
  expect(Math.abs(spread - 1 / 12)).toBeLessThan(0.003);
});
