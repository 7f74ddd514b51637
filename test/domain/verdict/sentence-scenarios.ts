import type { Finding } from '../../../src/domain/plan/plan.ts';
import { judgeAfterLaunch } from '../../../src/domain/verdict/after-launch.ts';
import type { JudgeInput } from '../../../src/domain/verdict/judge-stage.ts';
import type { KnownAllotment } from '../../../src/domain/verdict/known-allotment.ts';
import { notStartedVerdict } from '../../../src/domain/verdict/lifecycle.ts';
import { noBaselines } from '../../../src/domain/verdict/past.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
import {
  flat,
  judgeWorld,
  readingOf,
  worldInput,
  worldPast,
  worldPlan,
  worldSeries,
  worldStart,
} from '../../support/judged-world.ts';

/** A named situation and the verdict it gets. */
export interface Scenario {
  readonly name: string;
  readonly verdict: Verdict;
}

const minute = 60_000;

const shares = worldPlan({
  criteria: [
    '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    '  - { id: slow, label: Slow answers, ratio: [slow, tries], limit: "< 10%" }',
  ].join('\n'),
  signals: ['fails', 'slow', 'tries'],
  rest: 'traffic: [{ toggle: t, new: tries, old: tries }]',
});

const plain = worldPlan({
  criteria: [
    '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    '  - { id: slow, label: Slow answers, ratio: [slow, tries], limit: "< 10%" }',
  ].join('\n'),
  signals: ['fails', 'slow', 'tries'],
});

type Values = Readonly<Record<string, number | readonly (number | null)[]>>;

const calm: Values = { fails: 1, slow: 2, tries: 100 };

function at(minutes: number, values: Values, more: Partial<JudgeInput> = {}): Verdict {
  return judgeWorld(plain, { series: worldSeries(values, minutes), minutes, ...more });
}

function known(percent: number): ReadonlyMap<string, KnownAllotment> {
  const [entry] = worldInput(plain, { series: new Map(), minutes: 0 }).allotments;
  if (entry === undefined || entry[1].status === 'error') throw new Error('no allotment');
  const { allotment } = entry[1];
  return new Map([
    [entry[0], { status: 'ok', allotment: { ...allotment, percent, percentOfActors: percent } }],
  ]);
}

const pair = (fails: number, tries: number, minutes: number): JudgeInput['series'] =>
  worldSeries({ fails, tries }, minutes);

const wave = (base: number, n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => base * (1 + 0.05 * Math.sin(i * 2.4)));

function holds(): readonly Scenario[] {
  const broken = at(20, { ...calm, fails: 15 });
  const back = { ...calm, fails: [...flat(15, 10), ...flat(0, 50)] };
  return [
    { name: 'A roll-back limit is broken', verdict: broken },
    { name: 'It is back inside', verdict: at(60, back, { previous: broken }) },
    { name: 'The toggle gives something else', verdict: at(20, calm, { allotments: known(50) }) },
    { name: 'The toggle is not known', verdict: at(20, calm, { allotments: new Map() }) },
    {
      name: 'A source fails',
      verdict: at(20, calm, {
        series: new Map([...worldSeries(calm, 20), ['fails', failedSeries('fails')]]),
      }),
    },
    {
      name: 'A source is late',
      verdict: judgeWorld(plain, { series: worldSeries(calm, 20), minutes: 35 }),
    },
    {
      name: 'A source answers with nothing',
      verdict: at(20, { ...calm, slow: flat(0, 20).map(() => null) }),
    },
    { name: 'Nobody uses it', verdict: at(20, { fails: 0, slow: 0, tries: 0 }) },
    { name: 'A success limit is broken', verdict: at(60, { ...calm, slow: 20 }) },
    { name: 'A value is over, and it may be chance', verdict: at(2, { ...calm, slow: 11 }) },
    {
      name: 'The window is over, and too few used it',
      verdict: at(60, { fails: 0, slow: 0, tries: [18, ...flat(0, 59)] }),
    },
    {
      name: 'Traffic does not match',
      verdict: judgeWorld(shares, {
        series: new Map([
          ...worldSeries(calm, 20),
          ['tries', { ...madeSeries({ id: 'tries', start: worldStart, values: flat(100, 20) }) }],
        ]),
        minutes: 20,
      }),
    },
  ];
}

const gated: readonly Finding[] = [
  { severity: 'must-fix', code: 'length-missing', line: 12, message: 'Stage B has no length.' },
];

