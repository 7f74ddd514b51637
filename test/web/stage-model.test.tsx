import { describe, expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import { unseenReading } from '../../src/domain/verdict/unseen-reading.ts';
import {
  criterionGroups,
  type CriterionRow,
  sayAge,
  stageTitle,
} from '../../src/web/screens/stage/stage-model.ts';
import { sayLeft } from '../../src/web/ui/time-left.ts';

const now = Date.UTC(2025, 6, 28, 13, 0);

function viewOf(scenario: ScenarioName, stage = 'stage-b'): StageView {
  const view = buildWorld(scenario, now).stage(stage);
  if (view === undefined) throw new Error(`the world has no ${stage}`);
  return view;
}

it.each<readonly [string, ScenarioName, number, string | null]>([
  ['running', 'healthy', 0, '19 minutes left'],
  ['past its end', 'healthy', 3_600_000, null],
  ['not started', 'not-started', 0, null],
  ['settled by a decision', 'rolled-back', -30 * 60_000, null],
])(
  'the banner says how long is left of a stage, and leaves what is over to its tag: %s',
  (_, name, later, text) => {
    const view = viewOf(name);
    const said = sayLeft(view, (view.run?.start ?? now) + 40 * 60_000 + 1_000 + later);
    expect(said).toBe(text);
  },
);

describe('criterionGroups', () => {
  it('keeps the order of groups and of the plan, and leaves empty groups out', () => {
    const groups = criterionGroups(viewOf('healthy'));
    expect(groups.map((group) => [group.title, ...group.rows.map((row) => row.id)])).toEqual([
      ['Roll-back limits', 'error-rate', 'bursts'],
      ['Success criteria', 'latency'],
      ['Watched only', 'highest'],
    ]);
    expect(criterionGroups(viewOf('not-started'))).toEqual([]);
  });

  it('says value, limit, room, evidence and where it comes from', () => {
    const rows = criterionGroups(viewOf('healthy')).flatMap((group) => group.rows);
    const rate = rows.find((row) => row.id === 'error-rate');
    expect(rate?.value).toMatch(/^0\.\d+%$/);
    expect(rate?.limit).toMatch(/^Limit: .*5%.*\. Room: [\d.]+ points\.$/);
    expect(rate?.evidence).toMatch(/^\d+ of \d+\. Likely .* to .*\. 40 of 40 buckets\.$/);
    expect(rate?.kind).toMatch(/^example, plan line \d+$/);
    expect(rows.find((row) => row.id === 'bursts')?.value).toMatch(/^Worst \d+, now \d+$/);
    expect(rows.find((row) => row.id === 'highest')?.limit).toBe('No limit');
  });

  it('says Over by when a limit is broken, and Not measured when nothing was', () => {
    expect(rowOf('spike')?.limit).toMatch(/Over by [\d.]+ points\.$/);
    expect(rowOf('source-down')?.value).toBe('Not measured');
    expect(rowOf('source-down')?.tag).toBe('Source error');
  });
});

it.each<readonly [string, StageView, number, string]>([
  [
    'young',
    viewOf('healthy'),
    now + 14_000,
    'Updated 14 seconds ago. Judged through 9:00 a.m. ET (13:00 UTC).',
  ],
  [
    'a clock behind',
    viewOf('healthy'),
    now - 5_000,
    'Updated less than a second ago. Judged through 9:00 a.m. ET (13:00 UTC).',
  ],
  [
    'of a past moment, long ago',
    { ...viewOf('healthy'), at: now + 3 * 60_000 },
    now + 9 * 86_400_000,
    'Judged 3 minutes before that moment. Judged through July 28, 9:00 a.m. ET (13:00 UTC).',
  ],
  [
    'judged again in a while',
    { ...viewOf('healthy'), nextJudgement: now + 5 * 60_000 },
    now,
    'Updated less than a second ago, judged again in 5 minutes. Judged through 9:00 a.m. ET (13:00 UTC).',
  ],
  [
    'a moment before the first judgement',
    { ...viewOf('not-started'), at: now - 60_000 },
    now,
    'Nothing was judged by that moment.',
  ],
  ['never judged', viewOf('not-started'), now + 14_000, 'Updated 14 seconds ago. Nothing judged yet.'],
])('sayAge: %s', (_, view, at, text) => {
  expect(sayAge(view, at)).toBe(text);
});

it.each<readonly [ScenarioName, string]>([
  ['healthy', 'Keep watching - 25% - Change of address'],
  ['spike', 'ROLL BACK - 25% - Change of address'],
  ['source-down', "CAN'T TELL - 25% - Change of address"],
  ['ready', 'Ready to advance - 25% - Change of address'],
])('stageTitle: %s', (scenario, title) => {
  expect(stageTitle(viewOf(scenario))).toBe(title);
});

it('stageTitle: names the stage where the toggles differ', () => {
  const view = viewOf('healthy');
  const mixed = { ...view, stage: { ...view.stage, percents: { one: 5, two: 25 } } };
  expect(stageTitle(mixed)).toBe('Keep watching - Stage B - Change of address');
});

function rowOf(scenario: ScenarioName): CriterionRow | undefined {
  return criterionGroups(viewOf(scenario))
    .flatMap((group) => group.rows)
    .find((row) => row.id === 'error-rate');
}

it('says how much is still arriving, and what a row was before its source stopped', () => {
  const view = viewOf('healthy');
  const late = { ...view, verdict: { ...view.verdict, judgedThrough: view.verdict.judgedAt - 10 * 60_000 } };
  expect(sayAge(late, now)).toMatch(/; the last 10 minutes are still arriving\.$/);
  const readings = view.verdict.readings.map((reading) => unseenReading(reading, 'stale'));
  const rows = criterionGroups({ ...view, verdict: { ...view.verdict, readings } }).flatMap(
    (group) => group.rows,
  );
  const rate = rows.find((row) => row.id === 'error-rate');
  expect(rate?.value).toBe('Not measured');
  expect(rate?.last).toMatch(/^Last: 0\.\d+%, as of 9:00 a\.m\. ET \(13:00 UTC\), not counted$/);
  expect(rate?.limit).not.toContain('Room');
});
