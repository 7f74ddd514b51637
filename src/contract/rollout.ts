import * as z from 'zod/mini';
import { asJudged } from './as-judged.ts';
import { deciding } from './deciding.ts';
import { seriesResult } from './series.ts';
import { stagePeople } from './stage-people.ts';
import { allotment, verdict, verdictState } from './verdict.ts';

const epoch = z.number();

/** Who watches the open run, and whom the watch is offered to; `null` while none runs. */
const watching = z.optional(
  z.nullable(z.readonly(z.object({ by: z.nullable(z.string()), offeredTo: z.nullable(z.string()) }))),
);

/** One row of the rollouts list (design §8). A plan that can't be read keeps its row and says why. */
const rolloutItem = z.readonly(
  z.object({
    id: z.string(),
    title: z.string(),
    toggles: z.readonly(z.array(z.string())),
    stage: z.readonly(z.object({ id: z.string(), label: z.string(), percent: z.nullable(z.number()) })),
    verdict: z.readonly(
      z.object({
        state: verdictState,
        word: z.string(),
        reason: z.string(),
        evidence: z.string(),
        since: z.nullable(epoch),
      }),
    ),
    judgedThrough: z.nullable(epoch),
    /** After this instant the row is too old to stand: show Can't tell. */
    staleAfter: z.nullable(epoch),
    /** Planned end of the open run. */
    endsAt: z.nullable(epoch),
    /** Planned start of the next stage that has not run; `null` while one runs, or where the plan gives no date. */
    startsAt: z.nullable(epoch),
    /** Open alerts of the rollout, and who is on them until when. */
    alerts: z.readonly(
      z.object({
        open: z.number(),
        taken: z.readonly(z.array(z.readonly(z.object({ by: z.string(), until: epoch })))),
      }),
    ),
    watch: watching,
    zone: z.string(),
    example: z.boolean(),
    unreadable: z.nullable(
      z.readonly(z.object({ file: z.string(), line: z.nullable(z.number()), reason: z.string() })),
    ),
  }),
);
export const rolloutList = z.readonly(z.array(rolloutItem));
export type RolloutItem = z.infer<typeof rolloutItem>;

const finding = z.readonly(
  z.object({
    severity: z.enum(['must-fix', 'look', 'note']),
    code: z.string(),
    line: z.nullable(z.number()),
    of: z.optional(z.string()),
    message: z.string(),
  }),
);

/** One attempt at a stage. */
export const run = z.readonly(
  z.object({
    id: z.string(),
    stage: z.string(),
    attempt: z.number(),
    start: epoch,
    end: z.nullable(epoch),
    length: z.nullable(z.number()),
    openedBy: z.string(),
    closedBy: z.nullable(z.string()),
  }),
);

const stageSummary = z.readonly(
  z.object({
    id: z.string(),
    label: z.string(),
    phase: z.nullable(z.string()),
    percents: z.readonly(z.record(z.string(), z.number())),
    actors: z.nullable(z.number()),
    off: z.boolean(),
    plannedStart: z.nullable(epoch),
    length: z.nullable(z.number()),
    runs: z.readonly(z.array(run)),
    verdict: z.readonly(z.object({ state: verdictState, word: z.string(), reason: z.string() })),
  }),
);

/** `GET /api/rollouts/:id`. */
export const rollout = z.readonly(
  z.object({
    id: z.string(),
    title: z.string(),
    zone: z.string(),
    example: z.boolean(),
    toggles: z.readonly(z.array(z.readonly(z.object({ key: z.string(), actor: z.string() })))),
    allotments: z.readonly(z.array(allotment)),
    stages: z.readonly(z.array(stageSummary)),
    findings: z.readonly(z.array(finding)),
    /** Names of the plan's criteria, for what the log says of them. */
    criteria: z._default(
      z.readonly(z.array(z.readonly(z.object({ id: z.string(), label: z.string() })))),
      [],
    ),
    currentStage: z.nullable(z.string()),
    /** When whom to call changes next, by the plan's business hours; `null` where that makes no difference. */
    handOverAt: z.nullable(epoch),
    watch: watching,
  }),
);
export type Rollout = z.infer<typeof rollout>;

