import { expect, it } from 'vitest';
import type { ChecklistItem } from '../../../src/domain/plan/plan.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';

const text = (block: string): string => `# Permits

## Prerequisites

- [x] The service is live
- [ ] The call center knows

## Rollout

### Stage A: 5% of users

- Length of time: 1 day
- [ ] Watch for an hour

#### Results

- Downstream affected:
  - [ ] yes
  - [ ] N/A

### Stage B: 50% of users

- Length of time: 1 day

\`\`\`stagewatch
toggles: [{ key: permits }]
${block}
\`\`\`
`;

function checklistOf(block: string): readonly ChecklistItem[] {
  const read = readPlan(text(block));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan.checklist;
}

it('takes the boxes of the text, each for the stage it stands under, and no answers to tick', () => {
  expect(checklistOf('').map((one) => [one.text, one.ticked, one.stage, one.section])).toEqual([
    ['The service is live', true, null, 'Prerequisites'],
    ['The call center knows', false, null, 'Prerequisites'],
    ['Watch for an hour', false, 'stage-a', 'Stage A: 5% of users'],
  ]);
});

it('gives a box the owner and day of the entry that says its words, and adds what the text lacks', () => {
  const given = checklistOf(`checklist:
  - { text: "call center", owner: Product manager, due: "2025-07-21 09:00" }
  - { text: "Sign-off of the product owner", owner: Product owner, stage: stage-b }`);
  expect(given.find((one) => one.text === 'The call center knows')).toMatchObject({
    owner: 'Product manager',
    // Nine in the morning, Eastern, in July.
    due: Date.UTC(2025, 6, 21, 13),
  });
  expect(given.at(-1)).toEqual({
    text: 'Sign-off of the product owner',
    ticked: false,
    section: null,
    line: null,
    stage: 'stage-b',
    owner: 'Product owner',
    due: null,
  });
});

it.each([
  ['due: "soon"', '"soon" is not a day or a time'],
  ['stage: stage-z', 'the stage "stage-z", which the plan does not have'],
])('refuses an entry with %s at its line', (field, message) => {
  const read = readPlan(text(`checklist: [{ text: "call center", ${field} }]`));
  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.problems[0]?.message).toContain(message);
  expect(read.problems[0]?.line).toBe(27);
});
