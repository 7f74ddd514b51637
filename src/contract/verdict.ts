import * as z from 'zod/mini';

const epoch = z.number();
const window = z.readonly(z.object({ from: epoch, to: epoch }));
const range = z.nullable(z.readonly(z.object({ low: z.number(), high: z.number() })));

export const verdictState = z.enum([
  'roll-back',
  'off-plan',
  'blind',
  'traffic',
  'over',
  'no-limit',
  'thin',
  'people',
  'watching',
  'ready',
  'not-started',
  'starting',
  'off-by-plan',
  'rolling-back',
  'rolled-back',
  'advanced',
  'complete',
]);

export const readingState = z.enum([
  'met',
  'close',
  'over',
  'over-not-certain',
  'broke-earlier',
  'not-enough-data',
  'no-traffic',
  'no-data',
  'stale',
  'source-error',
  'no-limit',
  'not-asked',
  'watched',
]);

/** A limit of the plan, in the judge's own units. */
export const limit = z.readonly(
  z.object({
    comparator: z.enum(['<', '<=', '>', '>=', '=']),
    value: z.number(),
    unit: z.enum(['%', 'ms', 'count', 'x']),
    within: z.nullable(z.number()),
    per: z.optional(z.number()),
  }),
);

/** The ways in which what a toggle gives is known. */
export const allotmentOrigin = z.enum([
  'flipper',
  'toggle page',
  'toggle export',
  'entered by hand',
  'example',
]);

/** What a toggle gives now, without who. */
export const allotment = z.readonly(
  z.object({
    toggle: z.string(),
    percent: z.nullable(z.number()),
    everyone: z.boolean(),
    percentOfActors: z.nullable(z.number()),
    percentOfTime: z.nullable(z.number()),
    actors: z.number(),
    groups: z.number(),
    expression: z.boolean(),
    origin: allotmentOrigin,
    at: epoch,
    by: z.nullable(z.string()),
    since: z.nullable(epoch),
    /** Its newest change, where nobody said that it would come. */
    unannounced: z.optional(z.readonly(z.object({ from: z.nullable(z.number()), at: epoch }))),
  }),
);

/** Known to the proxy by this type alone: it reads toggles and knows no plan. */
export type Allotment = z.infer<typeof allotment>;

export const reading = z.readonly(
  z.object({
    criterion: z.string(),
    label: z.string(),
    group: z.enum(['rollback', 'success', 'people', 'watched']),
    breach: z.enum(['roll back', 'hold']),
    state: readingState,
    unit: z.enum(['share', 'ms', 'count', 'ratio']),
    value: z.nullable(z.number()),
    latest: z.nullable(z.number()),
    limit: z.nullable(limit),
    counts: z.readonly(
      z.object({
        events: z.nullable(z.number()),
        of: z.nullable(z.number()),
        measured: z.number(),
        expected: z.number(),
      }),
    ),
    range,
    worst: z.nullable(z.readonly(z.object({ value: z.number(), window }))),
    more: z.nullable(
      z.discriminatedUnion('kind', [
        z.readonly(
          z.object({
            kind: z.literal('to-meet'),
            n: z.number(),
            assuming: z.enum(['error-free', 'current rate']),
          }),
        ),
        z.readonly(z.object({ kind: z.literal('undecidable') })),
      ]),
    ),
    window,
    judgedThrough: z.nullable(epoch),
    signals: z.readonly(z.array(z.string())),
    source: z.string(),
    evidence: z.string(),
    logEvidence: z.nullable(z.number()),
    // Verdicts recorded before these were told apart have none of them.
    comparedWith: z._default(
      z.nullable(
        z.readonly(
          z.object({
            with: z.string(),
            value: z.nullable(z.number()),
            events: z.nullable(z.number()),
            of: z.nullable(z.number()),
            window,
          }),
        ),
      ),
      null,
    ),
    parts: z._default(
      z.readonly(
        z.array(
          z.readonly(
            z.object({
              key: z.string(),
              state: readingState,
              value: z.nullable(z.number()),
              events: z.number(),
              of: z.number(),
              against: z.readonly(z.object({ events: z.number(), of: z.number() })),
            }),
          ),
        ),
      ),
      [],
    ),
    // Verdicts recorded before the last value was kept have none.
    last: z._default(z.nullable(z.readonly(z.object({ value: z.nullable(z.number()), at: epoch }))), null),
    accepted: z._default(
      z.nullable(z.readonly(z.object({ by: z.string(), at: epoch, reason: z.string() }))),
      null,
    ),
  }),
);

export const trafficReading = z.readonly(
  z.object({
    toggle: z.string(),
    state: z.enum([
      'matches',
      'abnormal',
      'not-enough-data',
      'no-data',
      'stale',
      'source-error',
      'not-measured',
      'unknown-allotment',
    ]),
    planned: z.nullable(z.number()),
    allotment: z.nullable(allotment),
    observed: z.nullable(z.number()),
    range,
    onNew: z.nullable(z.number()),
    onOld: z.nullable(z.number()),
    eligible: z.nullable(z.number()),
    consistentWith: z.readonly(z.array(z.number())),
    causes: z.readonly(z.array(z.string())),
    unit: z.enum(['actors', 'requests']),
    evidence: z.string(),
  }),
);

const mixtureShares = z.readonly(z.object({ none: z.number(), some: z.number(), all: z.number() }));

const mixture = z.readonly(
  z.object({
    toggles: z.readonly(z.array(z.string())),
    expected: mixtureShares,
    seen: z.nullable(mixtureShares),
    sentence: z.string(),
  }),
);

const cause = {
  state: verdictState,
  reason: z.string(),
  evidence: z.string(),
  next: z.string(),
  about: z.nullable(z.string()),
};

export const verdict = z.readonly(
  z.object({
    ...cause,
    word: z.string(),
    also: z.readonly(z.array(z.readonly(z.object(cause)))),
    tags: z.readonly(z.array(z.string())),
    judgedAt: epoch,
    judgedThrough: z.nullable(epoch),
    staleAfter: epoch,
    readings: z.readonly(z.array(reading)),
    traffic: z.readonly(z.array(trafficReading)),
    mixture: z._default(z.nullable(mixture), null),
    latches: z.readonly(
      z.array(
        z.readonly(
          z.object({ criterion: z.string(), since: epoch, reason: z.string(), evidence: z.string() }),
        ),
      ),
    ),
  }),
);
