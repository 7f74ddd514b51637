import { expect, it } from 'vitest';
import { failedVerdict } from '../../../src/server/watch/loop/failed-verdict.ts';
import { judgeWorld, readingOf, worldPlan, worldSeries, worldStart } from '../../support/judged-world.ts';

const minute = 60_000;
const plan = worldPlan({
  criteria:
    '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
  signals: ['fails', 'tries'],
});

it('keeps what was last known when judging itself fails, and shows none of it as if it were so now', () => {
  const before = judgeWorld(plan, { series: worldSeries({ fails: 1, tries: 100 }, 20), minutes: 20 });
  const failed = failedVerdict(before, 'The plan is gone.', worldStart + 21 * minute, minute);
  expect(failed.state).toBe('blind');
  expect(readingOf(failed, 'failing')).toMatchObject({
    state: 'source-error',
    value: null,
    range: null,
    last: { value: 0.01, at: worldStart + 20 * minute },
    evidence: 'The plan is gone.',
  });
});

it('leaves a broken limit first, with the day it broke on', () => {
  const broken = judgeWorld(plan, { series: worldSeries({ fails: 50, tries: 100 }, 20), minutes: 20 });
  const { state, reason } = failedVerdict(broken, 'The plan is gone.', worldStart + 21 * minute, minute);
  expect(state).toBe('roll-back');
  expect(reason).toBe(
    'Submissions failing broke its roll-back limit on Monday, July 28, 2025, 9:20 a.m. ET (13:20 UTC).',
  );
});
