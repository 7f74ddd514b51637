import type { Context } from 'hono';
import { nameHint } from '#domain/plan/nearest-name.ts';
import type { Stage } from '#domain/plan/plan.ts';
import type { Library } from '../rollouts/library.ts';
import { stageOf, type ReadableRollout, type Rollout } from '../rollouts/rollout.ts';
import { problem } from './problem.ts';

export type Found<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: Response };

/** The rollout named in the address, readable or not. */
export function findRollout(c: Context, library: Library): Found<Rollout> {
  const id = c.req.param('id') ?? '';
  const rollout = library.find(id);
  if (rollout !== undefined) return { ok: true, value: rollout };
  const ids = library.all().map((one) => one.id);
  return {
    ok: false,
    response: problem(c, 404, {
      title: 'No such rollout',
      detail: `There is no rollout "${id}".`,
      remedy: `Check the address.${nameHint(id, ids)}`,
    }),
  };
}

/** The same, where its plan could be read. */
export function findReadable(c: Context, library: Library): Found<ReadableRollout> {
  const found = findRollout(c, library);
  if (!found.ok) return found;
  if (found.value.kind === 'readable') return { ok: true, value: found.value };
  const [first] = found.value.problems;
  return {
    ok: false,
    response: problem(c, 409, {
      title: "The plan can't be read",
      detail: `${found.value.file}${first?.line === null || first === undefined ? '' : `, line ${first.line}`}: ${first?.message ?? 'unknown reason'}`,
      remedy: 'Correct the plan and restart, or post a new version.',
    }),
  };
}

/** The rollout and stage named in the address. */
export function findStage(
  c: Context,
  library: Library,
): Found<{ readonly rollout: ReadableRollout; readonly stage: Stage }> {
  const found = findReadable(c, library);
  if (!found.ok) return found;
  const id = c.req.param('stage') ?? '';
  const stage = stageOf(found.value, id);
  if (stage !== undefined) return { ok: true, value: { rollout: found.value, stage } };
  const ids = found.value.plan.stages.map((one) => one.id);
  return {
    ok: false,
    response: problem(c, 404, {
      title: 'No such stage',
      detail: `"${found.value.plan.title}" has no stage "${id}".`,
      remedy: `Check the address.${nameHint(id, ids)}`,
    }),
  };
}
