import * as z from 'zod/mini';

const line = z.number();
const text = z.string();
const orNull = <T extends z.core.SomeType>(schema: T) => z.nullable(schema);
const list = <T extends z.core.SomeType>(schema: T) => z.readonly(z.array(schema));

const finding = z.readonly(
  z.object({
    severity: z.enum(['must-fix', 'look', 'note']),
    code: text,
    line: orNull(line),
    of: z.optional(text),
    message: text,
  }),
);

/** What keeps a plan from being read, and where. */
const planProblem = z.readonly(z.object({ line: orNull(line), column: orNull(z.number()), message: text }));

const stage = z.readonly(
  z.object({
    id: text,
    label: text,
    phase: orNull(text),
    line,
    proseLine: orNull(line),
    percent: orNull(z.number()),
    users: orNull(z.number()),
    length: orNull(text),
    start: orNull(text),
    end: orNull(text),
    off: z.boolean(),
  }),
);

const criterion = z.readonly(
  z.object({
    text,
    line,
    from: z.enum(['success', 'rollback']),
    limit: orNull(text),
    written: orNull(text),
    isRelative: z.boolean(),
    boundBy: list(text),
  }),
);

const bound = z.readonly(
  z.object({
    id: text,
    label: text,
    line,
    kind: text,
    limit: orNull(text),
    hasLimit: z.boolean(),
    breach: text,
    watch: z.boolean(),
    signals: list(text),
  }),
);

/** `POST /api/plans/check`: what was understood of a plan. Nothing is saved. */
export const planCheck = z.discriminatedUnion('ok', [
  z.readonly(z.object({ ok: z.literal(false), title: orNull(text), problems: list(planProblem) })),
  z.readonly(
    z.object({
      ok: z.literal(true),
      title: text,
      zone: text,
      toggles: list(z.readonly(z.object({ key: text, line }))),
      stages: list(stage),
      criteria: list(criterion),
      bound: list(bound),
      signals: list(z.readonly(z.object({ id: text, source: text, kind: text, query: text, line }))),
      contacts: list(z.readonly(z.object({ for: text, hours: text, role: text }))),
      links: list(z.readonly(z.object({ label: text, url: text, kind: text, line }))),
      findings: list(finding),
      block: orNull(z.readonly(z.object({ from: line, to: line }))),
      expected: list(
        z.readonly(z.object({ stage: text, attempts: orNull(z.number()), needed: orNull(z.number()) })),
      ),
      firstDecider: orNull(text),
    }),
  ),
]);
export type PlanCheck = z.infer<typeof planCheck>;

const markdown = z.string().check(z.minLength(1), z.maxLength(262_144));
const who = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120)));

export const postPlanCheck = z.strictObject({
  markdown,
  perDay: z.optional(z.number().check(z.nonnegative())),
});

/** `POST /api/plans/drafts`: keeps a plan that is not watched, so that its signals may be tried. */
export const postDraft = z.strictObject({ markdown, who });

export const draft = z.readonly(z.object({ id: text, by: text, at: z.number(), markdown: text }));
export type Draft = z.infer<typeof draft>;

/** `POST /api/plans/drafts/:draft/try`: asks the live source for one signal of the draft. */
export const postTry = z.strictObject({ signal: text, span: z.enum(['hour', 'week']), who });

/** One signal, as its source answered: buckets of the span, and what is typical of them. */
export const triedSignal = z.readonly(
  z.object({
    signal: text,
    source: text,
    status: z.enum(['ok', 'partial', 'stale', 'empty', 'error']),
    /** What failed, and the remedy; what is missing. `null` where the answer is whole. */
    message: orNull(text),
    from: z.number(),
    width: z.number(),
    values: list(orNull(z.number())),
    /** Of the buckets with a value. */
    typical: orNull(z.number()),
    worst: orNull(z.number()),
    left: z.number(),
  }),
);
export type TriedSignal = z.infer<typeof triedSignal>;

/** `GET /api/rollouts/:id/plan/versions`: newest first; their texts one by one. */
export const planVersions = list(z.readonly(z.object({ version: z.number(), by: text, at: z.number() })));
export type PlanVersions = z.infer<typeof planVersions>;

/** `GET /api/rollouts/:id/plan` and `…/plan/versions/:version`. */
export const savedPlan = z.readonly(z.object({ id: text, file: text, version: z.number(), markdown: text }));
export type SavedPlan = z.infer<typeof savedPlan>;
