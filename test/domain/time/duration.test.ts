import { expect, it } from 'vitest';
import { parseDuration, sayDuration } from '../../../src/domain/time/duration.ts';

it.each([
  ['10m', 600_000],
  ['2 hours', 7_200_000],
  ['1d 12h', 129_600_000],
  ['3 days', 259_200_000],
  ['90s', 90_000],
  ['1 week', 604_800_000],
  ['250ms', 250],
])('reads %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', 'soon', '10', '3 fortnights', '10m later', '-5m', 'm10'])('does not guess at %j', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

it.each([
  [0, 'less than a second'],
  [1_000, '1 second'],
  [5_400_000, '1 hour 30 minutes'],
  [11_520_000, '3 hours 12 minutes'],
  [259_200_000, '3 days'],
  [3_608_000, '1 hour'],
])('says %d ms as %s', (ms, words) => {
  expect(sayDuration(ms)).toBe(words);
});
