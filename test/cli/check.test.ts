import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../../src/cli/check.ts';

let folder: string;
let out: string[];
let errors: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-check-'));
  out = [];
  errors = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => errors.push(text));
});

afterEach(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'plan.md');
  await writeFile(path, text);
  return path;
}

const block = (criteria: string): string => `# Permits

## Rollback

Errors of 5% or more: turn the toggle off.

\`\`\`stagewatch
toggles: [{ key: permits }]
stages: [{ id: a, percent: 5, length: 1d }]
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - ${criteria}
\`\`\`
`;

it('exits 1 when something must be fixed, one line a finding with file and line', async () => {
  const path = await file(block('{ id: rate, ratio: [fails, tries] }'));
  expect(await check([path])).toBe(1);
  expect(out.join('\n')).toContain(`${path}:14: must-fix: "Rate" has no limit`);
  expect(out.join('\n')).toMatch(/must be fixed\.$/);
});

it('exits 2 on a plan it cannot read, naming the line and the nearest name', async () => {
  const path = await file(block('{ id: rate, ratio: [failz, tries], limit: "< 5%" }'));
  expect(await check([path])).toBe(2);
  expect(errors.join('\n')).toContain(`${path}:14:`);
  expect(errors.join('\n')).toContain('Did you mean "fails"?');
});

it('exits 2 on a file that is not there, an option it does not have, and no file at all', async () => {
  expect(await check([join(folder, 'nowhere.md')])).toBe(2);
  expect(await check(['--jsn'])).toBe(2);
  expect(await check([])).toBe(2);
  expect(errors).toHaveLength(3);
});

it('prints as JSON what the block binds, with every finding', async () => {
  const path = await file(block('{ id: rate, ratio: [fails, tries], limit: "< 5% ", breach: roll back }'));
  await check([path, '--json']);
  const printed: unknown = JSON.parse(out.join('\n'));
  expect(printed).toMatchObject({
    title: 'Permits',
    toggles: ['permits'],
    stages: [{ label: 'A', percent: 5, duration: { text: '1 day', seconds: 86_400 } }],
    criteria: [{ text: 'Rate', comparator: '<', limit: 5, unit: '%', window: null }],
  });
});

it('lets the block answer what the prose leaves blank', async () => {
  const path = await file(block('{ id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }'));
  await check([path, '--json']);
  expect(out.join('\n')).not.toContain('toggle-missing');
});
