import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { annotation } from '../../src/cli/check-options.ts';
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

const sound = block('{ id: rate, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }');

it('says what it read: stages, criteria with their limits, and how many findings', async () => {
  await check([await file(sound)]);
  const text = out.join('\n');
  expect(text).toContain('Permits: 1 stages, 1 criteria, 1 toggles, 2 signals.');
  expect(text).toContain('  A: 5%, 1 day');
  expect(text).toMatch(/ {2}Failing: .*5%.*, calls for roll back/);
  expect(errors).toEqual([]);
});

it('ends with the worst of several plans, and reads those after one it cannot open', async () => {
  const good = await file(sound);
  const code = await check([join(folder, 'nowhere.md'), good]);
  expect(code).toBe(2);
  expect(errors).toEqual([`${join(folder, 'nowhere.md')}: can't be opened. Check the path.`]);
  expect(out.join('\n')).toContain('Permits: 1 stages');
});

it('names the option it does not have and the one it has, and reads nothing', async () => {
  expect(await check([await file(sound), '--quiet'])).toBe(2);
  expect(out).toEqual([]);
  expect(errors.join('\n')).toMatch(/--quiet.*Write: stagewatch check FILE\.md/s);
});

it('prints annotations for GitHub Actions, each at its line, on one line', async () => {
  const path = await file(block('{ id: rate, ratio: [fails, tries] }'));
  expect(await check([path, '--format', 'github'])).toBe(1);
  const lines = out.join('\n').split('\n');
  expect(lines.every((line) => /^::(?:error|warning|notice) file=[^,]+,line=\d+::\S/.test(line))).toBe(true);
  expect(lines).toContainEqual(expect.stringContaining(`::error file=${path},line=14::"Rate" has no limit`));
});

it('annotates what keeps a plan from being read, and escapes what GitHub would take for its own', async () => {
  const path = await file(block('{ id: rate, ratio: [failz, tries], limit: "< 5%" }'));
  expect(await check([path, '--format', 'github'])).toBe(2);
  expect(out.join('\n')).toContain(`::error file=${path},line=14::`);
  expect(annotation('notice', 'a,b:c.md', null, '5% of\n10')).toBe(
    '::notice file=a%2Cb%3Ac.md,line=1::5%25 of%0A10',
  );
});

it('refuses a format it does not have, and prints no colour where nobody looks', async () => {
  expect(await check([await file(sound), '--format', 'xml'])).toBe(2);
  expect(errors.join('\n')).toContain('check has no format "xml"');
  await check([await file(block('{ id: rate, ratio: [fails, tries] }'))]);
  expect(out.join('\n')).not.toContain('\u001B[');
});

it('lists every problem of a plan it cannot read, each with its line', async () => {
  const path = await file(sound.replace('"< 5%"', 'soon').replace('length: 1d', 'length: never'));
  expect(await check([path])).toBe(2);
  expect(errors.length).toBeGreaterThanOrEqual(2);
  for (const error of errors) expect(error.startsWith(`${path}:`)).toBe(true);
  expect(out).toEqual([]);
});

it('prints JSON and nothing else, with the same findings as the text', async () => {
  const path = await file(block('{ id: rate, ratio: [fails, tries] }'));
  const withJson = await check(['--json', path]);
  const printed: unknown = JSON.parse(out.join('\n'));
  expect(printed).toMatchObject({
    findings: expect.arrayContaining([expect.objectContaining({ severity: 'must-fix', line: 14 })]),
  });
  out = [];
  expect(await check([path])).toBe(withJson);
});

it.each(['', 'Just words.', '# Only a title', '\u0000\u0001', '```stagewatch\n```'])(
  'never throws on a file such as %j',
  async (text) => {
    expect([0, 1, 2]).toContain(await check([await file(text)]));
  },
);
