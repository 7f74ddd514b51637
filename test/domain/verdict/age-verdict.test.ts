import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agedThen, ageVerdict, ageWithReadings } from '../../../src/domain/verdict/age-verdict.ts';
import { endedVerdict } from '../../../src/domain/verdict/lifecycle.ts';
import type { ReadingState } from '../../../src/domain/verdict/reading.ts';
import type { TrafficReading, TrafficState } from '../../../src/domain/verdict/traffic-reading.ts';
import { verdictWords, type Verdict, type VerdictState } from '../../../src/domain/verdict/verdict.ts';
import { judgeWorld, worldPlan, worldSeries, worldStart } from '../../support/judged-world.ts';

const split: TrafficReading = {
  toggle: 't',
  state: 'matches',
  planned: 25,
  allotment: null,
  observed: 0.25,
  range: null,
  onNew: 25,
  onOld: 75,
  eligible: 100,
  consistentWith: [],
  causes: [],
  unit: 'actors',
  evidence: '25 of 100.',
};

const run = {
  id: 'r1',
  stage: 'b',
  attempt: 1,
  start: worldStart,
  end: null,
  length: 3_600_000,
  openedBy: 'A monitor',
  closedBy: null,
};

const zone = 'America/New_York';
const judgedAt = Date.UTC(2025, 6, 28, 18, 41);

function verdictIn(state: VerdictState): Verdict {
  return {
    state,
    word: verdictWords[state],
    reason: 'Because.',
    evidence: 'Numbers.',
    next: 'Do something.',
    about: null,
    also: [],
    tags: [],
    judgedAt,
    judgedThrough: judgedAt,
    staleAfter: judgedAt + 180_000,
    readings: [],
    traffic: [],
    mixture: null,
    latches: [],
  };
}

it('stands until its time has passed', () => {
  const verdict = verdictIn('ready');
  expect(ageVerdict(verdict, verdict.staleAfter, zone)).toBe(verdict);
});

it("becomes Can't tell afterwards, and says what it was", () => {
  const aged = ageVerdict(verdictIn('ready'), judgedAt + 180_001, zone);
  expect(aged).toMatchObject({ state: 'blind', word: "Can't tell", tags: ['Out of date'] });
  expect(aged.reason).toContain('2:41 p.m. ET');
  expect(aged.evidence).toContain('Ready to advance');
});

it('names the day of a verdict of another day', () => {
  const aged = ageVerdict(verdictIn('ready'), judgedAt + 3 * 24 * 3_600_000, zone);
  expect(aged.reason).toMatch(/^This verdict is from [A-Z][a-z]+ \d+, 2:41 p\.m\. ET, and nothing newer/);
});

it("keeps Roll back first, with Can't tell under Also", () => {
  const aged = ageVerdict(verdictIn('roll-back'), Infinity, zone);
  expect(aged.state).toBe('roll-back');
  expect(aged.also.map((cause) => cause.state)).toEqual(['blind']);
});

it('only ever worsens: nothing aged is green, whatever it was', () => {
  const states = fc.constantFrom<VerdictState>(
    'ready',
    'watching',
    'starting',
    'not-started',
    'advanced',
    'over',
    'thin',
    'roll-back',
  );
  fc.assert(
    fc.property(states, fc.integer({ min: 1 }), (state, late) => {
      const aged = ageVerdict(verdictIn(state), judgedAt + 180_000 + late, zone);
      expect(['blind', 'roll-back']).toContain(aged.state);
    }),
  );
});

describe('the readings of a verdict', () => {
  const plan = worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['tries', 'fails'],
  });
  const world = judgeWorld(plan, { series: worldSeries({ fails: 0, tries: 20 }, 40), minutes: 40 });
  const reading = (state: ReadingState): Verdict => ({
    ...world,
    readings: world.readings.map((one) => ({ ...one, state })),
  });

  it.each<readonly [ReadingState, ReadingState]>([
    ['met', 'stale'],
    ['close', 'stale'],
    ['over', 'over'],
    ['broke-earlier', 'broke-earlier'],
    ['not-asked', 'not-asked'],
    ['source-error', 'stale'],
  ])('%s becomes %s with age, now and looking back', (before, after) => {
    const verdict = reading(before);
    const { staleAfter } = verdict;
    expect(ageWithReadings(verdict, staleAfter, zone)).toBe(verdict);
    const states = [ageWithReadings(verdict, staleAfter + 1, zone), agedThen(verdict, staleAfter, zone)].map(
      (one) => one.readings[0]?.state,
    );
    expect(states).toEqual([after, after]);
  });

  it.each<readonly [TrafficState, TrafficState]>([
    ['matches', 'stale'],
    ['not-enough-data', 'stale'],
    ['abnormal', 'abnormal'],
    ['source-error', 'source-error'],
    ['not-measured', 'not-measured'],
  ])('and its traffic: %s becomes %s, with what was known', (before, after) => {
    const verdict = { ...world, traffic: [{ ...split, state: before }] };
    const end = verdict.staleAfter + 1;
    const ended = endedVerdict(verdict, { ...run, end }, plan, end + 1);
    for (const one of [
      ageWithReadings(verdict, verdict.staleAfter + 1, zone),
      agedThen(verdict, verdict.judgedAt, zone),
      ended,
    ]) {
      expect(one.traffic[0]?.state).toBe(after);
      expect(one.traffic[0]?.evidence).toContain('25 of 100.');
    }
    expect(ageWithReadings(verdict, verdict.staleAfter, zone).traffic[0]?.state).toBe(before);
  });

  it('are of the last judgement where somebody looks back, which need not have changed anything', () => {
    const last = world.judgedAt + 3 * 60_000;
    expect(agedThen(world, last, zone)).toMatchObject({ state: 'blind', judgedAt: last });
  });
});
