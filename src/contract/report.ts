import * as z from 'zod/mini';
import { trafficReading, reading } from './verdict.ts';

const epoch = z.number();
const unit = z.enum(['share', 'ms', 'count', 'ratio']);

/** One number of a stage or check-in, with where it comes from. */
const figure = z.readonly(
  z.object({
    name: z.string(),
    unit,
    value: z.nullable(z.number()),
    counts: z.nullable(z.readonly(z.object({ events: z.number(), of: z.number() }))),
    decimals: z.nullable(z.number()),
    highest: z.nullable(z.number()),
    parts: z.readonly(z.array(z.readonly(z.object({ key: z.string(), value: z.number() })))),
    origin: z.enum(['measured', 'entered', 'plan', 'worked out']),
    by: z.nullable(z.string()),
    source: z.string(),
    at: epoch,
    problem: z.nullable(z.string()),
    note: z.nullable(z.string()),
    link: z.nullable(z.string()),
    example: z.boolean(),
  }),
);

/** What was known of a stage's run or a check-in, frozen. It never changes; a later look is another snapshot. */
export const snapshot = z.readonly(
  z.object({
    rollout: z.string(),
    /** "run:…", "check-in:1-week", "before". */
    subject: z.string(),
    from: epoch,
    to: epoch,
    frozenAt: epoch,
    /** `due`: as soon as it was due; `settled`: once what comes late had come. */
    why: z.enum(['due', 'settled']),
    figures: z.readonly(z.array(figure)),
    readings: z.readonly(z.array(reading)),
    traffic: z.readonly(z.array(trafficReading)),
  }),
);
export type Snapshot = z.infer<typeof snapshot>;

const entryHead = {
  id: z.string(),
  rollout: z.string(),
  /** "check-in:1-week", "run:…", "before", "questions", "clean-up". */
  subject: z.string(),
  at: epoch,
  by: z.string(),
};

/** What a person did about a check-in or a report. Entries are added, never changed. */
export const reportEntry = z.discriminatedUnion('kind', [
  z.readonly(
    z.object({
      ...entryHead,
      kind: z.literal('value'),
      name: z.string(),
      /** As typed: "5.7% (27/472)". */
      text: z.string(),
      source: z.string(),
      /** Why it is entered over a measured number. */
      reason: z.nullable(z.string()),
    }),
  ),
  z.readonly(z.object({ ...entryHead, kind: z.literal('answer'), label: z.string(), text: z.string() })),
  z.readonly(
    z.object({
      ...entryHead,
      /** What the Results of a run say for a label. Empty: withdrawn, and the evidence speaks again. */
      kind: z.literal('result'),
      label: z.string(),
      text: z.string(),
      source: z.string(),
      /** Why what stood there before is set aside. */
      reason: z.nullable(z.string()),
    }),
  ),
  z.readonly(z.object({ ...entryHead, kind: z.literal('closed') })),
  z.readonly(z.object({ ...entryHead, kind: z.literal('reopened'), reason: z.string() })),
  z.readonly(z.object({ ...entryHead, kind: z.literal('task'), task: z.string(), done: z.boolean() })),
]);
export type ReportEntry = z.infer<typeof reportEntry>;

/** A value that was given out in a report. */
export const writtenValue = z.readonly(
  z.object({ subject: z.string(), label: z.string(), value: z.string() }),
);
