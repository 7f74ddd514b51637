import { stageJudging, type StageJudging } from '#contract/judging.ts';
import { fetchJson } from './fetch-json.ts';
import { stagePath } from './queries.ts';

/** What the judge reads of a stage's plan and past. Apart from its query: its shape is large, and few pages need it. */
export function readJudging(id: string, stage: string, signal: AbortSignal): Promise<StageJudging> {
  return fetchJson(`${stagePath(id, stage)}/judging`, stageJudging, { signal });
}
