import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import { engineMemo } from '../../../src/domain/stats/memo.ts';
import type { Accept } from '../../../src/domain/verdict/accepts.ts';
import { ageVerdict } from '../../../src/domain/verdict/age-verdict.ts';
import { judgeStage } from '../../../src/domain/verdict/judge-stage.ts';
import type { ReadingState } from '../../../src/domain/verdict/reading.ts';
import { needsSomeone } from '../../../src/domain/verdict/severity.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
import { readingOf, worldInput, worldPlan, worldStart } from '../../support/judged-world.ts';

const minute = 60_000;

const plan = worldPlan({
  criteria: [
    '  - { id: back, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    '  - { id: hold, label: Slow, ratio: [slow, tries], limit: "< 10%", breach: hold }',
    '  - { id: never, label: Breaker, never: trips, breach: roll back }',
    '  - { id: burst, label: Bursts, count: fails, limit: "< 30 in any 10m", breach: hold }',
  ].join('\n'),
  signals: ['fails', 'slow', 'tries', 'trips'],
});

const signals = ['fails', 'slow', 'tries', 'trips'] as const;
type Id = (typeof signals)[number];

/** What has happened so far: buckets per signal, which sources are down, who accepted what. */
interface World {
  minutes: number;
  readonly values: Record<Id, (number | null)[]>;
  readonly down: Set<Id>;
  readonly accepts: Accept[];
  percent: number;
  /** Roll-back limits seen broken, and not accepted since. */
  readonly broken: Set<string>;
}

/** The judge under test, with the verdict it gave last. */
interface Judged {
  verdict: Verdict | null;
  readonly memo: ReturnType<typeof engineMemo>;
}

const fresh = (): World => ({
  minutes: 0,
  values: { fails: [], slow: [], tries: [], trips: [] },
  down: new Set(),
  accepts: [],
  percent: 25,
  broken: new Set(),
});

function seriesOf(world: World): ReadonlyMap<string, SeriesResult> {
  return new Map(
    signals.map((id) => [
      id,
      world.down.has(id) ? failedSeries(id) : madeSeries({ id, start: worldStart, values: world.values[id] }),
    ]),
  );
}

const green: ReadonlySet<ReadingState> = new Set(['met', 'close']);

/** Judges the world as it is, and holds the verdict to every law. */
function judgeAndCheck(world: World, judged: Judged): void {
  const input = worldInput(plan, {
    series: seriesOf(world),
    minutes: world.minutes,
    previous: judged.verdict,
    accepts: world.accepts,
  });
  const allotments = new Map(
    [...input.allotments].map(([key, known]) => [
      key,
      known.status === 'ok'
        ? {
            ...known,
            allotment: { ...known.allotment, percent: world.percent, percentOfActors: world.percent },
          }
        : known,
    ]),
  );
  const verdict = judgeStage({ ...input, allotments });
  // The same, with engines kept from judgement to judgement.
  expect(judgeStage({ ...input, allotments, memo: judged.memo })).toEqual(verdict);
  checkGreen(world, verdict);
  checkLatches(world, verdict);
  checkWorstWins(verdict);
  const aged = ageVerdict(verdict, verdict.staleAfter + 1, 'UTC');
  expect(['blind', 'roll-back']).toContain(aged.state);
  judged.verdict = verdict;
}

/** No path from an error, from missing or from late data to a green state. */
function checkGreen(world: World, verdict: Verdict): void {
  const reads: Readonly<Record<string, readonly Id[]>> = {
    back: ['fails', 'tries'],
    hold: ['slow', 'tries'],
    never: ['trips'],
    burst: ['fails'],
  };
  for (const [criterion, ids] of Object.entries(reads)) {
    const reading = readingOf(verdict, criterion);
    const blind = ids.some((id) => world.down.has(id) || unknownNow(world.values[id]));
    if (blind) expect(green.has(reading.state)).toBe(false);
  }
  if (verdict.state === 'ready') {
    expect(world.minutes).toBeGreaterThanOrEqual(60);
    expect(verdict.readings.every((reading) => green.has(reading.state) || reading.accepted !== null)).toBe(
      true,
    );
  }
  if (world.down.size > 0) expect(needsSomeone(verdict.state) || verdict.state === 'starting').toBe(true);
}

/** Every bucket unknown, or none newer than the stage allows. */
function unknownNow(values: readonly (number | null)[]): boolean {
  return values.length === 0 || values.slice(-4).every((value) => value === null);
}

/** A broken roll-back limit stays, whatever the data do, until it is accepted while it is back inside. */
function checkLatches(world: World, verdict: Verdict): void {
  for (const reading of verdict.readings) {
    if (reading.breach !== 'roll back') continue;
    // What broke while its source was down is found once that answers: nobody ever saw it over.
    if (reading.state === 'over' || reading.state === 'broke-earlier') world.broken.add(reading.criterion);
    if (!world.broken.has(reading.criterion)) continue;
    expect(green.has(reading.state)).toBe(false);
    if (reading.accepted === null) expect(verdict.state).toBe('roll-back');
  }
  if (verdict.state === 'roll-back') expect(world.broken.size).toBeGreaterThan(0);
}

