import { expect, it } from 'vitest';
import type { ReadingState } from '../../../src/domain/verdict/reading.ts';
import { isSeenDifferently } from '../../../src/domain/verdict/seen-differently.ts';
import { judgeWorld, worldPlan, worldSeries } from '../../support/judged-world.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';

const plan = worldPlan({
  criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
  signals: ['tries', 'fails'],
});
const judged = judgeWorld(plan, { series: worldSeries({ fails: 0, tries: 20 }, 40), minutes: 40 });

function withReading(state: ReadingState): Verdict {
  return { ...judged, readings: judged.readings.map((one) => ({ ...one, state })) };
}

it.each<readonly [ReadingState, ReadingState, boolean]>([
  ['met', 'met', false],
  ['met', 'close', false],
  ['over', 'broke-earlier', false],
  ['stale', 'source-error', false],
  ['not-enough-data', 'over-not-certain', false],
  ['met', 'over', true],
  ['met', 'stale', true],
  ['source-error', 'met', true],
  ['not-enough-data', 'met', true],
])('from %s to %s: %s', (before, after, said) => {
  expect(isSeenDifferently(withReading(before), withReading(after))).toBe(said);
});

it('is so for a criterion that was not judged before', () => {
  expect(isSeenDifferently({ ...judged, readings: [] }, judged)).toBe(true);
});
