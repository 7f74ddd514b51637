import * as z from 'zod/mini';
import { run } from './rollout.ts';
import { seriesResult } from './series.ts';
import { limit } from './verdict.ts';

const epoch = z.number();
const ids = z.readonly(z.record(z.string(), z.string()));

const measure = z.discriminatedUnion('kind', [
  z.readonly(z.object({ kind: z.literal('ratio'), numerator: z.string(), denominator: z.string() })),
  z.readonly(
    z.object({ kind: z.enum(['count', 'never', 'average', 'max', 'new-issues']), signal: z.string() }),
  ),
  z.readonly(z.object({ kind: z.literal('slower'), than: z.number(), signal: z.string() })),
  z.readonly(z.object({ kind: z.literal('uptime'), failed: z.string(), of: z.string() })),
  z.readonly(z.object({ kind: z.literal('downtime'), up: z.string() })),
  z.readonly(
    z.object({
      kind: z.literal('classes'),
      signal: z.string(),
      of: z.string(),
      groups: z.readonly(z.array(z.string())),
    }),
  ),
  z.readonly(
    z.object({
      kind: z.literal('ask'),
      text: z.string(),
      answer: z.enum(['count', 'share', 'yes-no-na']),
    }),
  ),
]);

const criterion = z.readonly(
  z.object({
    id: z.string(),
    label: z.string(),
    measure,
    limit: z.nullable(limit),
    limits: z.readonly(z.record(z.string(), limit)),
    breach: z.enum(['roll back', 'hold']),
    baseline: z.nullable(
      z.discriminatedUnion('kind', [
        z.readonly(z.object({ kind: z.literal('control'), signals: ids })),
        z.readonly(z.object({ kind: z.enum(['previous stage', 'before launch']) })),
      ]),
    ),
    tolerance: z.nullable(z.number()),
    bursty: z.boolean(),
    watch: z.boolean(),
    stages: z.nullable(z.readonly(z.array(z.string()))),
    fills: z.nullable(z.string()),
    line: z.number(),
  }),
);

const stage = z.readonly(
  z.object({
    id: z.string(),
    label: z.string(),
    phase: z.nullable(z.string()),
    audience: z.discriminatedUnion('kind', [
      z.readonly(
        z.object({ kind: z.literal('percent'), percents: z.readonly(z.record(z.string(), z.number())) }),
      ),
      z.readonly(z.object({ kind: z.literal('actors'), count: z.number() })),
      z.readonly(z.object({ kind: z.literal('unknown') })),
    ]),
    start: z.nullable(epoch),
    length: z.nullable(z.number()),
    off: z.boolean(),
    safetyOnly: z.boolean(),
    line: z.number(),
  }),
);

const signal = z.readonly(
  z.object({
    id: z.string(),
    source: z.string(),
    kind: z.enum(['count', 'counter', 'histogram', 'duration', 'unique', 'gauge', 'issues']),
    query: z.string(),
    dataset: z.nullable(z.string()),
    by: z.nullable(z.string()),
    measure: z.nullable(z.string()),
    statistic: z.nullable(z.string()),
    unit: z.nullable(z.enum(['ms', 's'])),
    weight: z.nullable(z.string()),
    top: z.nullable(z.number()),
    absent: z.enum(['gap', 'zero']),
    heartbeat: z.nullable(z.string()),
    line: z.number(),
  }),
);

const past = z.readonly(
  z.object({
    label: z.string(),
    window: z.readonly(z.object({ from: epoch, to: epoch })),
    percent: z.nullable(z.number()),
    series: z.readonly(z.array(seriesResult)),
  }),
);

/**
 * `GET /api/rollouts/:id/stages/:stage/judging`: what the judge reads of the plan and the past to judge a stage's series
 * again under another limit. No contacts, no people, no credentials; the stage's own series come from `…/series`.
 */
export const stageJudging = z.readonly(
  z.object({
    title: z.string(),
    zone: z.string(),
    stages: z.readonly(z.array(stage)),
    /** The stage asked for. */
    stage: z.string(),
    run: z.nullable(run),
    /** The criteria of this stage and the signals they read. */
    criteria: z.readonly(z.array(criterion)),
    signals: z.readonly(z.array(signal)),
    past: z.readonly(
      z.object({
        previousStage: z.nullable(past),
        sameHours: z.readonly(z.array(past)),
        lately: z.readonly(z.array(past)),
      }),
    ),
  }),
);
export type StageJudging = z.infer<typeof stageJudging>;
