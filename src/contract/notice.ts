import * as z from 'zod/mini';
import { verdictState } from './verdict.ts';

const epoch = z.number();

/** One alert as `GET /api/alerts` tells it: open ones, worst first. */
export const alertView = z.readonly(
  z.object({
    id: z.string(),
    rollout: z.string(),
    stage: z.string(),
    run: z.string(),
    about: z.string(),
    state: verdictState,
    reason: z.string(),
    evidence: z.string(),
    next: z.string(),
    openedAt: epoch,
    closedAt: z.nullable(epoch),
    calmSince: z.nullable(epoch),
    taken: z.nullable(z.readonly(z.object({ by: z.string(), at: epoch, note: z.string(), until: epoch }))),
    /** Offered to somebody, who has not taken it yet. */
    handedTo: z.optional(
      z.nullable(z.readonly(z.object({ to: z.string(), by: z.string(), at: epoch, note: z.string() }))),
    ),
    noticedAt: z.nullable(epoch),
    noticedExcess: z.nullable(z.number()),
    notices: z.number(),
    owed: z.boolean(),
  }),
);
export type AlertView = z.infer<typeof alertView>;
export const alertList = z.readonly(z.array(alertView));

/** What a notice says. The generic webhook posts exactly this; its `key` is the same each time it is sent again. */
export const notice = z.readonly(
  z.object({
    key: z.string(),
    at: epoch,
    /** `status` is the word of the day of a long stage. */
    kind: z.enum(['alert', 'ready', 'status', 'test', 'check-in', 'kpi']),
    /** Sent at night too. */
    urgent: z.boolean(),
    rollout: z.readonly(z.object({ id: z.string(), title: z.string() })),
    stage: z.readonly(z.object({ id: z.string(), label: z.string() })),
    verdict: z.readonly(
      z.object({
        state: verdictState,
        word: z.string(),
        reason: z.string(),
        evidence: z.string(),
        next: z.string(),
      }),
    ),
    alerts: z.readonly(
      z.array(
        z.readonly(
          z.object({
            id: z.string(),
            about: z.string(),
            what: z.enum(['opened', 'worse', 'lapsed', 'closed', 'reminder']),
            reason: z.string(),
            evidence: z.string(),
          }),
        ),
      ),
    ),
    /** People on the new path so far, where that is counted, and the events counted against a roll-back limit. */
    people: z.readonly(z.object({ exposed: z.nullable(z.number()), failures: z.nullable(z.number()) })),
    /** Toggles in the order to turn them off. */
    toggles: z.readonly(z.array(z.string())),
    /** Who to call at this hour, by role. */
    call: z.readonly(
      z.array(z.readonly(z.object({ for: z.string(), role: z.string(), via: z.nullable(z.string()) }))),
    ),
    /** Questions of the plan nobody has answered yet, each with where to answer it. */
    asks: z.optional(
      z.readonly(z.array(z.readonly(z.object({ label: z.string(), link: z.nullable(z.string()) })))),
    ),
    /** The stage as it stood. */
    link: z.nullable(z.string()),
    /** The stage, with the form to say "I'm on it" open. */
    takeLink: z.nullable(z.string()),
  }),
);
export type Notice = z.infer<typeof notice>;

/** A notice on its way, as `GET /api/notices` tells it. */
const outboxItem = z.readonly(
  z.object({
    id: z.string(),
    channel: z.string(),
    state: z.enum(['waiting', 'sent', 'dead']),
    attempts: z.number(),
    nextAt: epoch,
    madeAt: epoch,
    sentAt: z.nullable(epoch),
    error: z.nullable(z.string()),
    notice,
  }),
);
export type OutboxItem = z.infer<typeof outboxItem>;

/** `GET /api/notices`: the channels there are, and the newest notices with what became of them. */
export const noticeList = z.readonly(
  z.object({ channels: z.readonly(z.array(z.string())), notices: z.readonly(z.array(outboxItem)) }),
);
