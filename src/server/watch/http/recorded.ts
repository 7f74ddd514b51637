import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { JournalEntry } from '#contract/journal.ts';
import { nameHint } from '#domain/plan/nearest-name.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { newestRun } from '../loop/run-book.ts';
import type { Role } from '../identity/identity.ts';
import type { StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage, type Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { writer } from './who.ts';
import type * as z from 'zod';

/** What every line of the log begins with. */
export interface EntryHead {
  readonly id: string;
  readonly rollout: string;
  readonly stage: string;
  readonly run: string | null;
  readonly at: number;
  readonly by: string;
}

export interface Recording<T> {
  readonly head: EntryHead;
  readonly body: T;
  readonly rollout: ReadableRollout;
  readonly stage: Stage;
  /** The stage's open run, else its last; `null` where it never ran. */
  readonly run: StoredRun | null;
}

/**
 * Reads what every record of a person needs: the stage, the body, who it is, and the run it belongs to. `roleFor` is the role
 * that writing it takes.
 */
export async function readRecording<
  T extends { readonly who?: string | undefined; readonly id?: string | undefined },
>(
  c: Context,
  deps: AppDeps,
  schema: z.core.$ZodType<T>,
  roleFor: (body: T) => Role = () => 'monitor',
): Promise<Found<Recording<T>>> {
  const found = findStage(c, deps.library);
  if (!found.ok) return found;
  const body = await readBody(c, schema);
  if (!body.ok) return body;
  const person = writer(c, deps, body.value.who, roleFor(body.value));
  if (!person.ok) return person;
  const { rollout, stage } = found.value;
  const run = newestRun(await deps.store.runsOf(rollout.id), stage.id) ?? null;
  const head: EntryHead = {
    id: body.value.id ?? randomUUID(),
    rollout: rollout.id,
    stage: stage.id,
    run: run?.id ?? null,
    at: deps.now(),
    by: person.value.name,
  };
  return { ok: true, value: { head, body: body.value, rollout, stage, run } };
}

/** Refuses what only makes sense while the stage runs. */
export function notRunning(c: Context): Response {
  return problem(c, 409, {
    title: 'Nothing is running',
    detail: 'This stage has no open run.',
    remedy: 'Start watching the stage first.',
  });
}

/** Has the change judged and tells open pages. */
export async function afterRecording(deps: AppDeps, rollout: string, stage: string | null): Promise<void> {
  await deps.watcher.judgeNow(rollout);
  deps.changes.publish({ rollout, stage, at: deps.now(), state: null });
}

/** Adds a line to the log, and has it judged. */
export async function record(c: Context, deps: AppDeps, entry: JournalEntry): Promise<Response> {
  const appended = await deps.store.append(entry);
  await afterRecording(deps, entry.rollout, entry.stage);
  return c.json(appended.ok ? appended.entry : appended.taken, 201);
}

/** Refuses what contradicts itself or the plan. */
export function unfit(c: Context, detail: string): Response {
  return problem(c, 422, { title: 'That does not fit', detail, remedy: 'Correct it; nothing was saved.' });
}

/** Refuses a name the plan or the records don't have. */
export function noSuch(c: Context, what: string, name: string, names: readonly string[]): Response {
  return problem(c, 422, {
    title: `No such ${what}`,
    detail: `There is no ${what} "${name}" here.`,
    remedy: `Check its name.${nameHint(name, names)}`,
  });
}