function calls(): readonly Scenario[] {
  const unlimited = worldPlan({
    criteria: '  - { id: failing, label: Failing, ratio: [fails, tries], breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const asked = worldPlan({
    criteria: [
      '  - { id: failing, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
      '  - { id: complaints, label: Call center complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0" }',
      '  - { id: seen, label: Slow answers, ratio: [fails, tries], watch: true }',
    ].join('\n'),
    signals: ['fails', 'tries'],
  });
  const small = worldPlan({
    criteria: '  - { id: failing, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
    stages: '  - { id: b, label: Canary, actors: 3, length: 1h, safety-only: true }',
  });
  const over = at(60, { ...calm, slow: 20 });
  const { state, value } = readingOf(over, 'slow');
  const accept = {
    criterion: 'slow',
    by: 'A monitor',
    reason: 'known since May',
    at: worldStart,
    until: Infinity,
    state,
    value,
  };
  return [
    {
      name: 'The rate is too near the limit to decide live',
      verdict: at(50, { ...calm, tries: 2_000, slow: 185, fails: 90 }),
    },
    { name: 'A limit is missing', verdict: judgeWorld(unlimited, { series: pair(1, 100, 20), minutes: 20 }) },
    { name: 'Nobody was asked', verdict: judgeWorld(asked, { series: pair(1, 100, 60), minutes: 60 }) },
    {
      name: 'A canary, too small to prove anything',
      verdict: judgeWorld(small, { series: pair(0, 1, 60), minutes: 60 }),
    },
    { name: 'The plan has a fault', verdict: at(60, calm, { findings: gated }) },
    { name: 'Nothing is wrong yet', verdict: at(20, calm) },
    { name: 'Close to a limit', verdict: at(60, { ...calm, tries: 2_000, slow: 185, fails: 20 }) },
    { name: 'Everything is met', verdict: at(60, calm) },
    { name: 'One is accepted', verdict: at(60, { ...calm, slow: 20 }, { accepts: [accept] }) },
    { name: 'It runs on past its window', verdict: at(90, calm) },
  ];
}

function lives(): readonly Scenario[] {
  const [, b] = plain.stages;
  if (b === undefined) throw new Error('no stage');
  const empty = worldSeries({ fails: [], slow: [], tries: [] }, 0);
  return [
    { name: 'It has just started', verdict: judgeWorld(plain, { series: empty, minutes: 1 }) },
    { name: 'It has not started', verdict: notStartedVerdict(plain, b, gated, worldStart) },
    { name: 'Off by plan', verdict: notStartedVerdict(plain, { ...b, off: true }, [], worldStart) },
    {
      name: 'After the last stage',
      verdict: judgeAfterLaunch(worldInput(plain, { series: worldSeries(calm, 60), minutes: 60 }), [
        { id: '1-week', due: worldStart + 7 * 24 * 60 * minute },
        { id: '1-month', due: worldStart + 30 * 24 * 60 * minute },
      ]),
    },
  ];
}

function relatives(): readonly Scenario[] {
  const relative = worldPlan({
    criteria: [
      '  - { id: paths, label: Failing against the old path, ratio: [fails, tries], baseline: control, control: { signal: old-fails, of: old-tries }, tolerance: 1.1x, breach: roll back }',
      '  - { id: before, label: Failing against the stage before, ratio: [fails, tries], baseline: previous stage }',
      '  - { id: launch, label: Failing against last week, ratio: [fails, tries], baseline: before launch }',
      '  - { id: latency, label: Latency against the stage before, average: lat, baseline: previous stage }',
      '  - { id: sentry, label: New errors, count: fails, limit: "< 90 per 1h" }',
      '  - { id: probe, label: Uptime, uptime: { up: up }, limit: "> 99.9%" }',
      '  - { id: bursts, label: Errors in any 10 minutes, count: fails, limit: "< 40 in any 10m", breach: roll back }',
      '  - { id: highest, label: Highest latency, max: lat, limit: "< 900ms" }',
      '  - { id: average, label: Average latency, average: lat, limit: "< 200ms" }',
    ].join('\n'),
    signals: ['fails', 'tries', 'old-fails', 'old-tries', 'lat', 'up'],
    kinds: { lat: 'duration', up: 'gauge' },
  });
  const values: Values = {
    fails: 3,
    tries: 250,
    'old-fails': 8,
    'old-tries': 750,
    lat: wave(150, 60),
    up: [0.99, ...flat(1, 59)],
  };
  const baselines = {
    ...noBaselines,
    previousStage: worldPast(
      'Stage A',
      { fails: 1, tries: 80, lat: wave(140, 120) },
      { minutes: 120, percent: 5 },
    ),
    sameHours: [worldPast('the same hours a week before', { fails: 10, tries: 1_000 })],
  };
  const first = judgeWorld(relative, { series: worldSeries(values, 60), minutes: 60 });
  return [
    {
      name: 'Compared with paths, stages and weeks',
      verdict: judgeWorld(relative, { series: worldSeries(values, 60), minutes: 60, baselines }),
    },
    {
      name: 'Compared, and worse',
      verdict: judgeWorld(relative, {
        series: worldSeries({ ...values, fails: 9, lat: wave(250, 60), up: 0.99 }, 60),
        minutes: 60,
        baselines,
      }),
    },
    { name: 'Nothing to compare with', verdict: first },
  ];
}

/** Every situation whose sentences are kept under review. */
export function scenarios(): readonly Scenario[] {
  return [...holds(), ...calls(), ...lives(), ...relatives()];
}
