import { describe, expect, it } from 'vitest';
import { scenarioNames, stageOf, type ScenarioName } from '../../mocks/scenarios.ts';
import { benchGroups, pageStates, readingScenarios, verdictScenarios } from '../../mocks/workbench.ts';
import { buildWorld } from '../../mocks/world.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import { readingTags } from '../../src/domain/verdict/reading.ts';
import { verdictWords } from '../../src/domain/verdict/verdict.ts';

const now = Date.UTC(2026, 5, 2, 13, 0);

function viewOf(scenario: ScenarioName): StageView {
  const view = buildWorld(scenario, now).stage(stageOf(scenario));
  if (view === undefined) throw new Error(`${scenario} has no stage that runs.`);
  return view;
}

const views = new Map(scenarioNames.map((name) => [name, viewOf(name)]));

function statesIn(scenario: ScenarioName): readonly string[] {
  return views.get(scenario)?.verdict.readings.map((reading) => reading.state) ?? [];
}

it('some scenario shows each verdict and each state of a reading there is', () => {
  const verdicts = new Set([...views.values()].map((view) => view.verdict.state));
  expect([...verdicts].toSorted()).toEqual(Object.keys(verdictWords).toSorted());
  const readings = new Set(scenarioNames.flatMap(statesIn));
  expect([...readings].toSorted()).toEqual(Object.keys(readingTags).toSorted());
});

describe('the workbench leads where it says', () => {
  it.each(Object.entries(verdictScenarios))('verdict %s: %s', (state, scenario) => {
    expect(views.get(scenario)?.verdict.state).toBe(state);
  });

  it.each(Object.entries(readingScenarios))('reading %s: %s', (state, scenario) => {
    expect(statesIn(scenario)).toContain(state);
  });

  it('and to every scenario', () => {
    const to = benchGroups(now).flatMap((group) => group.links.map((link) => link.to));
    const shown = new Set(to.map((address) => new URL(address, 'http://demo').searchParams.get('scenario')));
    expect(scenarioNames.filter((name) => !shown.has(name))).toEqual([]);
    expect(benchGroups(now).map((group) => group.links.length)).toEqual([
      Object.keys(verdictWords).length,
      Object.keys(readingTags).length,
      pageStates.length,
    ]);
  });
});

it('as it stood: judged from what was known then, and no later', () => {
  const at = now - 25 * 60_000;
  const then = buildWorld('spike', now, at).stage('stage-b');
  expect(then?.at).toBe(at);
  expect(then?.verdict.state).toBe('watching');
  expect(views.get('spike')?.verdict.state).toBe('roll-back');
});
