import * as z from 'zod/mini';

const epoch = z.number();
const list = <T extends z.core.SomeType>(item: T) => z.readonly(z.array(item));
const record = <T extends z.core.$ZodLooseShape>(shape: T) => z.readonly(z.object(shape));
const range = z.nullable(record({ low: z.number(), high: z.number() }));
const checkInState = z.enum(['not started', 'to come', 'due', 'late', 'closed']);

const kpiCell = record({
  column: z.string(),
  state: z.enum(['met', 'not met', 'cannot say', 'no target', 'no value']),
  unit: z.enum(['share', 'ms', 'count', 'ratio']),
  value: z.nullable(z.number()),
  events: z.nullable(z.number()),
  of: z.nullable(z.number()),
  range,
  possible: range,
  said: z.string(),
  why: z.string(),
  /** "measured by datadog", "entered by Ana from the weekly sheet". */
  origin: z.string(),
});

const trendPoint = record({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['stage', 'check-in']),
  events: z.nullable(z.number()),
  of: z.nullable(z.number()),
  about: z.boolean(),
  unit: z.enum(['share', 'ms', 'count', 'ratio']),
  value: z.number(),
  range,
  origin: z.string(),
  said: z.string(),
});

/** Every KPI that has a value anywhere, from the first stage to now. */
export const trends = list(
  record({
    kpi: z.string(),
    label: z.string(),
    points: list(trendPoint),
  }),
);

const question = record({
  /** "check-in:1-week" or "questions". */
  about: z.string(),
  label: z.string(),
  kind: z.enum(['pick', 'text']),
  answer: z.nullable(record({ text: z.string(), by: z.string(), at: epoch })),
  /** A first sentence to edit; most questions have none. */
  suggestion: z.nullable(z.string()),
  /** What stands in the plan already. */
  inPlan: z.string(),
});

/** `GET /api/rollouts/:id/kpis/:checkin`. */
export const kpiView = record({
  rollout: record({ id: z.string(), title: z.string(), zone: z.string() }),
  example: z.boolean(),
  serverNow: epoch,
  checkIn: record({
    id: z.string(),
    label: z.string(),
    state: checkInState,
    from: z.nullable(epoch),
    to: z.nullable(epoch),
    /** "Stage E": what it counts from. */
    since: z.nullable(z.string()),
  }),
  all: list(record({ id: z.string(), label: z.string(), state: checkInState, due: z.nullable(epoch) })),
  summary: z.string(),
  columns: list(
    record({
      id: z.string(),
      label: z.string(),
      frozenAt: z.nullable(epoch),
      why: z.nullable(z.enum(['due', 'settled', 'so far'])),
      from: z.nullable(epoch),
      to: z.nullable(epoch),
    }),
  ),
  kpis: list(
    record({
      id: z.string(),
      label: z.string(),
      definition: z.string(),
      target: z.nullable(z.string()),
      line: z.number(),
      cells: list(kpiCell),
    }),
  ),
  figures: list(
    record({
      name: z.string(),
      label: z.string(),
      said: z.string(),
      origin: z.string(),
      note: z.nullable(z.string()),
      link: z.nullable(z.string()),
      /** What a source measured, where a person entered another number. */
      measured: z.nullable(z.string()),
    }),
  ),
  identities: list(
    record({ text: z.string(), result: z.enum(['true', 'not true', 'cannot say']), said: z.string() }),
  ),
  trends,
  populations: list(record({ label: z.string(), said: z.string(), origin: z.string() })),
  questions: list(question),
  evidence: record({
    errors: list(z.string()),
    observations: list(z.string()),
    decisions: list(z.string()),
    rollbacks: list(z.string()),
  }),
  cleanUp: list(
    record({
      id: z.string(),
      text: z.string(),
      state: z.enum(['done', 'open', 'unknown']),
      said: z.string(),
      ticked: z.nullable(record({ by: z.string(), at: epoch })),
    }),
  ),
  snapshots: list(record({ frozenAt: epoch, why: z.enum(['due', 'settled']) })),
  closed: z.nullable(record({ by: z.string(), at: epoch })),
  reopened: list(record({ by: z.string(), at: epoch, reason: z.string() })),
});
export type KpiView = z.infer<typeof kpiView>;

/** `GET /api/rollouts/:id/kpis/:checkin/now`: by how much the source differs today from what was frozen. */
export const kpiDifferences = record({
  readAt: epoch,
  frozenAt: z.nullable(epoch),
  differences: list(record({ name: z.string(), frozen: z.string(), now: z.string(), by: z.string() })),
  /** Names that could not be read now. */
  unread: list(record({ name: z.string(), why: z.string() })),
});
export type KpiDifferences = z.infer<typeof kpiDifferences>;

/** `GET /api/check-ins`: those due, late or closed, and those to come, across rollouts; the most urgent first. */
export const checkInList = list(
  record({
    rollout: record({ id: z.string(), title: z.string(), zone: z.string() }),
    checkIn: z.string(),
    label: z.string(),
    state: checkInState,
    due: z.nullable(epoch),
    /** Questions of this check-in that nobody has answered. */
    unanswered: z.number(),
    example: z.boolean(),
  }),
);
export type CheckInList = z.infer<typeof checkInList>;
