import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { scenarioNames } from '../../mocks/scenarios.ts';
import { comparison } from '../../src/contract/compare.ts';
import { stageJudging } from '../../src/contract/judging.ts';
import { checkInList, kpiDifferences, kpiView } from '../../src/contract/kpi-view.ts';
import { contactList } from '../../src/contract/contacts.ts';
import { noticeList } from '../../src/contract/notice.ts';
import { journal } from '../../src/contract/journal.ts';
import { reportView } from '../../src/contract/report-view.ts';
import { httpProblem } from '../../src/contract/http-problem.ts';
import {
  health,
  rollout,
  rolloutList,
  stageSeries,
  stageView,
  verdictHistory,
} from '../../src/contract/rollout.ts';
import { sourceList } from '../../src/contract/sources.ts';
import { mockWorld } from './mock-world.ts';

const api = 'http://127.0.0.1:4680/api';
const one = `${api}/rollouts/change-of-address`;

/** What the wire says: after JSON, through the handlers, unlike the world they are made of. */
const reads: readonly (readonly [string, z.ZodMiniType])[] = [
  [`${api}/health`, health],
  [`${api}/sources`, sourceList],
  [`${api}/rollouts`, rolloutList],
  [one, rollout],
  [`${one}/stages/stage-a`, stageView],
  [`${one}/stages/stage-b`, stageView],
  [`${one}/stages/stage-c`, stageView],
  [`${one}/stages/stage-b/series`, stageSeries],
  [`${one}/stages/stage-a/judging`, stageJudging],
  [`${one}/stages/stage-b/judging`, stageJudging],
  [`${one}/stages/stage-b/verdicts`, verdictHistory],
  [`${one}/compare`, comparison],
  [`${one}/log`, journal],
  [`${api}/notices`, noticeList],
  [`${one}/contacts`, contactList],
  [`${api}/check-ins`, checkInList],
  [`${one}/kpis/1-week`, kpiView],
  [`${one}/kpis/1-month`, kpiView],
  [`${one}/kpis/1-week/now`, kpiDifferences],
  [`${one}/report.json`, reportView],
];

describe.each(scenarioNames)('%s', (scenario) => {
  it.each(reads)('%s answers as agreed', async (url, schema) => {
    mockWorld.scenario = scenario;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    const parsed = schema.safeParse(await response.json());
    expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
  });
});

it('answers for an unknown stage with a problem', async () => {
  const response = await fetch(`${one}/stages/nowhere`);
  expect(response.status).toBe(404);
  expect(httpProblem.safeParse(await response.json()).success).toBe(true);
});

it.each([`${one}/stages/stage-b/runs`, `${one}/allotment`])('takes a write: %s', async (url) => {
  const response = await fetch(url, { method: 'POST', body: '{"who":"A monitor"}' });
  expect(response.status).toBe(201);
  expect(z.looseObject({}).safeParse(await response.json()).success).toBe(true);
});
