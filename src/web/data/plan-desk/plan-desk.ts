import type { BlockEdit, EditedPlan } from '#domain/plan/edit/edit-block.ts';
import type { FollowedText } from '#domain/plan/edit/follow-lines.ts';
import type { LostAnchor } from '#domain/plan/edit/move-anchors.ts';
import type { Understood } from '#domain/plan/understood.ts';
import type { PlanJob, PlanJobAnswer } from './plan-jobs.ts';

/** Reads and edits plans for the page, one job after the other, and always answers. */
export interface PlanDesk {
  understand(markdown: string, perDay: number | null): Promise<Understood>;
  edit(markdown: string, edit: BlockEdit): Promise<EditedPlan>;
  /** Gives new prose the block of the version before it. */
  carry(
    before: string,
    after: string,
  ): Promise<{ readonly markdown: string; readonly lost: readonly LostAnchor[] }>;
  /** Lets the lines the block names follow the text that was typed around it. */
  follow(before: string, after: string): Promise<FollowedText>;
  /** A unified diff; `null` where it could not be made. */
  diff(file: string, before: string, after: string): Promise<string | null>;
  close(): void;
}

/** After this long a job is given up and its worker ended, milliseconds. */
const patience = 5_000;

type Outcome =
  | { readonly ok: true; readonly answer: PlanJobAnswer }
  | { readonly ok: false; readonly message: string };

type Asker = (job: PlanJob) => Promise<Outcome>;

/** A desk whose jobs are done in a worker: reading a plan takes more code than the page, and may take longer than a frame. */
export function createPlanDesk(): PlanDesk {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const stop = (): void => {
    worker?.terminate();
    worker = null;
  };
  const inWorker: Asker = async (job) => {
    worker ??= new Worker(new URL('plan-worker.ts', import.meta.url), { type: 'module' });
    const outcome = await askOrGiveUp(worker, job);
    if (!outcome.ok) stop();
    return outcome;
  };
  const ask: Asker = (job) => {
    const mine = last.then(() => inWorker(job));
    last = mine.catch(() => undefined);
    return mine;
  };
  return deskOf(ask, stop);
}

/** A desk made of a function that does the jobs. */
export function deskOf(ask: Asker, close: () => void): PlanDesk {
  return {
    understand: async (markdown, perDay) => {
      const outcome = await ask({ kind: 'understand', markdown, perDay });
      if (outcome.ok && outcome.answer.kind === 'understand') return outcome.answer.understood;
      const message = outcome.ok ? 'another answer was given' : outcome.message;
      return { ok: false, title: null, problems: [{ line: null, column: null, message }] };
    },
    edit: async (markdown, edit) => {
      const outcome = await ask({ kind: 'edit', markdown, edit });
      if (outcome.ok && outcome.answer.kind === 'edit') return outcome.answer.edited;
      return { ok: false, message: outcome.ok ? 'another answer was given' : outcome.message };
    },
    carry: async (before, after) => {
      const outcome = await ask({ kind: 'carry', before, after });
      return outcome.ok && outcome.answer.kind === 'carry'
        ? outcome.answer.carried
        : { markdown: after, lost: [] };
    },
    follow: async (before, after) => {
      const outcome = await ask({ kind: 'follow', before, after });
      return outcome.ok && outcome.answer.kind === 'follow'
        ? outcome.answer.followed
        : { markdown: after, lost: [] };
    },
    diff: async (file, before, after) => {
      const outcome = await ask({ kind: 'diff', file, before, after });
      return outcome.ok && outcome.answer.kind === 'diff' ? outcome.answer.diff : null;
    },
    close,
  };
}

function askOrGiveUp(worker: Worker, job: PlanJob): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      worker.removeEventListener('message', onAnswer);
      worker.removeEventListener('error', onError);
      resolve(outcome);
    };
    const onAnswer = (event: MessageEvent<PlanJobAnswer>): void => settle({ ok: true, answer: event.data });
    const onError = (event: ErrorEvent): void =>
      settle({
        ok: false,
        message: `Reading this plan failed on this page: ${event.message || 'the reader could not start'}. Reload the page.`,
      });
    const timer = setTimeout(
      () =>
        settle({
          ok: false,
          message: `Reading this plan took longer than ${patience / 1000} s, so it was given up. Cut it to the release plan itself.`,
        }),
      patience,
    );
    worker.addEventListener('message', onAnswer);
    worker.addEventListener('error', onError);
    worker.postMessage(job, { transfer: [] });
  });
}