function checkWorstWins(verdict: Verdict): void {
  const order = [
    'roll-back',
    'off-plan',
    'blind',
    'traffic',
    'over',
    'no-limit',
    'thin',
    'people',
    'starting',
    'watching',
    'ready',
  ];
  const ranks = [verdict, ...verdict.also].map((cause) => order.indexOf(cause.state));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(verdict.reason).not.toBe('');
  expect(verdict.next).not.toBe('');
}

type Step = fc.Command<World, Judged>;

/** A step of the model: changes the world and judges it. */
function step(name: string, happen: (world: World, judged: Judged) => void): Step {
  return { check: () => true, run: happen, toString: () => name };
}

function push(world: World, bucket: Readonly<Record<Id, number | null>>, minutes: number): void {
  for (const id of signals) for (let i = 0; i < minutes; i++) world.values[id].push(bucket[id]);
  world.minutes += minutes;
}

const calm = { tries: 100, fails: 0, slow: 0, trips: 0 } as const;

const traffic = (minutes: number, fails: number, slow: number): Step =>
  step(`${minutes} min at ${fails} and ${slow} of 100`, (world, judged) => {
    push(world, { ...calm, fails, slow }, minutes);
    judgeAndCheck(world, judged);
  });

const silence = (id: Id, minutes: number): Step =>
  step(`${id} silent for ${minutes} min`, (world, judged) => {
    push(world, { ...calm, [id]: null }, minutes);
    judgeAndCheck(world, judged);
  });

const late = (minutes: number): Step =>
  step(`data ${minutes} min late`, (world, judged) => {
    world.minutes += minutes;
    judgeAndCheck(world, judged);
    world.minutes -= minutes;
    push(world, calm, minutes);
    judgeAndCheck(world, judged);
  });

const outage = (id: Id): Step =>
  step(`${id} goes down or comes back`, (world, judged) => {
    if (!world.down.delete(id)) world.down.add(id);
    judgeAndCheck(world, judged);
  });

const trip = (): Step =>
  step('the breaker trips', (world, judged) => {
    push(world, { ...calm, trips: 1 }, 1);
    judgeAndCheck(world, judged);
  });

const correction = (at: number): Step =>
  step(`bucket ${at} is corrected`, (world, judged) => {
    const { fails } = world.values;
    if (fails.length > 0) fails[at % fails.length] = 0;
    judgeAndCheck(world, judged);
  });

const acceptOne = (criterion: string): Step =>
  step(`accept ${criterion}`, (world, judged) => {
    if (judged.verdict === null) return;
    const { state, value } = readingOf(judged.verdict, criterion);
    const at = worldStart + world.minutes * minute;
    const until = at + 20 * minute;
    world.accepts.push({ criterion, by: 'A monitor', reason: 'Known', at, until, state, value });
    judgeAndCheck(world, judged);
  });

const toggle = (percent: number): Step =>
  step(`toggle to ${percent} %`, (world, judged) => {
    world.percent = percent;
    judgeAndCheck(world, judged);
    if (percent !== 25 && world.minutes > 10)
      expect(['roll-back', 'off-plan']).toContain(judged.verdict?.state);
  });

const minutesOf = fc.integer({ min: 1, max: 25 });

it('holds every law on every path: error, gap, delay, correction, breach, acceptance, toggle', () => {
  fc.assert(
    fc.property(
      fc.commands(
        [
          fc
            .tuple(minutesOf, fc.constantFrom(0, 1, 4, 6, 30), fc.constantFrom(0, 2, 9, 11, 40))
            .map(([minutes, fails, slow]) => traffic(minutes, fails, slow)),
          fc
            .tuple(minutesOf, fc.constant(0), fc.constant(1))
            .map(([minutes, fails, slow]) => traffic(minutes, fails, slow)),
          fc.tuple(fc.constantFrom(...signals), minutesOf).map(([id, minutes]) => silence(id, minutes)),
          minutesOf.map((minutes) => late(minutes)),
          fc.constantFrom(...signals).map((id) => outage(id)),
          fc.constant(trip()),
          fc.nat(200).map((at) => correction(at)),
          fc.constantFrom('back', 'hold', 'never', 'burst').map((id) => acceptOne(id)),
          fc.constantFrom(0, 25, 25, 50).map((percent) => toggle(percent)),
        ],
        { maxCommands: 25 },
      ),
      (commands) => {
        fc.modelRun(() => ({ model: fresh(), real: { verdict: null, memo: engineMemo() } }), commands);
      },
    ),
    { numRuns: 400 },
  );
});

it('the model reaches the green states it guards', () => {
  const [world, judged]: [World, Judged] = [fresh(), { verdict: null, memo: engineMemo() }];
  traffic(60, 0, 1).run(world, judged);
  expect(judged.verdict?.state).toBe('ready');
  outage('fails').run(world, judged);
  expect(judged.verdict?.state).toBe('blind');
  outage('fails').run(world, judged);
  expect(judged.verdict?.state).toBe('ready');
  trip().run(world, judged);
  expect(judged.verdict?.state).toBe('roll-back');
});
