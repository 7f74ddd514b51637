import { expect, it } from 'vitest';
import { understand } from '../../../src/domain/plan/understood.ts';

const markdown = `# Permits

### Stage A: 1% of users

- Length of time: 6 days

### Stage B: 5% of users

- Length of time: 3 days

### Stage C: 100% of users

\`\`\`stagewatch
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: errors, ratio: [fails, tries], limit: "< 5%", breach: roll back }
\`\`\`
`;

it.each([
  // 72 error-free attempts show less than 5 % at the planned end, 71 do not (Clopper & Pearson, one-sided 2.5 %).
  [133, ['stage-a:7/72', 'stage-b:19/72', 'stage-c:null/72'], null],
  [480, ['stage-a:28/72', 'stage-b:72/72', 'stage-c:null/72'], 'stage-b'],
  [1_200, ['stage-a:72/72', 'stage-b:180/72', 'stage-c:null/72'], 'stage-a'],
])('with %d attempts a day it says which stage can decide first', (perDay, expected, first) => {
  const read = understand(markdown, perDay);
  if (!read.ok) throw new Error('unreadable');
  expect(read.expected.map((one) => `${one.stage}:${one.attempts}/${one.needed}`)).toEqual(expected);
  expect(read.firstDecider).toBe(first);
});

it('counts from both sides of a limit, and says nothing where no share is limited', () => {
  const needed = (limit: string): unknown => {
    const read = understand(markdown.replace('"< 5%"', `"${limit}"`), 100);
    return read.ok ? read.expected[0]?.needed : 'unreadable';
  };
  expect(needed('> 95%')).toBe(72);
  expect(needed('< 1%')).toBe(368);
  const asks = markdown.replace(
    /criteria:[^`]*/,
    'criteria: [{ id: a, ask: { text: A, answer: count }, limit: "= 0" }]\n',
  );
  const read = understand(asks, 100);
  expect(read.ok ? read.expected[0]?.needed : 'unreadable').toBeNull();
});
