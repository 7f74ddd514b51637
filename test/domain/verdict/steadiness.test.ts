import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadinessOf, type Batch } from '../../../src/domain/verdict/steadiness.ts';

function rate(label: string, events: number, trials: number, isOver = true): Batch {
  return { label, counts: { events, trials }, average: null, isOver };
}

function average(label: string, value: number, low: number, high: number): Batch {
  return { label, counts: null, average: { value, range: { low, high } }, isOver: true };
}

/** The launch of the dispute debt form: eight people, then eighteen, and in the end 30 of 218 failing. */
const launch = [rate('A', 0, 8), rate('B', 0, 18), rate('C', 3, 71), rate('D', 15, 132), rate('E', 30, 218)];

function pair(isOver: boolean): readonly Batch[] {
  return [rate('A', 100, 10_000), rate('B', 175, 10_000, isOver)];
}

describe('steadinessOf', () => {
  it.each<readonly [string, readonly Batch[], string, RegExp]>([
    ['a launch of few people', launch, 'cannot tell', /^Can’t tell: too few to show/],
    [
      'one stage',
      [rate('A', 1, 100)],
      'cannot tell',
      /it takes two stages with numbers, and there is one\.$/,
    ],
    ['none', [], 'cannot tell', /there are none\.$/],
    [
      'nothing happened anywhere',
      [rate('A', 0, 900), rate('B', 0, 9_000)],
      'cannot tell',
      /there was no event in any stage/,
    ],
    [
      'alike, with enough',
      [rate('A', 5_000, 100_000), rate('B', 5_050, 100_000)],
      'constant',
      /^Constant within 1\.25 times\. From A \(5,000 of 100,000, 5%\) to B \(5,050 of 100,000, 5\.1%\): likely 0\.9\d to 1\.0\d times\.$/,
    ],
    [
      'three times as many',
      [rate('A', 100, 10_000), rate('B', 300, 10_000)],
      'not constant',
      /^Not constant: it rose\./,
    ],
    [
      'a third of it',
      [rate('A', 300, 10_000), rate('B', 100, 10_000)],
      'not constant',
      /^Not constant: it fell\./,
    ],
    [
      'the last two stages alike and the first without numbers',
      [rate('A', 0, 0), rate('B', 5_000, 100_000), rate('C', 5_000, 100_000)],
      'cannot tell',
      /The others stayed within 1\.25 times\. Without A: nothing to compare\.$/,
    ],
    [
      'averages apart',
      [average('A', 100, 95, 105), average('B', 180, 170, 190)],
      'not constant',
      /^Not constant: it rose\. From A \(100 ms\) to B \(180 ms\)/,
    ],
    [
      'averages alike',
      [average('A', 100, 99, 101), average('B', 102, 101, 103)],
      'constant',
      /^Constant within/,
    ],
    [
      'averages whose ranges are wide',
      [average('A', 100, 60, 140), average('B', 105, 70, 150)],
      'cannot tell',
      /^Can’t tell/,
    ],
  ])('%s', (_, batches, answer, said) => {
    const steadiness = steadinessOf(batches, 1.25);
    expect(steadiness.answer).toBe(answer);
    expect(steadiness.said).toMatch(said);
  });

  it('notices a slow drift that no single step shows', () => {
    const drift = [1_000, 1_200, 1_400, 1_650].map((events, i) => rate(`S${i}`, events, 20_000));
    const steps = drift.slice(1).map((after, i) => steadinessOf([drift[i] ?? after, after], 1.25).answer);
    expect(steps).not.toContain('not constant');
    expect(steadinessOf(drift, 1.25)).toMatchObject({ answer: 'not constant' });
  });

  it('while a stage runs asks for more than at its end', () => {
    expect(steadinessOf(pair(true), 1.25).answer).toBe('not constant');
    expect(steadinessOf(pair(false), 1.25).answer).toBe('cannot tell');
  });

  it('a wider tolerance never turns constant into anything else, and no stage too many makes a claim bolder', () => {
    const batch = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 401, max: 20_000 }));
    fc.assert(
      fc.property(fc.array(batch, { minLength: 2, maxLength: 5 }), (all) => {
        const batches = all.map(([events, trials], i) => rate(`S${i}`, events, trials));
        const narrow = steadinessOf(batches, 1.25).answer;
        const wide = steadinessOf(batches, 2).answer;
        if (narrow === 'constant') expect(wide).toBe('constant');
        if (wide === 'not constant') expect(narrow).toBe('not constant');
        // A stage of three people who saw no error can only take a claim of constancy away.
        if (narrow !== 'constant')
          expect(steadinessOf([...batches, rate('few', 0, 3)], 1.25).answer).not.toBe('constant');
      }),
      { numRuns: 60 },
    );
  });
});
