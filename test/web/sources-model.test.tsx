import { expect, it } from 'vitest';
import { sourcesForShow } from '../../mocks/world-sources.ts';
import type { SourceHealth } from '../../src/contract/sources.ts';
import { factsOf, needsSomeone, sayAll, splitSources } from '../../src/web/screens/sources/sources-model.ts';
import { sayState, type Standing } from '../../src/web/ui/source-words.ts';

const now = Date.UTC(2025, 6, 28, 18);
const here = { now, lostSince: null, stalled: false, unread: false };
const states: readonly SourceHealth['state'][] = [
  'ok',
  'late',
  'partial',
  'failing',
  'idle',
  'unused',
  'not-configured',
];
const [, flipper] = sourcesForShow(now);
if (flipper === undefined) throw new Error('The sources for show lack Flipper.');

const green = (standing: Standing): readonly string[] =>
  states.filter((state) => sayState({ ...flipper, state }, standing).look.tone === 'met');

it('is green in one state only, and in none while the server or its watcher is silent', () => {
  expect(green(here)).toEqual(['ok']);
  expect(green({ ...here, lostSince: now - 60_000 })).toEqual([]);
  expect(green({ ...here, stalled: true })).toEqual([]);
  expect(green({ ...here, unread: true })).toEqual([]);
});

it('never sums up as well what is not, whatever else is', () => {
  for (const state of states) {
    const said = sayAll([flipper, { ...flipper, state }], here);
    expect([state, said.startsWith('All')]).toEqual([state, state === 'ok']);
  }
  expect(sayAll([flipper], { ...here, lostSince: now })).toContain('not known');
  expect(sayAll([flipper], { ...here, stalled: true })).toContain('stalled');
  expect(sayAll([flipper], { ...here, unread: true })).toContain('not known');
});

it.each([
  [2, 5, '2 of 5 queries fail'],
  [1, 5, '1 of 5 queries fails'],
] as const)(
  'says how many queries fail where others are answered, and is neither well nor down: %i of %i',
  (n, of, word) => {
    const failing = Array.from({ length: n }, (_, i) => `signal-${i}`);
    const source = { ...flipper, state: 'partial', queries: { of, failing } } as const;
    expect(sayState(source, here)).toMatchObject({ word, look: { tone: 'blind' } });
    expect(needsSomeone(source)).toBe(true);
  },
);

it('leaves out only what is neither set up nor asked for', () => {
  const { shown, unset } = splitSources(sourcesForShow(now));
  expect(shown.map(({ id }) => id)).toEqual(['datadog', 'flipper', 'prometheus']);
  expect(unset.map(({ id }) => id)).toEqual(['sentry']);
});

const clockOf = (clockSkew: number | null): string => {
  const gate = flipper.gate === null ? null : { ...flipper.gate, clockSkew };
  return factsOf({ ...flipper, gate }).find(({ term }) => term === 'Its clock')?.text ?? '';
};

it('warns of a clock that is off, and not of one that agrees', () => {
  expect([clockOf(null), clockOf(400), clockOf(3_000), clockOf(-65_000)]).toEqual([
    'Not told',
    'Agrees with ours',
    '3 seconds ahead of ours',
    '1 minute 5 seconds behind ours: set one of them right',
  ]);
});
