import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import type { Finding, Plan } from '../../../src/domain/plan/plan.ts';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import { judgeStage } from '../../../src/domain/verdict/judge-stage.ts';
import type { KnownAllotment } from '../../../src/domain/verdict/known-allotment.ts';
import { needsSomeone } from '../../../src/domain/verdict/severity.ts';
import type { Run } from '../../../src/domain/verdict/run.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { byId, failedSeries, madeSeries } from '../../support/made-series.ts';

const start = Date.UTC(2025, 6, 28, 13);
const minute = 60_000;
const hour = 60 * minute;

const markdown = (criteria: string, rest = ''): string => `# Debt

\`\`\`stagewatch
toggles: [{ key: dispute_debt }]
stages:
  - { id: stage-d, label: "Stage D", percent: 50, length: 1h }
  - { id: stage-e, label: "Stage E", percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
  skips: { source: prometheus, kind: counter, query: skips_total }
criteria:
${criteria}
${rest}
\`\`\`
`;

const errorRate =
  '  - { id: error-rate, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }';
const never = '  - { id: skips, label: Breaker skips, never: skips, breach: roll back }';

interface World {
  readonly criteria?: string;
  readonly rest?: string;
  readonly minutes: number;
  readonly series?: ReadonlyMap<string, SeriesResult>;
  readonly tries?: readonly (number | null)[];
  readonly fails?: readonly (number | null)[];
  readonly percent?: number;
  readonly allotments?: ReadonlyMap<string, KnownAllotment>;
  readonly previous?: Verdict;
  readonly findings?: readonly Finding[];
  readonly run?: Partial<Run>;
}

