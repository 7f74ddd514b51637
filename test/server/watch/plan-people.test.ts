import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../../../src/cli/check.ts';
import { planted, plantedPlan } from '../../support/planted-people.ts';
import { serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;
let folder: string;
beforeEach(async () => {
  rig = await serverRig({ plans: { letter: plantedPlan } });
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-people-'));
});
afterEach(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const leaked = (text: string): readonly string[] => planted.filter((one) => text.includes(one));

it.each(['text', 'json', 'github'])('check --format %s names nobody', async (format) => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => printed.push(text));
  const path = join(folder, 'plan.md');
  await writeFile(path, plantedPlan);
  expect(await check([path, '--format', format])).toBe(1);
  const text = printed.join('\n');
  expect(text.length).toBeGreaterThan(500);
  expect(leaked(text)).toEqual([]);
});

it.each([
  '/api/rollouts',
  '/api/rollouts/letter',
  '/api/rollouts/letter/findings',
  '/api/rollouts/letter/stages/stage-a',
])('GET %s names nobody', async (path) => {
  const response = await rig.app.request(path);
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(text).toContain(path.endsWith('/findings') ? 'limit-missing' : 'Safe Travel letter');
  expect(leaked(text)).toEqual([]);
});

it('POST /api/plans/check names nobody', async () => {
  const response = await rig.post('/api/plans/check', { markdown: plantedPlan, perDay: 1000 });
  const text = await response.text();
  expect(text).toContain('"ok":true');
  expect(leaked(text)).toEqual([]);
});
