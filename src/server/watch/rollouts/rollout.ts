import { isMadeUp } from '#domain/plan/made-up.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import type { ProsePlan } from '#domain/plan/prose/prose-plan.ts';
import type { TiedStage } from '#domain/plan/tie-stages.ts';
import type { Finding, Plan, PlanProblem, Stage } from '#domain/plan/plan.ts';

/** A rollout whose plan could be read. */
export interface ReadableRollout {
  readonly kind: 'readable';
  readonly id: string;
  readonly file: string;
  readonly version: number;
  readonly markdown: string;
  readonly plan: Plan;
  /** What its words say, beside the block. */
  readonly prose: ProsePlan;
  /** How its words and its block are tied, stage by stage. */
  readonly tied: readonly TiedStage[];
  readonly findings: readonly Finding[];
  /** True where every signal is made up for show. */
  readonly example: boolean;
}

/** A rollout whose plan could not be read: it keeps its row and says why. */
export interface UnreadableRollout {
  readonly kind: 'unreadable';
  readonly id: string;
  readonly file: string;
  readonly version: number;
  readonly markdown: string;
  readonly title: string;
  readonly problems: readonly PlanProblem[];
}

export type Rollout = ReadableRollout | UnreadableRollout;

/** Reads one plan into a rollout. A plan that can't be read becomes an unreadable rollout, never an exception. */
export function toRollout(id: string, file: string, markdown: string, version: number): Rollout {
  const read = readPlan(markdown);
  if (!read.ok) {
    return {
      kind: 'unreadable',
      id,
      file,
      version,
      markdown,
      title: read.title ?? file,
      problems: read.problems,
    };
  }
  const { plan, prose, tied, findings } = read;
  const example = isMadeUp(plan.signals);
  return { kind: 'readable', id, file, version, markdown, plan, prose, tied, findings, example };
}

/** The stage of a rollout with this id. */
export function stageOf(rollout: ReadableRollout, id: string): Stage | undefined {
  return rollout.plan.stages.find((stage) => stage.id === id);
}
