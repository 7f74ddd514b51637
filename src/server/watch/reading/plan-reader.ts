import { understand, type Understood } from '#domain/plan/understood.ts';
import { toRollout, type Rollout } from '../rollouts/rollout.ts';

/** Reads plans people bring. Whatever they hold, it answers in time and never throws. */
export interface PlanReader {
  /** A plan as a rollout that can be watched; one that can't be read says why. */
  rollout(id: string, file: string, markdown: string, version: number): Promise<Rollout>;
  /** What is understood of a plan, for the person who brought it. */
  understand(markdown: string, perDay: number | null): Promise<Understood>;
  close(): Promise<void>;
}

/** One reading, as the worker is asked for it. */
export type PlanJob =
  | {
      readonly kind: 'rollout';
      readonly id: string;
      readonly file: string;
      readonly markdown: string;
      readonly version: number;
    }
  | { readonly kind: 'understand'; readonly markdown: string; readonly perDay: number | null };

export type PlanAnswer =
  | { readonly kind: 'rollout'; readonly rollout: Rollout }
  | { readonly kind: 'understand'; readonly understood: Understood };

/** Does one job, wherever it runs. */
export function readJob(job: PlanJob): PlanAnswer {
  switch (job.kind) {
    case 'rollout':
      return { kind: 'rollout', rollout: toRollout(job.id, job.file, job.markdown, job.version) };
    case 'understand':
      return { kind: 'understand', understood: understand(job.markdown, job.perDay) };
  }
}

/** The answer to a job nobody could finish: a plan that can't be read, with the reason. */
export function unread(job: PlanJob, message: string): PlanAnswer {
  const problems = [{ line: null, column: null, message }];
  if (job.kind === 'understand')
    return { kind: 'understand', understood: { ok: false, title: null, problems } };
  const { id, file, markdown, version } = job;
  return {
    kind: 'rollout',
    rollout: { kind: 'unreadable', id, file, version, markdown, title: file, problems },
  };
}

/** A reader made of a function that does the jobs. */
export function planReader(
  read: (job: PlanJob) => Promise<PlanAnswer>,
  close: () => Promise<void> = () => Promise.resolve(),
): PlanReader {
  return {
    rollout: async (id, file, markdown, version) => {
      const answer = await read({ kind: 'rollout', id, file, markdown, version });
      return answer.kind === 'rollout' ? answer.rollout : toRollout(id, file, '', version);
    },
    understand: async (markdown, perDay) => {
      const answer = await read({ kind: 'understand', markdown, perDay });
      return answer.kind === 'understand' ? answer.understood : { ok: false, title: null, problems: [] };
    },
    close,
  };
}

/** Reads where it stands, for programs that read one plan and end, and for tests. */
export const readHere: PlanReader = planReader((job) => Promise.resolve(readJob(job)));
