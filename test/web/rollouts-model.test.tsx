import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { RolloutItem } from '../../src/contract/rollout.ts';
import { verdictWords, type VerdictState } from '../../src/domain/verdict/verdict.ts';
import {
  ageItem,
  groupRollouts,
  listZone,
  sayLeft,
  sayOnIt,
  sayWatcher,
} from '../../src/web/screens/rollouts/rollouts-model.ts';

const now = Date.UTC(2025, 6, 28, 13, 0);

function itemIn(state: VerdictState, changes: Partial<RolloutItem> = {}): RolloutItem {
  const [item] = buildWorld('healthy', now).list;
  if (item === undefined) throw new Error('the world lists nothing');
  return {
    ...item,
    id: state,
    verdict: { ...item.verdict, state, word: verdictWords[state], reason: 'Why.' },
    staleAfter: now + 60_000,
    ...changes,
  };
}

describe('ageItem', () => {
  it.each<readonly [string, VerdictState, number | null, number | null, VerdictState]>([
    ['fresh', 'ready', now + 1, null, 'ready'],
    ['at its last instant', 'ready', now, null, 'ready'],
    ['a moment too old', 'ready', now - 1, null, 'blind'],
    ['never too old', 'not-started', null, null, 'not-started'],
    ['server lost', 'watching', now + 1, now - 40_000, 'blind'],
    ['too old, but Roll back', 'roll-back', now - 1, null, 'roll-back'],
    ['server lost, but Roll back', 'roll-back', now + 1, now - 40_000, 'roll-back'],
  ])('%s', (_, state, staleAfter, lostSince, shown) => {
    expect(ageItem(itemIn(state, { staleAfter }), now, lostSince).verdict.state).toBe(shown);
  });

  it('says what was last known, and since when', () => {
    const { verdict } = ageItem(itemIn('ready'), now, now - 60_000);
    expect(verdict.word).toBe("Can't tell");
    expect(verdict.reason).toBe('The connection was lost at 8:59 a.m. ET.');
    expect(verdict.evidence).toBe('Last known: Ready to advance. Why.');
  });
});

describe('groupRollouts', () => {
  it.each<readonly [VerdictState, string]>([
    ['roll-back', 'now'],
    ['off-plan', 'now'],
    ['blind', 'now'],
    ['traffic', 'now'],
    ['over', 'now'],
    ['no-limit', 'now'],
    ['thin', 'now'],
    ['people', 'now'],
    ['starting', 'running'],
    ['watching', 'running'],
    ['ready', 'ready'],
    ['not-started', 'rest'],
    ['off-by-plan', 'rest'],
    ['rolling-back', 'now'],
    ['rolled-back', 'rest'],
    ['advanced', 'rest'],
    ['complete', 'finished'],
  ])('%s is in "%s"', (state, id) => {
    const groups = groupRollouts([itemIn(state)], now).filter((group) => group.items.length > 0);
    expect(groups.map((group) => group.id)).toEqual([id]);
  });

  it('keeps the first group when it is empty, and no other', () => {
    expect(groupRollouts([], now).map((group) => group.id)).toEqual(['now']);
  });

  it('puts Roll back first, then what is being rolled back, then Can’t tell', () => {
    const states = ['thin', 'blind', 'rolling-back', 'roll-back'] as const;
    const [first] = groupRollouts(
      states.map((state) => itemIn(state)),
      now,
    );
    expect(first?.items.map((item) => item.id)).toEqual(['roll-back', 'rolling-back', 'blind', 'thin']);
  });
});

function waiting(id: string, since: number): RolloutItem {
  const item = itemIn('thin');
  return { ...item, id, verdict: { ...item.verdict, since } };
}

