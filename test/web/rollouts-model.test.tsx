import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { RolloutItem } from '../../src/contract/rollout.ts';
import { verdictWords, type VerdictState } from '../../src/domain/verdict/verdict.ts';
import { ageItem, groupRollouts, sayLeft } from '../../src/web/screens/rollouts/rollouts-model.ts';

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
    ['rolled-back', 'rest'],
    ['advanced', 'rest'],
    ['complete', 'rest'],
  ])('%s is in "%s"', (state, id) => {
    const groups = groupRollouts([itemIn(state)]).filter((group) => group.items.length > 0);
    expect(groups.map((group) => group.id)).toEqual([id]);
  });

  it('keeps the first group when it is empty, and no other', () => {
    expect(groupRollouts([]).map((group) => group.id)).toEqual(['now']);
  });

  it('puts Roll back first, then Can’t tell', () => {
    const [first] = groupRollouts([itemIn('thin'), itemIn('blind'), itemIn('roll-back')]);
    expect(first?.items.map((item) => item.id)).toEqual(['roll-back', 'blind', 'thin']);
  });
});

it.each<readonly [number | null, string]>([
  [null, ''],
  [now + 3_600_000, '1 hour left'],
  [now - 90 * 60_000, 'Overdue 1 hour 30 minutes'],
])('sayLeft: an end at %s is "%s"', (endsAt, text) => {
  expect(sayLeft(itemIn('ready', { endsAt }), now)).toBe(text);
});
