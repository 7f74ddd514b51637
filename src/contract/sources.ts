import * as z from 'zod/mini';
import { seriesError } from './series.ts';
import { allotmentOrigin } from './verdict.ts';

const epoch = z.number();

/** Where a source stands. `partial`: some of its queries fail and others are answered. `idle`: nothing that is running needs it, so nobody asks. */
const sourceState = z.enum(['ok', 'late', 'partial', 'failing', 'idle', 'unused', 'not-configured']);

const circuitState = z.enum(['closed', 'open', 'trying']);

/** What the requests to a source meet; `null` where none leaves the machine. */
const sourceLimits = z.readonly(
  z.object({
    budget: z.readonly(z.object({ used: z.number(), left: z.number(), perMinute: z.number() })),
    circuit: circuitState,
    /** The limits of the source whose circuit is not closed, by their names. */
    open: z.readonly(z.array(z.readonly(z.object({ name: z.string(), state: z.enum(['open', 'trying']) })))),
    /** Milliseconds by which its clock is ahead of ours; `null` where it does not say. */
    clockSkew: z.nullable(z.number()),
    /** What it said itself about its limits. */
    limits: z.readonly(
      z.array(
        z.readonly(z.object({ name: z.string(), limit: z.number(), remaining: z.number(), resetAt: epoch })),
      ),
    ),
  }),
);

/** What of a rollout can't be judged without a source. */
const dependent = z.readonly(
  z.object({
    id: z.string(),
    title: z.string(),
    /** True while a run of it is open. */
    running: z.boolean(),
    criteria: z.readonly(z.array(z.readonly(z.object({ id: z.string(), label: z.string() })))),
    /** True where the share of people on the new path can't be told either. */
    traffic: z.boolean(),
    /** Toggles whose allotment would be unknown. */
    toggles: z.readonly(z.array(z.string())),
  }),
);

/** One way to learn what the toggles give; its age is the reader's to count from `at`. */
const allotmentWay = z.readonly(
  z.object({
    way: allotmentOrigin,
    configured: z.boolean(),
    /** As of when its newest answer holds. */
    at: z.nullable(epoch),
    lastError: z.nullable(seriesError),
  }),
);
export type AllotmentWay = z.infer<typeof allotmentWay>;

/** One source as `GET /api/sources` tells it. */
const sourceHealth = z.readonly(
  z.object({
    id: z.string(),
    kind: z.string(),
    example: z.boolean(),
    state: sourceState,
    /** `null`: never asked. A refusal is an answer, so the source was reached. */
    reachable: z.nullable(z.boolean()),
    lastGood: z.nullable(epoch),
    newestPoint: z.nullable(epoch),
    /** Milliseconds by which its newest point stayed behind what was asked for. */
    lag: z.nullable(z.number()),
    /** A longer lag than this is stale, and nothing is judged on it. */
    allowedDelay: z.nullable(z.number()),
    /** The stage under way whose verdict allows no more; without one, nothing is judged on it now. */
    allowedFor: z.optional(z.nullable(z.readonly(z.object({ rollout: z.string(), stage: z.string() })))),
    gate: z.nullable(sourceLimits),
    lastError: z.nullable(seriesError),
    /** Of the queries asked lately, those that fail, by what the plans call them. */
    queries: z.optional(z.readonly(z.object({ of: z.number(), failing: z.readonly(z.array(z.string())) }))),
    dependents: z.readonly(z.array(dependent)),
    /** Of toggles alone. */
    ways: z.readonly(z.array(allotmentWay)),
  }),
);
export const sourceList = z.readonly(z.array(sourceHealth));
export type SourceHealth = z.infer<typeof sourceHealth>;
