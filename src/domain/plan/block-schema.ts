import * as z from 'zod';
import { isZone } from '../time/zone.ts';
import { parseDuration } from '../time/duration.ts';
import { parseRhythm } from './ask-rhythm.ts';
import { parseLimit } from './limit.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Use small letters, digits and hyphens, starting with a letter or digit.');

const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    'Write a length of time such as 10m, 2h, 3d or 1 week.',
  )
  .describe('A length of time: 10m, 2h, 3d.');

const limit = z.string().superRefine((text, context) => {
  const read = parseLimit(text);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

const percent = z.number().min(0).max(100);

const tolerance = z.string().regex(/^\d+(\.\d+)?x$/, 'Write a tolerated ratio such as 1.1x.');

const stage = z.strictObject({
  id: slug,
  line: z.int().positive().optional().describe('Line of the prose this entry belongs to.'),
  label: z.string().min(1).optional(),
  phase: z.string().min(1).optional(),
  percent: z.union([percent, z.record(z.string(), percent)]).optional(),
  actors: z.int().nonnegative().optional(),
  start: z.string().optional(),
  length: duration.optional(),
  off: z.boolean().optional(),
  'safety-only': z.boolean().optional(),
  skip: z.literal(true).optional().describe('What the prose has here is no stage: leave it out.'),
});

const toggle = z.strictObject({
  key: z.string().min(1),
  actor: z.enum(['user', 'cookie_id']).optional(),
  settle: duration.optional(),
  'off-order': z.int().optional(),
});

const signal = z.strictObject({
  source: z.string().min(1),
  kind: z.enum(['count', 'counter', 'histogram', 'duration', 'unique', 'gauge', 'issues']),
  query: z.string().min(1),
  dataset: z.string().optional(),
  by: z.string().optional(),
  measure: z.string().optional(),
  statistic: z.enum(['avg', 'p50', 'p75', 'p90', 'p95', 'p99', 'max']).optional(),
  unit: z.enum(['ms', 's']).optional(),
  weight: z.string().optional(),
  top: z.int().positive().optional(),
  absent: z.enum(['gap', 'zero']).optional(),
  heartbeat: z.string().optional(),
});

const pair = z.tuple([z.string(), z.string()]);

const measures = {
  ratio: pair.optional(),
  count: z.string().optional(),
  never: z.string().optional(),
  average: z.string().optional(),
  max: z.string().optional(),
  slower: z.strictObject({ than: duration, of: z.string() }).optional(),
  uptime: z
    .union([z.strictObject({ failed: z.string(), of: z.string() }), z.strictObject({ up: z.string() })])
    .optional()
    .describe('By requests (failed, of), or by a probe that says what part of each bucket was up (up).'),
  classes: z
    .strictObject({ signal: z.string(), of: z.string(), groups: z.array(z.string()).min(1) })
    .optional(),
  'new-issues': z.string().optional(),
  ask: z
    .strictObject({
      text: z.string().min(1),
      answer: z.enum(['count', 'share', 'yes-no-na']),
      every: z
        .string()
        .refine(
          (text) => parseRhythm(text) !== undefined,
          'Write business day, decision, or a length of time such as 4h.',
        )
        .optional(),
    })
    .optional(),
};

const criterion = z.strictObject({
  id: slug,
  line: z
    .union([z.int().positive(), z.array(z.int().positive()).min(1)])
    .optional()
    .describe('Line or lines of the prose this criterion measures; their findings are then answered here.'),
  label: z.string().min(1).optional(),
  ...measures,
  limit: limit.optional(),
  limits: z.record(z.string(), limit).optional(),
  breach: z.enum(['roll back', 'hold']).optional(),
  baseline: z.enum(['control', 'previous stage', 'before launch']).optional(),
  control: z.record(z.string(), z.string()).optional(),
  tolerance: tolerance.optional(),
  bursty: z
    .boolean()
    .optional()
    .describe(
      'The limit holds on average, and events come in bursts: how much so is measured before launch.',
    ),
  watch: z.boolean().optional(),
  fault: z
    .enum(['ours', 'downstream', 'help desk', 'retry'])
    .optional()
    .describe('Whose failures it counts, or what they ask of people. Shown apart; judged like any other.'),
  stages: z.array(z.string()).optional(),
  fills: z.string().optional(),
});

const kpi = z.strictObject({
  id: slug,
  label: z.string().min(1).optional(),
  ratio: measures.ratio,
  count: measures.count,
  average: measures.average,
  target: limit.optional(),
  fills: z.string().optional(),
});

/** The fenced `stagewatch` block of a plan (design §4). Everything in it is optional; unknown keys are errors. */
export const blockSchema = z.strictObject({
  zone: z.string().refine(isZone, 'Use an IANA time zone such as America/New_York.').optional(),
  'business-hours': z.string().optional(),
  toggles: z.array(toggle).optional(),
  stages: z.array(stage).optional(),
  signals: z.record(z.string(), signal).optional(),
  criteria: z.array(criterion).optional(),
  traffic: z
    .array(
      z.strictObject({
        toggle: z.string(),
        new: z.string(),
        old: z.string(),
        unit: z.enum(['actors', 'requests']).optional(),
        'per-actor': z.number().positive().optional(),
        eligible: z.string().optional(),
      }),
    )
    .optional(),
  gates: z.array(z.strictObject({ text: z.string().min(1), before: z.string().optional() })).optional(),
  checklist: z
    .array(
      z.strictObject({
        text: z.string().min(1).describe('A few words of a box in the prose; of none, a box of its own.'),
        owner: z.string().min(1).optional().describe('A role, not a name.'),
        due: z
          .string()
          .optional()
          .describe('A day or a time such as "2025-07-21 09:00", in the plan’s zone.'),
        stage: z.string().optional(),
      }),
    )
    .optional()
    .describe('Owners and due dates for the boxes of the prose, and boxes it lacks.'),
  contacts: z
    .array(
      z.strictObject({
        for: z.string(),
        hours: z.enum(['business', 'after', 'always']).optional(),
        role: z.string(),
        via: z.string().optional(),
        ref: z.string().optional(),
      }),
    )
    .optional(),
  'not-undone': z.array(z.string()).optional(),
  results: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  kpis: z.array(kpi).optional(),
  checkins: z.array(z.strictObject({ id: slug, after: duration, from: z.string().optional() })).optional(),
  identities: z.array(z.string()).optional(),
  accept: z
    .array(
      z.strictObject({
        finding: z.string(),
        line: z.int().positive().optional(),
        of: z.string().min(1).optional().describe('Id of the stage, criterion or signal it is about.'),
        words: z
          .string()
          .min(1)
          .optional()
          .describe('A few words of the line: where they go, the acceptance goes; without them it ends.'),
        reason: z.string().min(1),
      }),
    )
    .optional(),
  example: z
    .strictObject({ stage: slug, started: duration, allotment: percent.optional() })
    .optional()
    .describe('For plans with example data: which stage is open, and since when, at first start.'),
});

export type Block = z.infer<typeof blockSchema>;
export type BlockCriterion = z.infer<typeof criterion>;
export type BlockStage = z.infer<typeof stage>;
export type BlockSignal = z.infer<typeof signal>;
export type BlockKpi = z.infer<typeof kpi>;
