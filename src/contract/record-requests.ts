import * as z from 'zod/mini';
import { said, topic, uat } from './journal.ts';
import { readingState, verdictState } from './verdict.ts';

/** Who writes, where no login says so. A login's name wins. */
const who = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120)));

/** Made by the sender: sending the same again, after a lost answer, writes nothing twice. */
const id = z.optional(z.string().check(z.regex(/^[\w-]{8,64}$/)));

const text = z.string().check(z.trim(), z.maxLength(4000));
const sentence = z.string().check(z.trim(), z.minLength(1), z.maxLength(2000));
const epoch = z.int().check(z.nonnegative());

/** `POST …/stages/:stage/decisions`. */
export const postDecision = z.strictObject({
  who,
  id,
  choice: z.enum(['advance', 'hold', 'extend', 'roll-back']),
  /** Needed where the choice goes against the verdict. */
  reason: z._default(text, ''),
  agreed: z._default(z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(120))), []),
  toPercent: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
  /** Milliseconds, with `extend`. */
  extendBy: z.optional(z.int().check(z.positive(), z.maximum(90 * 86_400_000))),
  /** With `roll-back`. */
  severity: z._default(text, ''),
  tickets: z._default(z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))), []),
  /** How many decisions of this run the sender has seen; another number is a conflict. */
  seenDecisions: z.optional(epoch),
  /** The verdict the form showed; another one is a conflict. */
  seenState: z.optional(verdictState),
});
export type PostDecision = z.input<typeof postDecision>;

/** `POST /api/rollouts/:id/decisions/:decision/resolved`: the last field of a rollback's record. */
export const postResolved = z.strictObject({ who, id, note: sentence });
export type PostResolved = z.input<typeof postResolved>;

/** `POST /api/rollouts/:id/decisions/:decision/rollback-record`: what nobody knew when the rollback was decided. */
export const postRollbackRecord = z.strictObject({
  who,
  id,
  severity: sentence,
  tickets: z._default(z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))), []),
});
export type PostRollbackRecord = z.input<typeof postRollbackRecord>;

/** `POST …/stages/:stage/observations`. */
export const postObservation = z.strictObject({
  who,
  id,
  criterion: z._default(z.nullable(z.string()), null),
  topic: z._default(topic, 'other'),
  covers: z._default(z.nullable(z.strictObject({ from: epoch, to: epoch })), null),
  said: z._default(z.nullable(said), null),
  severity: z._default(z.nullable(z.enum(['few', 'many', 'most'])), null),
  note: z._default(text, ''),
  source: z._default(z.nullable(text), null),
  ticket: z._default(z.nullable(text), null),
  corrects: z._default(z.nullable(z.string()), null),
  uat: z._default(z.nullable(uat), null),
});
export type PostObservation = z.input<typeof postObservation>;

/** `POST …/stages/:stage/watch`: takes the watch of the stage's run, or offers it to somebody. */
export const postWatch = z.strictObject({
  who,
  id,
  /** Offered to; without it the sender takes the watch. */
  to: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120))),
  note: z._default(text, ''),
});
export type PostWatch = z.input<typeof postWatch>;

/** `POST …/stages/:stage/not-run`: the stage could not be run at all. */
export const postNotRun = z.strictObject({ who, id, reason: sentence });
export type PostNotRun = z.input<typeof postNotRun>;

/** `POST …/stages/:stage/checks`: closes a gate or ticks a box of the plan, or opens it again. */
export const postCheck = z.strictObject({
  who,
  id,
  gate: z.string(),
  /** True where it is a box of the checklist that is done, and no gate that is closed. */
  box: z.optional(z.boolean()),
  closed: z.optional(z.boolean()),
  note: z.optional(text),
});
export type PostCheck = z.input<typeof postCheck>;

/** `POST …/stages/:stage/accepts`: "we know, and we go on", for one criterion. */
export const postAccept = z.strictObject({
  who,
  id,
  criterion: z.string(),
  /** What whoever accepts has seen it to be: refused where it is another by now. */
  seenState: z.optional(readingState),
  reason: sentence,
  until: z.optional(epoch),
});
export type PostAccept = z.input<typeof postAccept>;

/** `POST /api/alerts/:alert/accept`: the same for the criterion an alert is about. */
export const postAlertAccept = z.strictObject({ who, id, reason: sentence, until: z.optional(epoch) });
export type PostAlertAccept = z.input<typeof postAlertAccept>;

/** `POST /api/alerts/:alert/take`: "I'm on it", until the next look. */
export const postTake = z.strictObject({
  who,
  id,
  note: z._default(text, ''),
  nextLook: z.optional(epoch),
  /** Milliseconds until then, by the server's clock: the sender's may be wrong. */
  lookIn: z.optional(z.int().check(z.positive())),
});
export type PostTake = z.input<typeof postTake>;

/** `POST /api/alerts/:alert/hand-over`: offers it to a monitor, who has it once they take it. */
export const postHandOver = z.strictObject({
  who,
  id,
  to: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
  note: z._default(text, ''),
});
export type PostHandOver = z.input<typeof postHandOver>;

/** `POST /api/notices/:channel/test`. */
export const postTest = z.strictObject({ who });

/** `POST …/stages/:stage/events`: a deploy, a planned outage, or anything else that shows in the data. */
export const postEvent = z.strictObject({
  who,
  id,
  what: z.enum(['deploy', 'planned outage', 'incident', 'other']),
  from: epoch,
  to: z.optional(epoch),
  note: z.optional(text),
});
export type PostEvent = z.input<typeof postEvent>;

/** `POST …/stages/:stage/events/:event/leave-out`: a planned outage counts no more, or counts again. */
export const postLeaveOut = z.strictObject({ who, id, leftOut: z.optional(z.boolean()), reason: sentence });
export type PostLeaveOut = z.input<typeof postLeaveOut>;