function read(world: World): { plan: Plan; findings: readonly Finding[] } {
  const result = readPlan(markdown(world.criteria ?? errorRate, world.rest));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

function allotment(percent: number): ReadonlyMap<string, KnownAllotment> {
  return new Map([
    [
      'dispute_debt',
      {
        status: 'ok',
        allotment: {
          toggle: 'dispute_debt',
          percent,
          everyone: false,
          percentOfActors: percent,
          percentOfTime: null,
          actors: 0,
          groups: 0,
          expression: false,
          origin: 'flipper',
          at: start,
          by: null,
          since: null,
        },
      },
    ],
  ]);
}

const spread = (total: number, minutes: number): readonly number[] =>
  Array.from(
    { length: minutes },
    (_, i) => Math.floor(((i + 1) * total) / minutes) - Math.floor((i * total) / minutes),
  );

function judge(world: World): Verdict {
  const { plan, findings } = read(world);
  const stage = plan.stages[0];
  if (stage === undefined) throw new Error('no stage');
  const run: Run = {
    id: 'r1',
    stage: stage.id,
    attempt: 1,
    start,
    end: null,
    length: hour,
    openedBy: 'test',
    closedBy: null,
    ...world.run,
  };
  return judgeStage({
    plan,
    stage,
    run,
    series:
      world.series ??
      byId(
        madeSeries({ id: 'tries', start, values: world.tries ?? [] }),
        madeSeries({ id: 'fails', start, values: world.fails ?? [] }),
        madeSeries({ id: 'skips', start, values: spread(0, world.minutes) }),
      ),
    allotments: world.allotments ?? allotment(world.percent ?? 50),
    findings: world.findings ?? findings,
    previous: world.previous ?? null,
    now: start + world.minutes * minute,
    cadence: minute,
  });
}

it('keeps watching on too little data, and says how much more would do', () => {
  const verdict = judge({ minutes: 20, tries: spread(18, 20), fails: spread(0, 20) });
  expect(verdict.word).toBe('Keep watching');
  expect(verdict.readings[0]).toMatchObject({ state: 'not-enough-data', counts: { events: 0, of: 18 } });
  expect(verdict.readings[0]?.evidence).toContain('0 of 18 (0%; likely 0% to');
  expect(verdict.readings[0]?.more).toMatchObject({ kind: 'to-meet', assuming: 'error-free' });
});

it('calls a criterion met once 86 error-free submissions show it (statistics R9), and still waits for the end', () => {
  const before = judge({ minutes: 20, tries: spread(85, 20), fails: spread(0, 20) });
  const after = judge({ minutes: 20, tries: spread(86, 20), fails: spread(0, 20) });
  expect([before.readings[0]?.state, after.readings[0]?.state]).toEqual(['not-enough-data', 'met']);
  expect(after.state).toBe('watching');
});

it('is ready only when the window is over and everything is met', () => {
  const verdict = judge({ minutes: 60, tries: spread(600, 60), fails: spread(6, 60) });
  expect(verdict.word).toBe('Ready to advance');
  expect(verdict.next).toContain('100%');
});

it('holds for want of data once the window is over: time running out is not evidence', () => {
  const verdict = judge({ minutes: 60, tries: spread(8, 60), fails: spread(0, 60) });
  expect(verdict.word).toBe('Hold: not enough data');
});

it('rolls back on 15 of 132 at the planned end, by the exact look (statistics §7)', () => {
  const verdict = judge({ minutes: 60, tries: spread(132, 60), fails: spread(15, 60) });
  expect(verdict.word).toBe('Roll back');
  expect(verdict.evidence).toContain('15 of 132 (11.4%');
  expect(verdict.evidence).toContain('Limit: under 5%');
  expect(verdict.next).toContain('Turn off `dispute_debt` in Flipper');
});

it('rolls back live on 30 of 218, before the end', () => {
  const verdict = judge({ minutes: 50, tries: spread(218, 50), fails: spread(30, 50) });
  expect(verdict.state).toBe('roll-back');
  expect(verdict.evidence).toContain('30 of 218 (13.8%');
});

it('keeps Roll back when the source dies, and lists Can’t tell under Also', () => {
  const broken = judge({ minutes: 50, tries: spread(218, 50), fails: spread(30, 50) });
  const after = judge({
    minutes: 51,
    series: byId(failedSeries('tries'), failedSeries('fails')),
    previous: broken,
  });
  expect(after.word).toBe('Roll back');
  expect(after.evidence).toContain('30 of 218');
  expect(after.also.map((cause) => cause.state)).toContain('blind');
  expect(after.readings[0]?.state).toBe('source-error');
});

it('keeps a broken roll-back limit when the value comes back inside', () => {
  const broken = judge({
    minutes: 20,
    criteria: never,
    series: byId(madeSeries({ id: 'skips', start, values: [...spread(0, 19), 1] })),
  });
  const after = judge({
    minutes: 21,
    criteria: never,
    series: byId(madeSeries({ id: 'skips', start, values: spread(0, 21) })),
    previous: broken,
  });
  expect(after.state).toBe('roll-back');
  expect(after.reason).toContain('is now back inside it');
  expect(after.readings[0]?.state).toBe('broke-earlier');
});

it.each([
  ['a failing source', byId(failedSeries('tries'), failedSeries('fails')), 'source-error'],
  ['an unread signal', byId(), 'source-error'],
  [
    'an empty answer',
    byId(
      madeSeries({ id: 'tries', start, values: [null, null] }),
      madeSeries({ id: 'fails', start, values: [null, null] }),
    ),
    'no-data',
  ],
  [
    'a source that stopped',
    byId(
      madeSeries({ id: 'tries', start, values: spread(60, 10) }),
      madeSeries({ id: 'fails', start, values: spread(0, 10) }),
    ),
    'stale',
  ],
  [
    'no requests at all',
    byId(
      madeSeries({ id: 'tries', start, values: spread(0, 30) }),
      madeSeries({ id: 'fails', start, values: spread(0, 30) }),
    ),
    'no-traffic',
  ],
  [
    'more failures than tries',
    byId(
      madeSeries({ id: 'tries', start, values: spread(10, 30) }),
      madeSeries({ id: 'fails', start, values: spread(20, 30) }),
    ),
    'source-error',
  ],
] as const)("can't tell with %s", (_what, series, state) => {
  const verdict = judge({ minutes: 30, series });
  expect(verdict.word).toBe("Can't tell");
  expect(verdict.readings[0]?.state).toBe(state);
});

it('is starting, not blind, in the first moments of a stage', () => {
  expect(judge({ minutes: 1, tries: [0], fails: [0] }).state).toBe('starting');
});

it('holds when the toggle gives something else than the stage plans, after its settling time', () => {
  const world = { minutes: 20, tries: spread(200, 20), fails: spread(0, 20), percent: 20 };
  expect(judge(world).word).toBe("Hold: toggle doesn't match");
  expect(
    judge({
      ...world,
      minutes: 2,
      tries: spread(20, 2),
      fails: spread(0, 2),
      percent: 20,
      run: { start: start + minute },
    }).state,
  ).not.toBe('off-plan');
});

it("can't tell when nobody knows what the toggle gives", () => {
  const verdict = judge({ minutes: 20, tries: spread(200, 20), fails: spread(0, 20), allotments: new Map() });
  expect(verdict.state).toBe('blind');
  expect(verdict.reason).toContain('dispute_debt');
});

it('holds for a missing limit, and lists what is lesser under Also', () => {
  const criteria = `${errorRate}\n  - { id: unknown, label: Retries, ratio: [skips, tries] }`;
  const verdict = judge({ criteria, minutes: 60, tries: spread(8, 60), fails: spread(0, 60) });
  expect(verdict.word).toBe('Hold: limit missing');
  expect(verdict.also.map((cause) => cause.state)).toEqual(['thin', 'people']);
});

it('holds for a question nobody asked, and for an open must-fix finding', () => {
  const criteria = `${errorRate}\n  - { id: calls, label: Complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0" }`;
  const world = { criteria, minutes: 60, tries: spread(600, 60), fails: spread(0, 60) };
  expect(judge(world).word).toBe('Hold: a check is missing');
  const mustFix = [{ severity: 'must-fix', code: 'x', line: 3, message: 'Something is blank.' }] as const;
  expect(judge({ ...world, criteria: errorRate, findings: mustFix }).reason).toContain('1 fault');
});

it('a hold criterion over its limit holds, and never rolls back', () => {
  const verdict = judge({
    criteria: errorRate.replace(', breach: roll back', ''),
    minutes: 50,
    tries: spread(218, 50),
    fails: spread(30, 50),
  });
  expect(verdict.word).toBe('Hold: over a limit');
});

it('rolls back on ten errors in any ten minutes, and says the worst window', () => {
  const criteria =
    '  - { id: bursts, label: Errors, count: fails, limit: "< 10 in any 10m", breach: roll back }';
  const fails = [...spread(0, 20), 9, 0, 0, 1, ...spread(0, 6)];
  const verdict = judge({ criteria, minutes: 30, tries: spread(600, 30), fails });
  expect(verdict.state).toBe('roll-back');
  expect(verdict.readings[0]).toMatchObject({ state: 'over', worst: { value: 10 } });
});

it('says how long it is overdue', () => {
  const verdict = judge({ minutes: 240, tries: spread(2400, 240), fails: spread(0, 240) });
  expect(verdict.tags).toEqual(['Overdue 3 hours']);
});

/** Buckets of the planned window with a usable value. */
function known(result: SeriesResult): number {
  return result.status === 'error'
    ? 0
    : result.data.values.slice(0, 60).filter((value) => value !== null && value >= 0).length;
}

it('never turns a gap, an error or a late series into a green state', () => {
  const bucket = fc.option(
    fc.oneof(fc.nat(30), fc.constant(Number.NaN), fc.constant(-3), fc.constant(Infinity)),
    { nil: null },
  );
  const made = (id: string): fc.Arbitrary<SeriesResult> =>
    fc.oneof(
      fc.array(bucket, { maxLength: 80 }).map((values) => madeSeries({ id, start, values })),
      fc.constant(failedSeries(id)),
    );
  fc.assert(
    fc.property(made('tries'), made('fails'), fc.integer({ min: 0, max: 120 }), (tries, fails, minutes) => {
      const verdict = judge({ minutes, series: byId(tries, fails) });
      const usable = tries.status === 'ok' && fails.status === 'ok';
      const state = verdict.readings[0]?.state;
      if (!usable) expect(['source-error', 'no-data']).toContain(state);
      if (state === 'met' || state === 'close') {
        expect(usable).toBe(true);
        expect(Math.min(known(tries), known(fails))).toBeGreaterThanOrEqual(Math.min(minutes, 60) * 0.9 - 4);
      }
      if (verdict.state === 'ready') expect(state === 'met' || state === 'close').toBe(true);
      if (!usable && minutes > 5) expect(needsSomeone(verdict.state)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
