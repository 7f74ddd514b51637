import { describe, expect, it } from 'vitest';
import { planJson } from '../../../src/domain/plan/plan-json.ts';
import type { Stage } from '../../../src/domain/plan/plan.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';

function readable(markdown: string): Extract<ReturnType<typeof readPlan>, { ok: true }> {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read;
}

const stagesOf = (text: string): readonly Stage[] => readable(text).plan.stages;

const inBlock = (text: string): string => `\n\`\`\`stagewatch\n${text}\n\`\`\`\n`;

const first = (label: string): Stage | undefined =>
  stagesOf(
    `# T\n\nFeature toggle: \`t_x\`\n\n| Stage | Percentage | Length |\n|---|---|---|\n| ${label} | TBD | 1 day |\n| Ramp | 10% | 1 day |\n`,
  )[0];

describe('a stage is off where its name says so', () => {
  it.each([
    'Off',
    'off.',
    'Off (while the numbers are read)',
    'Off for the weekend',
    'Turn off',
    'Turned off overnight',
    'Turn the toggle off',
    'Turn off the toggle',
    'Toggle off',
    'Phase 2: off',
  ])('%s', (label) => {
    expect(first(label)).toMatchObject({ off: true, audience: { kind: 'percent', percents: { t_x: 0 } } });
  });

  it.each([
    'Kick off',
    'Hands off',
    'Back off',
    'Sign off',
    'Off-peak pilot',
    'Off hours pilot',
    'Turn off legacy form',
    'Time off request pilot',
  ])('and not: %s', (label) => {
    expect(first(label)).toMatchObject({ off: false, audience: { kind: 'unknown' } });
  });

  it('also where the block only fills its length, and not where it gives a percent', () => {
    const text =
      '# T\n\nFeature toggle: `t_x`\n\n## Phase 1\n\n1. 5% of users for 1 hour\n2. Off\n3. 50% of users\n';
    const off = (entry: string): boolean | undefined =>
      stagesOf(`${text}${inBlock(`stages:\n  - { id: ${entry} }`)}`).find((one) => one.id === 'off')?.off;
    expect(off('off')).toBe(true);
    expect(off('off, length: 2h')).toBe(true);
    expect(off('off, percent: 10')).toBe(false);
  });
});

const percents = (markdown: string): readonly unknown[] =>
  stagesOf(markdown).map(({ audience }) => (audience.kind === 'percent' ? audience.percents : audience.kind));

describe('a stage of several toggles', () => {
  const text = `# Scheduling

| Toggle |
|---|
| scheduling_cc_appointments |
| scheduling_va_appointments |
| scheduling_requests |

## Phase II: go-live

### Stage A: 5%

- Length of time: 1 day

## Phase III: cc_appointments

### Stage A: Canary

- Percentage of users: 10%
- Length of time: 1 day

### Stage B: scheduling_requests, 50%

- Length of time: 1 day

### Stage C: moderate

- Percentage of users:
- Length of time: 1 day
`;
  it('plans those its name or its phase gives, and else all', () => {
    expect(percents(text)).toEqual([
      { scheduling_cc_appointments: 5, scheduling_va_appointments: 5, scheduling_requests: 5 },
      { scheduling_cc_appointments: 10 },
      { scheduling_requests: 50 },
      'unknown',
    ]);
  });

  it('also where the block fills in the percent', () => {
    const filled = percents(`${text}${inBlock('stages:\n  - { id: stage-c, percent: 80 }')}`);
    expect(filled[3]).toEqual({ scheduling_cc_appointments: 80 });
    const map = '{ scheduling_va_appointments: 80 }';
    expect(percents(`${text}${inBlock(`stages:\n  - { id: stage-c, percent: ${map} }`)}`)[3]).toEqual({
      scheduling_va_appointments: 80,
    });
  });

  it('takes no end that two toggles share', () => {
    const shared = text.replace('Phase III: cc_appointments', 'Phase III: appointments');
    expect(percents(shared)[1]).toEqual({
      scheduling_cc_appointments: 10,
      scheduling_va_appointments: 10,
      scheduling_requests: 10,
    });
  });
});

it.each([
  ['2025-07-21 21:30', '2025-07-21'],
  ['2025-07-21 00:30', '2025-07-21'],
  ['2025-12-31 23:59', '2025-12-31'],
  ['2025-07-22T01:30Z', '2025-07-21'],
])('prints a start of %s as %s, the day in the zone of the plan', (start, day) => {
  const read = readable(
    `# T\n\n### Stage A: 5%\n${inBlock(`zone: America/New_York\nstages:\n  - { id: stage-a, start: "${start}" }`)}`,
  );
  expect(planJson(read).stages.map((stage) => stage.start)).toEqual([day]);
});
