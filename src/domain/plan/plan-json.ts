import { sayDuration } from '../time/duration.ts';
import { localDay } from '../time/zone.ts';
import type { Limit } from './limit.ts';
import { proseJson, type ProseJson } from './prose/prose-json.ts';
import type { ReadPlan } from './read-plan.ts';
import { plannedPercent, type TiedStage } from './tie-stages.ts';
import type { Stage } from './plan.ts';

/** A plan that could be read. */
export type CheckedPlan = Extract<ReadPlan, { readonly ok: true }>;

/** The shape of `stagewatch check --json`: the prose as read and, where the plan has a block, what the two give together. */
export function planJson({ plan, prose, tied, hasBlock, findings }: CheckedPlan): ProseJson {
  const read = proseJson(prose, findings);
  if (!hasBlock) return read;
  return {
    ...read,
    toggles: plan.toggles.map((toggle) => toggle.key),
    stages: plan.stages.map((stage, i) => stageJson(stage, plan.zone, tied[i], read, prose.stages)),
    criteria:
      plan.criteria.length === 0
        ? read.criteria
        : plan.criteria.map((one) => ({
            text: one.label,
            comparator: one.limit?.comparator ?? null,
            limit: limitNumber(one.limit),
            unit: one.limit?.unit ?? null,
            window: windowText(one.limit),
          })),
  };
}

type StageJson = ProseJson['stages'][number];

function stageJson(
  stage: Stage,
  zone: string,
  tied: TiedStage | undefined,
  read: ProseJson,
  all: CheckedPlan['prose']['stages'],
): StageJson {
  const prose = tied?.prose ?? null;
  const said = prose === null ? undefined : read.stages[all.indexOf(prose)];
  return {
    label: stage.label,
    phase: stage.phase,
    percent: plannedPercent(stage, tied),
    users: stage.audience.kind === 'actors' ? stage.audience.count : (said?.users ?? null),
    duration: durationJson(stage, said),
    start: stage.start === null ? (said?.start ?? null) : localDay(stage.start, zone),
    end: said?.end ?? null,
    results: said?.results ?? {},
  };
}

/** In the author's words as long as the block says nothing else. */
function durationJson({ length }: Stage, said: StageJson | undefined): StageJson['duration'] {
  if (length === null) return said?.duration ?? null;
  const seconds = length / 1000;
  return said?.duration?.seconds === seconds ? said.duration : { text: sayDuration(length), seconds };
}

/** The number as a person writes it: 5 for 5 %. */
function limitNumber(limit: Limit | null): number | null {
  if (limit === null) return null;
  return limit.unit === '%' ? Number((limit.value * 100).toPrecision(12)) : limit.value;
}

/** "10 minutes", as the prose reader says it too. */
function windowText(limit: Limit | null): string | null {
  return limit === null || limit.within === null ? null : sayDuration(limit.within);
}