describe('groupRollouts, by time', () => {
  const hour = 3_600_000;
  it.each<readonly [string, VerdictState, Partial<RolloutItem>, string]>([
    ['watching before its end', 'watching', { endsAt: now + 1 }, 'running'],
    ['watching past its end', 'watching', { endsAt: now }, 'now'],
    ['ready past its end waits for a decision', 'ready', { endsAt: now - hour }, 'ready'],
    ['starts within the week', 'not-started', { endsAt: null, startsAt: now + 7 * 24 * hour }, 'soon'],
    ['starts later', 'not-started', { endsAt: null, startsAt: now + 7 * 24 * hour + 1 }, 'rest'],
    ['should have started', 'not-started', { endsAt: null, startsAt: now - 1 }, 'rest'],
    ['advanced, and still watched', 'advanced', { watch: { by: null, offeredTo: null } }, 'running'],
    ['the next stage is soon', 'advanced', { endsAt: null, startsAt: now + hour }, 'soon'],
  ])('%s', (_, state, changes, id) => {
    const groups = groupRollouts([itemIn(state, changes)], now).filter((group) => group.items.length > 0);
    expect(groups.map((group) => group.id)).toEqual([id]);
  });

  it('of two alike, the one that has waited longer comes first', () => {
    const [first] = groupRollouts([waiting('young', now - 1), waiting('old', now - hour)], now);
    expect(first?.items.map((item) => item.id)).toEqual(['old', 'young']);
  });

  it('puts every rollout into exactly one group', () => {
    const states = fc.constantFrom<VerdictState[]>(
      'roll-back',
      'blind',
      'watching',
      'ready',
      'not-started',
      'complete',
      'advanced',
    );
    const at = fc.option(fc.integer({ min: now - 1e9, max: now + 1e9 }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(states, at, at)), (all) => {
        const items = all.map(([state, endsAt, startsAt], i) => ({
          ...itemIn(state, { endsAt, startsAt }),
          id: String(i),
        }));
        const shown = groupRollouts(items, now).flatMap((group) => group.items.map((item) => item.id));
        expect(shown.toSorted()).toEqual(items.map((item) => item.id).toSorted());
      }),
      { numRuns: 50 },
    );
  });
});

it.each<readonly [string, RolloutItem['alerts'], string]>([
  ['nothing calls anybody', { open: 0, taken: [] }, ''],
  ['an open alert', { open: 2, taken: [] }, 'Nobody is on it yet'],
  [
    'one that is taken',
    { open: 1, taken: [{ by: 'Engineer', until: now }] },
    'Engineer is on it until 9:00 a.m. ET',
  ],
])('sayOnIt: %s', (_, alerts, text) => {
  expect(sayOnIt(itemIn('over', { alerts }))).toBe(text);
});

it.each<readonly [RolloutItem['watch'], string]>([
  [null, ''],
  [{ by: null, offeredTo: null }, 'Nobody has said that they watch'],
  [{ by: 'Ana', offeredTo: null }, 'Ana watches'],
  [{ by: 'Ana', offeredTo: 'Ben' }, 'Ana watches, offered to Ben'],
])('sayWatcher: %o', (watch, text) => {
  expect(sayWatcher(itemIn('watching', { watch }))).toBe(text);
});

it('says times in the zone of the plans where they agree', () => {
  const west = itemIn('ready', { zone: 'America/Los_Angeles' });
  expect(listZone([west, west])).toBe('America/Los_Angeles');
  expect(listZone([west, itemIn('ready')])).toBe('America/New_York');
});

it.each<readonly [number, string]>([
  [now + 24 * 3_600_000, 'Next stage Tuesday, July 29, 2025, 9:00 a.m. ET (13:00 UTC)'],
  [now - 3_600_000, 'The planned start of the next stage passed 1 hour ago'],
])('sayLeft: with nothing running, a start at %s', (startsAt, text) => {
  expect(sayLeft(itemIn('not-started', { endsAt: null, startsAt }), now)).toBe(text);
});

it.each<VerdictState>(['complete', 'advanced', 'rolling-back', 'rolled-back'])(
  'sayLeft: nothing is overdue once it is %s',
  (state) => {
    expect(sayLeft(itemIn(state, { endsAt: now - 90 * 60_000 }), now)).toBe('');
  },
);

it.each<readonly [number | null, string]>([
  [null, ''],
  [now + 3_600_000, '1 hour left'],
  [now - 90 * 60_000, 'Overdue 1 hour 30 minutes'],
])('sayLeft: an end at %s is "%s"', (endsAt, text) => {
  expect(sayLeft(itemIn('ready', { endsAt }), now)).toBe(text);
});
