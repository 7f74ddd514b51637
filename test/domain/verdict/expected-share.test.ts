import { describe, expect, it } from 'vitest';
import { expectedShare, flipsByTime } from '../../../src/domain/verdict/expected-share.ts';
import { splitCauses } from '../../../src/domain/verdict/split-causes.ts';
import type { Allotment } from '../../../src/domain/verdict/traffic-reading.ts';
import { plainAllotment } from '../../support/plain-allotment.ts';

const base = plainAllotment('letters');

it.each([
  ['on for everyone', { everyone: true, groups: 2 }, 1],
  ['actors alone', { percentOfActors: 25 }, 0.25],
  ['time alone', { percentOfTime: 10 }, 0.1],
  ['actors or time', { percentOfActors: 50, percentOfTime: 10 }, 0.55],
  ['named actors alone', { actors: 3 }, 0],
  ['entered by hand', { percent: 5 }, 0.05],
  ['groups', { percentOfActors: 5, groups: 1 }, null],
  ['an expression', { percentOfActors: 5, expression: true }, null],
  ['nothing known', {}, null],
] as const)('expected share: %s', (_what, gates, share) => {
  const expected = expectedShare({ ...base, ...gates });
  if (share === null) expect(expected.kind).toBe('unknown');
  else if (expected.kind === 'share') expect(expected.share).toBeCloseTo(share, 12);
  else expect.unreachable();
});

it('flips one person between paths only where time decides', () => {
  expect(flipsByTime({ ...base, percentOfTime: 10 })).toBe(true);
  expect(flipsByTime({ ...base, percentOfTime: 10, everyone: true })).toBe(false);
  expect(flipsByTime({ ...base, percentOfTime: 0, percentOfActors: 5 })).toBe(false);
});

function causes(
  direction: 'too many' | 'too few',
  gates: Partial<Allotment>,
  more: { readonly unit?: 'requests'; readonly eligible?: boolean } = {},
): string {
  return splitCauses({
    allotment: { ...base, percentOfActors: 5, ...gates },
    unit: more.unit ?? 'actors',
    eligible: more.eligible ?? false,
    direction,
    share: 0.05,
    runStart: 0,
    settle: 60_000,
    now: 3_600_000,
  }).join('; ');
}

describe('possible causes', () => {
  it('fit the direction and the gates seen', () => {
    expect(causes('too many', { actors: 3 })).toContain('named actors');
    expect(causes('too few', { actors: 3 })).not.toContain('named actors');
    expect(causes('too many', {})).not.toContain('named actors');
    expect(causes('too few', {})).toContain('without an actor');
    expect(causes('too many', {})).not.toContain('without an actor');
    expect(causes('too few', {})).toContain('only eligible people');
    expect(causes('too few', {}, { eligible: true })).not.toContain('only eligible people');
    expect(causes('too many', {})).not.toContain('only eligible people');
    expect(causes('too many', {}, { unit: 'requests' })).toContain('tries again');
    expect(causes('too many', {})).not.toContain('tries again');
    expect(causes('too many', {})).toContain('tag');
    expect(causes('too many', { since: 1_800_000 })).toContain('changed');
    expect(causes('too many', {})).not.toContain('changed');
  });
});
