import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineMap } from '../../../../src/domain/plan/edit/line-map.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c ', '', 'long words'), { maxLength: 20 });

it('leads only to lines of the same words, each to one of its own, in their order', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const map = [...lineMap(before, after)].toSorted(([a], [b]) => a - b);
      for (const [from, to] of map) expect(after[to - 1]?.trimEnd()).toBe(before[from - 1]?.trimEnd());
      const targets = map.map(([, to]) => to);
      expect(targets).toEqual([...new Set(targets)].toSorted((a, b) => a - b));
    }),
  );
});

it('moves every line below an insertion by as many lines, and none above it', () => {
  fc.assert(
    fc.property(lines, fc.nat(20), fc.integer({ min: 1, max: 5 }), (before, at, count) => {
      const place = Math.min(at, before.length);
      const added = Array.from({ length: count }, (_, i) => `new ${i}`);
      const map = lineMap(before, [...before.slice(0, place), ...added, ...before.slice(place)], true);
      for (let line = 1; line <= before.length; line++)
        expect(map.get(line)).toBe(line <= place ? line : line + count);
    }),
  );
});

it('keeps the place of a line that was changed where it stands, only when asked to', () => {
  const [before, after] = [
    ['a', 'Stage A: 5%', 'b'],
    ['a', 'Stage A: 50%', 'b'],
  ];
  expect([...lineMap(before, after).keys()]).toEqual([1, 3]);
  expect(lineMap(before, after, true).get(2)).toBe(2);
});
