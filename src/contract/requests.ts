import * as z from 'zod/mini';

/** Who writes, where no login says so. A login's name wins. */
const who = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120)));

/** `POST /api/rollouts`: a plan as its Markdown text. `id` defaults to a slug of its title. */
export const postRollout = z.strictObject({
  markdown: z.string().check(z.minLength(1), z.maxLength(262_144)),
  id: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,79}$/))),
  /** The version the sender has seen, 0 for a new rollout: another one is a conflict. */
  seenVersion: z.optional(z.int().check(z.nonnegative())),
  who,
});

/** `POST /api/rollouts/:id/stages/:stage/runs`: open a run now, or at a stated past instant. */
export const postRun = z.strictObject({ who, start: z.optional(z.int().check(z.nonnegative())) });
export type PostRun = z.infer<typeof postRun>;

/** `POST /api/rollouts/:id/stages/:stage/runs/:run/end`. */
export const postRunEnd = z.strictObject({ who, end: z.optional(z.int().check(z.nonnegative())) });

/** `POST /api/rollouts/:id/allotment`: a percentage entered by hand, with who and when. */
export const postAllotment = z.strictObject({
  who,
  toggle: z.string().check(z.minLength(1)),
  percent: z.number().check(z.minimum(0), z.maximum(100)),
  at: z.optional(z.int().check(z.nonnegative())),
});
export type PostAllotment = z.infer<typeof postAllotment>;
