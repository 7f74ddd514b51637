import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFreeIds } from '../../../../src/domain/plan/edit/free-ids.ts';
import { toLineFeeds, withLineEnds } from '../../../../src/domain/plan/edit/line-ends.ts';
import { recipes } from '../../../../src/domain/plan/edit/recipes.ts';

describe('line ends', () => {
  it.each([
    ['Windows', 'a\r\nb\r\n', 'a\nB\nc\n', 'a\r\nB\r\nc\r\n'],
    ['old Mac', 'a\rb', 'a\nb\nc', 'a\rb\rc'],
    ['Unix', 'a\nb', 'a\nb\nc', 'a\nb\nc'],
    ['mixed, most of them Windows', 'a\r\nb\nc\r\nd\r\n', 'a\nb\nx\nc\nd\n', 'a\r\nb\nx\r\nc\r\nd\r\n'],
    ['mixed, a line taken out', 'a\r\nb\nc\r\nd\r\n', 'a\nc\nd\n', 'a\r\nc\r\nd\r\n'],
  ])('%s', (_kind, before, edited, after) => {
    expect(withLineEnds(before, edited)).toBe(after);
  });

  it('come back as they were where nothing was edited, whatever the text', () => {
    const part = fc.oneof(fc.constantFrom('\r\n', '\n', '\r'), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        expect(withLineEnds(text, toLineFeeds(text))).toBe(text);
      }),
    );
  });

  it('never change a word', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\r\n', '\n', '\r'), { maxLength: 16 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edited = toLineFeeds(after.join(''));
        expect(toLineFeeds(withLineEnds(before.join(''), edited))).toBe(edited);
      }),
    );
  });
});

const of = (action: string, taken: readonly string[]): ReturnType<typeof withFreeIds> =>
  withFreeIds(
    recipes[0]?.signals({ source: 'datadog', name: 'v0/letters', action, environment: 'prod' }) ?? {},
    taken,
    action,
  );

describe('signals of a second recipe', () => {
  it('keep the first ones, and name each other by their new ids', () => {
    const first = of('index', []);
    expect(Object.keys(first)).toContain('hits');
    const second = of('show', Object.keys(first));
    expect(Object.keys(second)).toEqual(Object.keys(first).map((id) => `show-${id}`));
    expect(second['show-errors']?.heartbeat).toBe('show-hits');
    expect(second['show-p95']?.weight).toBe('show-hits');
    const third = of('show', [...Object.keys(first), ...Object.keys(second)]);
    expect(Object.keys(third)).toContain('show-2-hits');
  });
});
