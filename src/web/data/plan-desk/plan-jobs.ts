import { carryBlock } from '#domain/plan/edit/carry-block.ts';
import { editBlock, type BlockEdit, type EditedPlan } from '#domain/plan/edit/edit-block.ts';
import { followLines, type FollowedText } from '#domain/plan/edit/follow-lines.ts';
import { resultsDiff } from '#domain/plan/fill-results.ts';
import { understand, type Understood } from '#domain/plan/understood.ts';

/** What can be asked about a plan's text. */
export type PlanJob =
  | { readonly kind: 'understand'; readonly markdown: string; readonly perDay: number | null }
  | { readonly kind: 'edit'; readonly markdown: string; readonly edit: BlockEdit }
  | { readonly kind: 'carry'; readonly before: string; readonly after: string }
  | { readonly kind: 'follow'; readonly before: string; readonly after: string }
  | { readonly kind: 'diff'; readonly file: string; readonly before: string; readonly after: string };

export type PlanJobAnswer =
  | { readonly kind: 'understand'; readonly understood: Understood }
  | { readonly kind: 'edit'; readonly edited: EditedPlan }
  | { readonly kind: 'carry'; readonly carried: ReturnType<typeof carryBlock> }
  | { readonly kind: 'follow'; readonly followed: FollowedText }
  | { readonly kind: 'diff'; readonly diff: string };

/** Does one job, wherever it runs. */
export function doPlanJob(job: PlanJob): PlanJobAnswer {
  switch (job.kind) {
    case 'understand':
      return { kind: 'understand', understood: understand(job.markdown, job.perDay) };
    case 'edit':
      return { kind: 'edit', edited: editBlock(job.markdown, job.edit) };
    case 'carry':
      return { kind: 'carry', carried: carryBlock(job.before, job.after) };
    case 'follow':
      return { kind: 'follow', followed: followLines(job.before, job.after) };
    case 'diff':
      return { kind: 'diff', diff: resultsDiff(job.file, job.before, job.after) };
  }
}
