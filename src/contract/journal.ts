import * as z from 'zod/mini';
import { allotmentOrigin, readingState, verdict, verdictState } from './verdict.ts';

const epoch = z.number();

/** Of what a person reports: the plan's questions and everything else worth writing down. */
export const topic = z.enum([
  'complaints',
  'test cases',
  'downstream',
  'easy to process',
  'anomaly',
  'feedback',
  'help-desk codes',
  'other',
]);

/** What was answered. A count of zero says that somebody asked; `not-asked` says that nobody did. */
export const said = z.discriminatedUnion('kind', [
  z.readonly(z.object({ kind: z.literal('count'), count: z.int().check(z.nonnegative()) })),
  z.readonly(
    z.object({
      kind: z.literal('share'),
      positive: z.int().check(z.nonnegative()),
      of: z.int().check(z.nonnegative()),
    }),
  ),
  z.readonly(z.object({ kind: z.literal('yes-no-na'), answer: z.enum(['yes', 'no', 'n/a']) })),
  z.readonly(z.object({ kind: z.literal('not-asked') })),
]);

/** What a round of user acceptance testing found; its tickets and words stand beside it. */
export const uat = z.readonly(
  z.object({
    users: z.int().check(z.nonnegative()),
    bugsFound: z.int().check(z.nonnegative()),
    bugsFixed: z.int().check(z.nonnegative()),
    downstream: z.enum(['yes', 'no', 'n/a']),
  }),
);

const observation = {
  kind: z.literal('observation'),
  /** The plan's question it answers; `null` for anything else a person saw. */
  criterion: z.nullable(z.string()),
  topic,
  covers: z.nullable(z.readonly(z.object({ from: epoch, to: epoch }))),
  said: z.nullable(said),
  severity: z.nullable(z.enum(['few', 'many', 'most'])),
  note: z.string(),
  /** Who told: call center, business partner, a channel. */
  source: z.nullable(z.string()),
  ticket: z.nullable(z.string()),
  /** The entry this one replaces; both stay. */
  corrects: z.nullable(z.string()),
  /** What a round of user acceptance testing found. */
  uat: z.optional(z.nullable(uat)),
};

const decision = {
  kind: z.literal('decision'),
  choice: z.enum(['advance', 'hold', 'extend', 'roll-back']),
  /** The how-manieth decision of its run, from 1. */
  version: z.number(),
  reason: z.nullable(z.string()),
  agreed: z.readonly(z.array(z.string())),
  toPercent: z.nullable(z.number()),
  /** Milliseconds the stage runs longer. */
  extendBy: z.nullable(z.number()),
  rollback: z.nullable(
    z.readonly(z.object({ severity: z.string(), tickets: z.readonly(z.array(z.string())) })),
  ),
  /** The verdict as it stood: frozen. */
  evidence: z.nullable(verdict),
};

const of = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.readonly(
    z.object({
      id: z.string(),
      rollout: z.string(),
      stage: z.nullable(z.string()),
      run: z.nullable(z.string()),
      at: epoch,
      by: z.string(),
      ...shape,
    }),
  );

/** One line of the log: what a person or the watcher did, when. Lines are added, never changed. */
export const journalEntry = z.discriminatedUnion('kind', [
  of(observation),
  of(decision),
  of({ kind: z.literal('resolved'), decision: z.string(), note: z.string() }),
  /** What nobody knew yet when the rollback was decided; the newest line stands. */
  of({
    kind: z.literal('rollback-record'),
    decision: z.string(),
    severity: z.string(),
    tickets: z.readonly(z.array(z.string())),
  }),
  of({
    kind: z.literal('check'),
    gate: z.string(),
    closed: z.boolean(),
    note: z.string(),
    /** A box of the checklist, and no gate: it holds nothing, whatever its words are. */
    box: z.optional(z.boolean()),
  }),
  of({
    kind: z.literal('accept'),
    criterion: z.string(),
    reason: z.string(),
    until: epoch,
    state: readingState,
    value: z.nullable(z.number()),
  }),
  of({
    kind: z.literal('take'),
    alert: z.string(),
    note: z.string(),
    /** Looks again then; without a new line it lapses. */
    nextLook: epoch,
  }),
  /** An alert offered to somebody, who has it once they take it. */
  of({ kind: z.literal('hand-over'), alert: z.string(), to: z.string(), note: z.string() }),
  /** Flipper shows what was decided, so long after it was decided. */
  of({ kind: z.literal('carried-out'), decision: z.string(), after: z.number() }),
  of({
    kind: z.literal('event'),
    what: z.enum(['deploy', 'planned outage', 'incident', 'other']),
    from: epoch,
    to: z.nullable(epoch),
    note: z.string(),
  }),
  of({ kind: z.literal('left-out'), event: z.string(), leftOut: z.boolean(), reason: z.string() }),
  of({
    kind: z.literal('alert'),
    alert: z.string(),
    change: z.enum(['opened', 'worse', 'lapsed', 'closed']),
    state: verdictState,
    about: z.nullable(z.string()),
    reason: z.string(),
    evidence: z.string(),
  }),
  /** A toggle was seen to give something else; `from` is `null` where nothing was known of it before. */
  of({
    kind: z.literal('allotment'),
    toggle: z.string(),
    from: z.nullable(z.number()),
    to: z.nullable(z.number()),
    origin: allotmentOrigin,
  }),
  /** Somebody watches a run from here on, or offers the watch, with how it stood then. */
  of({
    kind: z.literal('watch'),
    change: z.enum(['took', 'offered']),
    to: z.nullable(z.string()),
    note: z.string(),
    stood: z.string(),
  }),
  /** A stage that could not be run at all. It proves nothing. */
  of({ kind: z.literal('not-run'), reason: z.string() }),
  /** Nobody judged in that time. What was judged before it stood until `staleAfter`; older lines don't say. */
  of({ kind: z.literal('gap'), from: epoch, to: epoch, staleAfter: z.optional(epoch) }),
]);
export type JournalEntry = z.infer<typeof journalEntry>;
export type JournalKind = JournalEntry['kind'];

/** `GET /api/rollouts/:id/log`: newest first. */
export const journal = z.readonly(z.array(journalEntry));
