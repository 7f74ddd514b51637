import * as z from 'zod/mini';

/** Who writes, where no login says so. A login's name wins. */
const who = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120)));

/** Made by the sender: sending the same again writes nothing twice. */
const id = z.optional(z.string().check(z.regex(/^[\w-]{8,64}$/)));

const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(300));
const text = z.string().check(z.trim(), z.maxLength(4000));

/** `POST /api/rollouts/:id/kpis/:checkin`: a number, an answer, the end of the check-in, or its return with a reason. */
export const postKpi = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('value'),
    who,
    id,
    name: line,
    text: line,
    /** Where the number comes from: "weekly sheet of the business line". */
    source: line,
    /** Needed where a source has measured another number. */
    reason: z.optional(text),
  }),
  z.strictObject({
    do: z.literal('answer'),
    who,
    id,
    /** The questions after launch belong to no single check-in. */
    about: z.optional(z.literal('questions')),
    label: line,
    text,
  }),
  z.strictObject({ do: z.literal('close'), who, id }),
  z.strictObject({
    do: z.literal('reopen'),
    who,
    id,
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)),
  }),
  z.strictObject({ do: z.literal('task'), who, id, task: line, done: z.boolean() }),
]);
export type PostKpi = z.input<typeof postKpi>;

/** Which run of the stage; without one, the newest that has ended. */
const attempt = z.optional(z.number().check(z.int(), z.positive()));

/** `POST /api/rollouts/:id/stages/:stage/results`: what people know of a stage that has ended. */
export const postResult = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('result'),
    who,
    id,
    attempt,
    /** A label of the stage's Results, as the plan has it. */
    label: line,
    /** What to write there; empty takes an earlier entry back. */
    text,
    source: line,
    /** Needed where something stands there already. */
    reason: z.optional(text),
  }),
  z.strictObject({
    do: z.literal('value'),
    who,
    id,
    attempt,
    name: line,
    text: line,
    source: line,
    reason: z.optional(text),
  }),
]);
export type PostResult = z.input<typeof postResult>;

/** `POST /api/rollouts/:id/report`: a colleague's newer copy of the plan, to be filled. */
export const postReport = z.strictObject({
  markdown: z.string().check(z.minLength(1), z.maxLength(262_144)),
  file: z.optional(line),
  insert: z.optional(z.boolean()),
});
