import { expect, it } from 'vitest';
import type { Answer } from '../../../src/domain/verdict/judge-ask.ts';
import type { Reading } from '../../../src/domain/verdict/reading.ts';
import { judgeWorld, readingOf, worldPlan, worldSeries, worldStart } from '../../support/judged-world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Monday, July 28, 2025, 13:00 UTC: a business day everywhere in America. */
const start = worldStart;

function ask(
  rule: string,
  answers: readonly (Answer['said'] & { readonly after?: number })[],
  minutes = 30,
): Reading {
  const plan = worldPlan({
    criteria: `  - { id: asked, label: Complaints, ask: ${rule} }\n  - { id: fails, ratio: [fails, tries], limit: "< 5%" }`,
    signals: ['fails', 'tries'],
  });
  const given = answers.map(({ after = 0, ...said }) => ({
    criterion: 'asked',
    at: start + after,
    by: 'Ana',
    said,
  }));
  const verdict = judgeWorld(plan, {
    minutes,
    series: worldSeries({ fails: 0, tries: 20 }, Math.min(minutes, 600)),
    answers: given,
  });
  return readingOf(verdict, 'asked');
}

const complaints = '{ text: "Complaints", answer: count }, limit: "= 0"';
const liked = '{ text: "Liked", answer: share }, limit: ">= 90%"';
const easy = '{ text: "Easy", answer: yes-no-na }';

it.each([
  ['nobody was asked', complaints, [], 'not-asked', null],
  ['somebody noted that nobody was asked', complaints, [{ kind: 'not-asked' as const }], 'not-asked', null],
  ['asked, and there were none', complaints, [{ kind: 'count' as const, count: 0 }], 'met', 0],
  [
    'two reports add up',
    complaints,
    [
      { kind: 'count' as const, count: 1 },
      { kind: 'count' as const, count: 2 },
    ],
    'over',
    3,
  ],
  ['9 of 10', liked, [{ kind: 'share' as const, positive: 9, of: 10 }], 'met', 0.9],
  [
    '9 of 10 and 1 of 2',
    liked,
    [
      { kind: 'share' as const, positive: 9, of: 10 },
      { kind: 'share' as const, positive: 1, of: 2 },
    ],
    'over',
    10 / 12,
  ],
  ['0 of 0', liked, [{ kind: 'share' as const, positive: 0, of: 0 }], 'watched', null],
  [
    'no limit',
    '{ text: "Complaints", answer: count }',
    [{ kind: 'count' as const, count: 0 }],
    'no-limit',
    0,
  ],
  [
    'yes, and the plan says not which is good',
    easy,
    [{ kind: 'yes-no-na' as const, answer: 'yes' as const }],
    'watched',
    1,
  ],
  [
    'no, where yes is wanted',
    `${easy}, limit: "= 1"`,
    [{ kind: 'yes-no-na' as const, answer: 'no' as const }],
    'over',
    0,
  ],
  [
    'yes, where yes is wanted',
    `${easy}, limit: "= 1"`,
    [{ kind: 'yes-no-na' as const, answer: 'yes' as const }],
    'met',
    1,
  ],
  [
    'does not apply',
    `${easy}, limit: "= 1"`,
    [{ kind: 'yes-no-na' as const, answer: 'n/a' as const }],
    'watched',
    null,
  ],
  [
    'of yes and no the newest stands',
    `${easy}, limit: "= 1"`,
    [
      { kind: 'yes-no-na' as const, answer: 'no' as const },
      { kind: 'yes-no-na' as const, answer: 'yes' as const, after: minute },
    ],
    'met',
    1,
  ],
  [
    'an answer of another kind is none',
    complaints,
    [{ kind: 'share' as const, positive: 1, of: 1 }],
    'not-asked',
    null,
  ],
] as const)('%s', (_what, rule, answers, state, value) => {
  const reading = ask(rule, answers);
  expect(reading.state).toBe(state);
  if (value === null) expect(reading.value).toBeNull();
  else expect(reading.value).toBeCloseTo(value, 12);
});

it('tells apart that none were reported and that nobody was asked', () => {
  expect(ask(complaints, [{ kind: 'count', count: 0 }]).evidence).toContain('there were none');
  expect(ask(complaints, [{ kind: 'not-asked' }]).evidence).toContain('nobody has asked');
});

it.each([
  ['4h', 3, 'met'],
  ['4h', 5, 'not-asked'],
  ['business day', 23, 'met'],
  ['business day', 25, 'not-asked'],
  ['decision', 500, 'met'],
] as const)('asked every %s, an answer of %i hours ago is %s', (every, hours, state) => {
  const rule = `{ text: "Complaints", answer: count, every: ${every} }, limit: "= 0"`;
  expect(ask(rule, [{ kind: 'count', count: 0 }], hours * 60).state).toBe(state);
});

it('asks for no new answer over a weekend', () => {
  const rule = '{ text: "Complaints", answer: count, every: business day }, limit: "= 0"';
  // Answered on Friday, August 1, 10 a.m. in New York; Monday 9 a.m. is a weekend and 23 hours later.
  const friday = 4 * 24 * hour + hour;
  const said = [{ kind: 'count' as const, count: 0, after: friday }];
  expect(ask(rule, said, (friday + 3 * 24 * hour - hour) / minute).state).toBe('met');
  expect(ask(rule, said, (friday + 3 * 24 * hour + hour) / minute).state).toBe('not-asked');
});

it('never lets bad news grow old', () => {
  const rule = '{ text: "Complaints", answer: count, every: 4h }, limit: "= 0"';
  expect(ask(rule, [{ kind: 'count', count: 1 }], 6000).state).toBe('over');
});