/** Whose failures a criterion counts, and what they ask of people. */
const fault = z.enum(['ours', 'downstream', 'help desk', 'retry']);

/** What a criterion looks like to the page: its rule in words, and the signals its chart draws. */
const criterionView = z.readonly(
  z.object({
    id: z.string(),
    label: z.string(),
    rule: z.string(),
    line: z.number(),
    /** Each time is listed: of what must not happen, and of kinds of error that were not there before. */
    listed: z.optional(z.nullable(z.enum(['never', 'new-issues']))),
    /** Whose failures it counts, where the plan says. */
    fault: z.optional(z.nullable(fault)),
    chart: z.nullable(
      z.discriminatedUnion('kind', [
        z.readonly(
          z.object({
            kind: z.literal('ratio'),
            numerator: z.string(),
            denominator: z.string(),
            turned: z.boolean(),
          }),
        ),
        z.readonly(z.object({ kind: z.literal('single'), signal: z.string() })),
        z.readonly(z.object({ kind: z.literal('window-sum'), signal: z.string(), within: z.number() })),
        z.readonly(z.object({ kind: z.literal('slower'), signal: z.string(), than: z.number() })),
      ]),
    ),
  }),
);
export type CriterionView = z.infer<typeof criterionView>;

/** `GET /api/rollouts/:id/stages/:stage`. */
export const stageView = z.readonly(
  z.object({
    rollout: z.readonly(z.object({ id: z.string(), title: z.string(), zone: z.string() })),
    stage: stageSummary,
    /** The stage after it; `null` after the last. */
    next: z.optional(
      z.nullable(
        z.readonly(z.object({ id: z.string(), label: z.string(), percent: z.nullable(z.number()) })),
      ),
    ),
    run: z.nullable(run),
    /** What a decision starts from. */
    deciding: z.optional(deciding),
    /** Frozen at this instant when asked for with `at`. */
    at: z.nullable(epoch),
    verdict,
    since: z.nullable(epoch),
    criteria: z.readonly(z.array(criterionView)),
    people: stagePeople,
    allotments: z.readonly(z.array(allotment)),
    example: z.boolean(),
    /** The server's clock, so that ages never depend on the reader's. */
    serverNow: epoch,
    /** Next planned judgement. */
    nextJudgement: z.nullable(epoch),
    /** With `at`: the judgement it is answered from, without asking any source. */
    asJudged: z.optional(asJudged),
  }),
);
export type StageView = z.infer<typeof stageView>;

/** `GET /api/rollouts/:id/stages/:stage/series`. */
export const stageSeries = z.readonly(
  z.object({
    window: z.readonly(z.object({ from: epoch, to: epoch, width: z.number() })),
    series: z.readonly(z.array(seriesResult)),
    serverNow: epoch,
    /** With `at`: the judgement it is answered from, without asking any source. */
    asJudged: z.optional(asJudged),
  }),
);
export type StageSeries = z.infer<typeof stageSeries>;

/** `GET /api/rollouts/:id/stages/:stage/verdicts`: transitions, newest first. */
export const verdictHistory = z.readonly(
  z.array(
    z.readonly(
      z.object({
        at: epoch,
        run: z.nullable(z.string()),
        state: verdictState,
        word: z.string(),
        reason: z.string(),
        evidence: z.string(),
      }),
    ),
  ),
);
export type VerdictHistory = z.infer<typeof verdictHistory>;

/** `GET /api/health`. */
export const health = z.readonly(
  z.object({
    status: z.enum(['ok', 'stalled']),
    version: z.string(),
    startedAt: epoch,
    serverNow: epoch,
    watcher: z.readonly(z.object({ lastPass: z.nullable(epoch), openRuns: z.number() })),
    store: z.string(),
  }),
);
export type Health = z.infer<typeof health>;

/** What `GET /api/events` sends as `event: changed`: something to read again, never the data itself. */
export const changedEvent = z.readonly(
  z.object({
    rollout: z.string(),
    stage: z.nullable(z.string()),
    at: epoch,
    state: z.nullable(verdictState),
  }),
);
export type ChangedEvent = z.infer<typeof changedEvent>;
