import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { storyIds } from '../../support/story-list.ts';

const folder = new URL('.', import.meta.url);

it('tells every story of the list once, and no other', () => {
  const told = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\bit\(\s*'(U\d+) /g)])
    .map(([, id]) => id);
  expect(new Set(told)).toEqual(new Set(storyIds));
  expect(told).toHaveLength(storyIds.length);
});
