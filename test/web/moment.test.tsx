import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beat,
  cutOf,
  elapsed,
  firstPulse,
  isSlow,
  type Moment,
  type Pulse,
  type Read,
} from '../../src/web/data/moment.ts';

const start: Moment = { wall: 1_800_000_000_000, steady: 5_000 };
const minute = 60_000;

/** A moment after `from`, `wall` and `steady` milliseconds later by each clock. */
function after(from: Moment, wall: number, steady = wall): Moment {
  return { wall: from.wall + wall, steady: from.steady + steady };
}

const inSight = { wasHidden: false, isTick: true };
const outOfSight = { wasHidden: true, isTick: true };
const readAt = (good: Moment, failures = 0): Read => ({ good, failures, asked: null });

/** Ticks so long apart, one after another. */
function ticks(gaps: readonly number[], look = inSight): Pulse {
  return gaps.reduce((pulse, gap) => beat(pulse, after(pulse.last, gap), look), firstPulse(start));
}

describe('a time the page did not run', () => {
  it.each<readonly [string, number, number, boolean]>([
    ['an hour asleep, both clocks going', 60 * minute, 60 * minute, true],
    ['an hour asleep, the steady clock standing', 60 * minute, 1_000, true],
    ['an hour frozen while the wall’s clock was set back', -5_000, 60 * minute, true],
    ['the clock set ahead by an hour', 60 * minute, 1_000, true],
    ['the clock set back by an hour', -60 * minute, 1_000, false],
    ['a hidden tab that runs once a minute', minute, minute, false],
  ])('%s', (_, wall, steady, isAway) => {
    const pulse = beat(firstPulse(start), after(start, wall, steady), outOfSight);
    expect(pulse.away).toEqual(isAway ? start : null);
  });

  it('keeps when it began until everything has been read again', () => {
    const pulse = ticks([1_000, 10 * minute, 1_000, 20 * minute]);
    expect(pulse.away).toEqual(after(start, 1_000));
    expect(cutOf(pulse, pulse.last, [readAt(pulse.last)])).toEqual({ kind: 'away', since: pulse.away });
  });
});

describe('silence', () => {
  it.each<readonly [string, number, number, string | null]>([
    ['29 seconds', 29_000, 29_000, null],
    ['31 seconds', 31_000, 31_000, 'silent'],
    ['31 seconds while the clock was set back an hour', -60 * minute, 31_000, 'silent'],
    ['31 seconds of which the machine slept 30', 31_000, 1_000, 'silent'],
  ])('%s', (_, wall, steady, kind) => {
    const pulse = beat(firstPulse(start), after(start, wall, steady), inSight);
    expect(cutOf(pulse, start, [])?.kind ?? null).toBe(kind);
  });

  it('in a hidden tab that runs once a minute and reads each time, never cries wolf', () => {
    let pulse = firstPulse(start);
    let contact = start;
    for (let i = 0; i < 30; i += 1) {
      pulse = beat(pulse, after(pulse.last, minute), outOfSight);
      expect(cutOf(pulse, contact, [readAt(contact)])).toBeNull();
      contact = after(pulse.last, 50);
    }
  });

  it('in such a tab whose pushes arrive in between, never cries wolf either', () => {
    let pulse = firstPulse(start);
    for (let i = 1; i <= 300; i += 1) {
      pulse = beat(pulse, after(pulse.last, 2_000), { wasHidden: true, isTick: i % 30 === 0 });
      const read = after(start, Math.floor((i - 1) / 30) * minute);
      expect(cutOf(pulse, pulse.last, [readAt(read)])).toBeNull();
    }
  });

  it('in such a tab is noticed after two such minutes at the latest', () => {
    const pulse = ticks([minute, minute], outOfSight);
    expect(cutOf(pulse, start, [])?.kind).toBe('silent');
  });

  it('once the tab is in sight again, is given no more than the half minute it needs', () => {
    const hidden = ticks([minute, minute], outOfSight);
    let pulse = hidden;
    for (let i = 0; i < 60; i += 1) pulse = beat(pulse, after(pulse.last, 1_000), inSight);
    expect(pulse.slack).toBe(0);
  });
});

describe('what can’t be read again', () => {
  it.each<readonly [string, number, number, string | null]>([
    ['one failure', 20_000, 1, null],
    ['two in a row', 20_000, 2, 'unread'],
    ['an answer that never comes', 36_000, 0, 'unread'],
  ])('%s', (_, age, failures, kind) => {
    const pulse = beat(firstPulse(start), after(start, age), inSight);
    expect(cutOf(pulse, pulse.last, [readAt(pulse.last), readAt(start, failures)])?.kind ?? null).toBe(kind);
  });

  it('is slow when it has been waited for more than ten seconds', () => {
    const pulse = beat(firstPulse(start), after(start, 11_000), inSight);
    expect(isSlow(pulse, [{ ...readAt(start), asked: start }])).toBe(true);
    expect(isSlow(pulse, [{ ...readAt(start), asked: after(start, 2_000) }])).toBe(false);
  });
});

it('never stands by anything for two minutes without a word from the server, whatever the clocks and the tab do', () => {
  const step = fc.record({
    steady: fc.integer({ min: 0, max: 200_000 }),
    jump: fc.integer({ min: -4_000_000, max: 4_000_000 }),
    wasHidden: fc.boolean(),
    isTick: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      let pulse = firstPulse(start);
      for (const { steady, jump, ...look } of steps)
        pulse = beat(pulse, after(pulse.last, steady + jump, steady), look);
      const isCut = cutOf(pulse, start, [readAt(start)]) !== null;
      expect(isCut || elapsed(start, pulse.last) <= 2 * minute).toBe(true);
    }),
  );
});
