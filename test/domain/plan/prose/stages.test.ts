import { expect, it } from 'vitest';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';

const ramp = (markdown: string): readonly (readonly [string, number | null])[] =>
  readProse(markdown).stages.map((stage) => [stage.label, stage.percent]);

it.each<[string, string, readonly (readonly [string, number | null])[]]>([
  [
    'headings with the percent in them',
    '# Ferry\n## Stage A: 5%\n## Stage B: 50% of riders\n',
    [
      ['Stage A: 5%', 5],
      ['Stage B: 50% of riders', 50],
    ],
  ],
  [
    'headings with the percent in a field',
    '# Ferry\n## Stage A\n- Percentage of Users: 5%\n## Go Live\nPercentage of Users: 100',
    [
      ['Stage A', 5],
      ['Go Live', 100],
    ],
  ],
  [
    'a value on a nested bullet',
    '# Ferry\n## Stage A\n- Percentage of Users:\n    - 12% of riders\n    - about 9 trips a day',
    [['Stage A', 12]],
  ],
  [
    'phases as stages',
    '# Ferry\n## Phase 1 - 10%\n- Length: 1 day\n## Phase 2 - 50%\n- Length: 1 day',
    [
      ['Phase 1 - 10%', 10],
      ['Phase 2 - 50%', 50],
    ],
  ],
  [
    'roman numerals',
    '# Ferry\n## Stage I: crew\n- Percentage of users: 0%\n## Stage II\n- Percentage of users: 4%',
    [
      ['Stage I: crew', 0],
      ['Stage II', 4],
    ],
  ],
  [
    'bold lines',
    '# Ferry\n## Rollout\n\n**Stage A: 5%**\n\n**Stage B: 20%**\n',
    [
      ['Stage A: 5%', 5],
      ['Stage B: 20%', 20],
    ],
  ],
  [
    'plain lines',
    '# Ferry\n\nStage A: 5%\nLength of time: 2 days\n\nStage B: 20%\nLength of time: 1 day\n',
    [
      ['Stage A: 5%', 5],
      ['Stage B: 20%', 20],
    ],
  ],
  [
    'bullets',
    '# Ferry\n## Rollout\n- 5% of riders for a day\n- 20% of riders for two days\n- 100%\n',
    [
      ['5% of riders for a day', 5],
      ['20% of riders for two days', 20],
      ['100%', 100],
    ],
  ],
  [
    'a list with a step for named people',
    '# Ferry\n## Rollout\n1. Internal users (5 people)\n2. 1% of users\n3. 10% to be kept for two days\n',
    [
      ['Internal users (5 people)', null],
      ['1% of users', 1],
      ['10% to be kept for two days', 10],
    ],
  ],
  [
    'days as headings',
    '# Ferry\n## Rollout\n### Day 1: 5%\n### Day 2: 20%\n',
    [
      ['Day 1: 5%', 5],
      ['Day 2: 20%', 20],
    ],
  ],
  [
    'typed bullets',
    '# Ferry\n## Rollout\n•\t5% of users\n•\t20% of users\n',
    [
      ['5% of users', 5],
      ['20% of users', 20],
    ],
  ],
  [
    'the whole ramp inside one phase',
    '# Ferry\n### Phase 1 (5% then 50%, 1 hour each)\n- **Roll out to 5% of riders**\n  - Watch\n- **Roll out to 50% of riders**\n',
    [
      ['Roll out to 5% of riders', 5],
      ['Roll out to 50% of riders', 50],
    ],
  ],
  [
    'a sentence',
    '# Ferry\n## Rollout\nWe start with 5% of riders for a day, then move to 40%, and then launch to 100%.',
    [
      ['We start with 5% of riders for a day', 5],
      ['move to 40%', 40],
      ['launch to 100%', 100],
    ],
  ],
  [
    'a ramp that goes down and repeats',
    '# Ferry\n## Stage A: 50%\n## Stage B: 20%\n## Stage C: 20%\n',
    [
      ['Stage A: 50%', 50],
      ['Stage B: 20%', 20],
      ['Stage C: 20%', 20],
    ],
  ],
  [
    'a table',
    '# Ferry\n| Phase | Users | Duration |\n|---|---|---|\n| One | 5% | 1 day |\n| Two | 100% | ongoing |\n',
    [
      ['One', 5],
      ['Two', 100],
    ],
  ],
  [
    'an HTML table that blank lines split',
    '# Ferry\n<table><tr><th>Stage</th><th>Percent</th></tr>\n<tr><td>Crew</td><td>1%</td></tr>\n\n<tr><td>All</td><td>100%</td></tr></table>\n',
    [
      ['Crew', 1],
      ['All', 100],
    ],
  ],
  [
    'an overview beside its sections',
    '# Ferry\n## Overview\n| Phase | Users | Dates |\n|---|---|---|\n| Phase 2: quarter | 25% | 5/6/26 |\n| Phase 3: retire | 100% | |\n## Stage A: 25% of riders\n- Length of time: 1 day\n',
    [
      ['Stage A: 25% of riders', 25],
      ['Phase 3: retire', 100],
    ],
  ],
  [
    'a stage left in a comment',
    '# Ferry\n## Stage A: 5%\n<!--\n## Stage B: 20%\n\n## Stage C: 30%\n-->\n',
    [['Stage A: 5%', 5]],
  ],
  ['a stage under details', '# Ferry\n<details>\n\n## Stage A: 5%\n\n</details>\n', [['Stage A: 5%', 5]]],
  [
    'text made a heading by a rule',
    '# Ferry\n## Stage A: 5%\nLength of time: 1 day\n---\n',
    [['Stage A: 5%', 5]],
  ],
])('reads %s', (_what, markdown, stages) => {
  expect(ramp(markdown)).toEqual(stages);
});

it('reads moderated testing as a stage only when it is held', () => {
  const held = '# Ferry\n## Phase I: moderated production testing (UAT)\n- Desired number of users: 4\n';
  const notHeld =
    '# Ferry\n## Phase I: moderated production testing (UAT)\n- No moderated testing will be done\n';
  expect(readProse(held).stages.map((stage) => [stage.kind, stage.users])).toEqual([['testing', 4]]);
  expect(readProse(notHeld).stages).toEqual([]);
});

it('takes length, users, dates, tracking link and results from the stage itself', () => {
  const plan = readProse(`# Ferry

- Last updated: 5/1/2026

### Stage A: Canary
#### Planning
- Date Started: 5/4
- ZH Tracking: https://app.zenhub.com/workspaces/ferry/issues/12
- Length of time: 8 hours (one day)
- Percentage of Users (roughly how many): 10% (about 1,200 users)
#### Results
- Number of unique users: 37
- Types of errors logged: none
`);
  expect(plan.stages).toMatchObject([
    {
      line: 5,
      percent: 10,
      users: 1200,
      length: { seconds: 28_800 },
      start: '2026-05-04',
      end: null,
      isActual: true,
      tracking: { url: 'https://app.zenhub.com/workspaces/ferry/issues/12', line: 8 },
      results: { 'Number of unique users': '37', 'Types of errors logged': 'none' },
    },
  ]);
});

const phase = (date: string): string =>
  `# Ferry\n## Phase II: rollout\n- Desired date: ${date}\n### Stage A: 5%\n### Stage B: 50%\n`;

it('starts the first stage of a phase on the single day given for the phase, and no stage on a range', () => {
  expect(readProse(phase('5/4/26')).stages.map((stage) => stage.start)).toEqual(['2026-05-04', null]);
  expect(readProse(phase('5/4/26 - 5/9/26')).stages.map((stage) => stage.start)).toEqual([null, null]);
});
