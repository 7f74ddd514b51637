import { expect, it } from 'vitest';
import {
  rollout,
  rolloutList,
  sourceList,
  stageSeries,
  stageView,
  verdictHistory,
} from '../../src/contract/rollout.ts';
import { scenarioNames } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';

it.each(scenarioNames)('the mocks of "%s" answer in the shape of the contract', (name) => {
  const world = buildWorld(name, Date.UTC(2025, 6, 28, 13, 0, 30));
  const answers = [
    rolloutList.safeParse(world.list),
    rollout.safeParse(world.rollout),
    stageView.safeParse(world.stage('stage-b')),
    stageSeries.safeParse(world.series),
    verdictHistory.safeParse(world.history),
    sourceList.safeParse(world.sources),
  ];
  expect(answers.flatMap((answer) => (answer.success ? [] : [answer.error.issues]))).toEqual([]);
});
