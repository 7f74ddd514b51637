import * as z from 'zod/mini';
import { trends } from './kpi-view.ts';

const epoch = z.number();
const list = <T extends z.core.SomeType>(item: T) => z.readonly(z.array(item));
const record = <T extends z.core.$ZodLooseShape>(shape: T) => z.readonly(z.object(shape));

const conflict = record({
  subject: z.string(),
  label: z.string(),
  line: z.number(),
  theirs: z.string(),
  ours: z.string(),
});

const section = record({
  subject: z.string(),
  label: z.string(),
  line: z.number(),
  values: list(record({ label: z.string(), value: z.string(), from: z.string() })),
  /** "Evidence frozen Monday, July 28, 2025, 5:00 p.m. ET (21:00 UTC)". */
  stamp: z.string(),
  /** Where that evidence can be seen. */
  link: z.string(),
  /** The lines to paste. */
  markdown: z.string(),
});

/** A run that has ended, with what its Results ask for and what people have entered. */
const stageRun = record({
  stage: z.string(),
  label: z.string(),
  attempt: z.number(),
  labels: list(
    record({
      label: z.string(),
      kind: z.enum(['pick', 'text']),
      /** What the report says; `null` where nobody knows. */
      value: z.nullable(z.string()),
      /** "observations", "error-rate", "entered". */
      from: z.nullable(z.string()),
    }),
  ),
  numbers: list(record({ name: z.string(), label: z.string(), said: z.string(), origin: z.string() })),
  /** Everything that was ever entered, oldest first. */
  entered: list(
    record({
      about: z.string(),
      text: z.string(),
      source: z.string(),
      by: z.string(),
      at: epoch,
      reason: z.nullable(z.string()),
    }),
  ),
});

/** `GET /api/rollouts/:id/report.json`, and the answer to `POST /api/rollouts/:id/report`. */
export const reportView = record({
  rollout: record({ id: z.string(), title: z.string(), zone: z.string() }),
  example: z.boolean(),
  file: z.string(),
  madeAt: epoch,
  /** When the newest evidence in it was frozen; `null` where nothing is. */
  frozenAt: z.nullable(epoch),
  /** What each check-in that is due comes to, in a sentence. */
  summaries: list(record({ id: z.string(), label: z.string(), summary: z.string() })),
  trends,
  sections: list(section),
  stages: list(stageRun),
  markdown: z.string(),
  diff: z.string(),
  conflicts: list(conflict),
  left: list(record({ subject: z.string(), label: z.string(), line: z.nullable(z.number()) })),
  rollbacks: list(record({ stage: z.string(), lines: list(z.string()) })),
  pullRequest: z.string(),
});
export type ReportView = z.infer<typeof reportView>;
