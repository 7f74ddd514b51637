import { expect, it } from 'vitest';
import { readPlan } from '../../../../src/domain/plan/read-plan.ts';
import { readWithoutPeople } from '../../../../src/domain/plan/prose/without-people.ts';
import { editBlock } from '../../../../src/domain/plan/edit/edit-block.ts';
import { planted, plantedPlan } from '../../../support/planted-people.ts';

const hidden = (text: string): string =>
  readWithoutPeople(`# Safe Travel letter\n\n## Contacts\n\n${text}\n`)
    .markdown.split('\n\n')
    .at(-1)
    ?.trim() ?? '';

it.each([
  ['- Jo Quill, jo.quill@example.gov, 202-555-0123', '- someone'],
  ['- Tell Jo at 2025550123', '- Tell someone at someone'],
  ['- jo.quill@example.gov Jo Quill', '- someone'],
  ['- +44 20 7946 0958 (Jo)', '- someone (someone)'],
  ['- Contact Jo Quill via Slack, then J. Quill', '- Contact someone via Slack, then someone'],
  ['- Product Manager - Jo Quill', '- Product Manager - someone'],
  ['- Delivery Manager: Jo Quill and Al Finch', '- Delivery Manager: someone and someone'],
  ['- Ask the Safe Travel team in Slack', '- Ask the Safe Travel team in Slack'],
  ['- Contact Safe Travel support', '- Contact Safe Travel support'],
  ['- Call the Delivery Manager after Stage A', '- Call the Delivery Manager after Stage A'],
  ['- Page Platform Support via PagerDuty', '- Page Platform Support via PagerDuty'],
])('%s', (text, wanted) => {
  expect(hidden(text)).toBe(wanted);
});

it.each([
  '500-1000 users',
  'from 100-2000 to 5000 users at +10%',
  'https://example.com/d/abc?from=2025550123&to=1712345678',
  'build 1712345678',
  'July 21, 2025 - 2025-07-28',
  'version 1.202.555',
  '5% 10% 50% 100%',
  '12,345,678 letters',
])('leaves %s alone', (text) => {
  expect(readWithoutPeople(`# T\n\n${text}\n`).markdown).toBe(`# T\n\n${text}\n`);
});

it('keeps every line where it is, and stages, products and roles what they are', () => {
  const { markdown, prose } = readWithoutPeople(plantedPlan);
  expect(markdown.split('\n')).toHaveLength(plantedPlan.split('\n').length);
  expect(prose.title?.text).toBe('Safe Travel letter');
  expect(prose.stages.map((one) => [one.percent, one.line])).toEqual([
    [5, plantedPlan.split('\n').findIndex((line) => line.startsWith('### Stage A')) + 1],
    [100, plantedPlan.split('\n').findIndex((line) => line.startsWith('### Stage B')) + 1],
  ]);
  expect(prose.stages.map((one) => one.label.slice(0, 7))).toEqual(['Stage A', 'Stage B']);
  expect(prose.contacts.map((one) => one.role)).toEqual(
    expect.arrayContaining(['Product Manager', expect.stringContaining('engineer')]),
  );
});

it('takes people out of everything that is read', () => {
  const read = readPlan(plantedPlan);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { contacts, ...prose } = read.prose;
  const all = JSON.stringify([
    read.plan,
    read.findings,
    prose,
    contacts.map(({ people: _people, ...one }) => one),
  ]);
  for (const one of planted) expect(all).not.toContain(one);
  expect(all).toContain('500-1000');
});

it('and out of the words an acceptance keeps, and of what is said about a plan that can’t be read', () => {
  const line = plantedPlan.split('\n').findIndex((one) => one.startsWith('- Page B.')) + 1;
  const edited = editBlock(plantedPlan, {
    kind: 'accept',
    finding: 'criterion-without-limit',
    line,
    reason: 'r',
  });
  const words = edited.ok ? /words: ("[^"]*"|[^,]*)/.exec(edited.markdown)?.[1] : '';
  expect(words).toContain('Page someone at TBD%');
  const broken = readPlan(plantedPlan.replace('length: 1h }', 'length: 1h, start: Ottoline Wrenfield }'));
  expect(broken.ok ? [] : broken.problems.map((one) => one.message).join(' ')).toMatch(
    /"someone" is not a time/,
  );
});
