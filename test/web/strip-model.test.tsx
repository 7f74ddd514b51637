import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerdictHistory } from '../../src/contract/rollout.ts';
import type { VerdictState } from '../../src/domain/verdict/verdict.ts';
import { stripOf, type StripInput } from '../../src/web/screens/stage/strip-model.ts';

const start = Date.UTC(2025, 6, 28, 13);
const minute = 60_000;
const at = (minutes: number): number => start + minutes * minute;

const run: StripInput['run'] = {
  id: 'run-1',
  stage: 'stage-b',
  attempt: 1,
  start,
  end: null,
  length: 60 * minute,
  openedBy: 'Engineer',
  closedBy: null,
};

function entry(minutes: number, state: VerdictState, of = 'run-1'): VerdictHistory[number] {
  return { at: at(minutes), run: of, state, word: state, reason: '', evidence: '' };
}

function strip(changes: Partial<StripInput>): readonly (readonly [number, number, string])[] {
  const input = {
    run,
    history: [],
    gaps: [],
    now: at(40),
    staleAfter: at(42),
    judgedAt: at(40),
    isCut: false,
    ...changes,
  };
  return stripOf(input).map(({ from, to, word }) => [(from - start) / minute, (to - start) / minute, word]);
}

describe('stripOf', () => {
  it('begins unjudged, and each verdict lasts to the next; the last to now', () => {
    const history = [entry(20, 'roll-back'), entry(2, 'watching')];
    expect(strip({ history })).toEqual([
      [0, 2, 'Not judged yet'],
      [2, 20, 'watching'],
      [20, 40, 'roll-back'],
    ]);
  });

  it('draws what nobody judged as a gap, and goes on after it', () => {
    const gaps = [{ from: at(10), to: at(15) }];
    expect(strip({ history: [entry(0, 'watching')], gaps })).toEqual([
      [0, 10, 'watching'],
      [10, 15, 'Nobody judged'],
      [15, 40, 'watching'],
    ]);
  });

  it('a verdict that no longer stands ends where it was last judged', () => {
    const history = [entry(0, 'ready')];
    expect(strip({ history, staleAfter: at(32), judgedAt: at(30) })).toEqual([
      [0, 30, 'ready'],
      [30, 40, 'Nobody judged'],
    ]);
  });

  it('a page that is cut off does not know what was judged since', () => {
    const history = [entry(0, 'ready')];
    expect(strip({ history, judgedAt: at(39), isCut: true })).toEqual([
      [0, 39, 'ready'],
      [39, 40, 'Not known'],
    ]);
  });

  it('leaves out other attempts, and ends with the run', () => {
    const history = [entry(50, 'over', 'run-2'), entry(0, 'watching')];
    expect(strip({ history, run: { ...run, end: at(30) }, staleAfter: at(1) })).toEqual([
      [0, 30, 'watching'],
    ]);
  });

  it('says so where the list of changes does not go back to the start', () => {
    const history = Array.from({ length: 200 }, (_, i) =>
      entry(39 - i / 10, i % 2 === 0 ? 'over' : 'watching'),
    );
    expect(strip({ history })[0]).toEqual([0, 39 - 19.9, 'Older changes are not listed']);
  });

  it('a run nobody has judged is one gap', () => {
    expect(strip({ judgedAt: start })).toEqual([[0, 40, 'Not judged yet']]);
  });

  it('covers every instant of the run once, whatever is on record', () => {
    const minutes = fc.integer({ min: -10, max: 60 });
    const states = fc.constantFrom<VerdictState[]>('roll-back', 'blind', 'over', 'watching', 'ready');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(minutes, states)),
        fc.array(fc.tuple(minutes, minutes)),
        minutes,
        minutes,
        fc.boolean(),
        fc.boolean(),
        (changes, gaps, judged, stale, over, isCut) => {
          const end = over ? at(30) : null;
          const pieces = stripOf({
            run: { ...run, end },
            history: changes.map(([when, state]) => entry(when, state)).toSorted((a, b) => b.at - a.at),
            gaps: gaps.map(([a, b]) => ({ from: at(Math.min(a, b)), to: at(Math.max(a, b)) })),
            now: at(40),
            staleAfter: at(stale),
            judgedAt: at(judged),
            isCut,
          });
          expect(pieces[0]?.from).toBe(start);
          expect(pieces.at(-1)?.to).toBe(end ?? at(40));
          for (const [i, piece] of pieces.entries()) {
            expect(piece.to).toBeGreaterThan(piece.from);
            if (i > 0) expect(piece.from).toBe(pieces[i - 1]?.to);
          }
        },
      ),
    );
  });
});
