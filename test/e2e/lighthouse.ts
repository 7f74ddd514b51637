import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startServer } from '../../bench/soak/server.ts';
import { findChromium } from '../support/system-needs.ts';

/**
 * Lighthouse over the built server. Accessibility and best practices must be 100; performance is reported, for it moves
 * with the load of the machine. Run: `npm run lighthouse`. The tool itself is fetched when it is first asked for.
 */
const tool = 'lighthouse@12.8.2';

const score = z.object({ score: z.number().nullable() });
const report = z.object({
  categories: z.object({ accessibility: score, 'best-practices': score, performance: score }),
  audits: z.record(
    z.string(),
    z.object({
      title: z.string(),
      score: z.number().nullable(),
      scoreDisplayMode: z.string(),
      details: z.unknown().optional(),
    }),
  ),
});

function percent(one: { readonly score: number | null }): number {
  return Math.round((one.score ?? 0) * 100);
}

const plan = 'account-creation';
const chromium = findChromium();
if (chromium === undefined) throw new Error('No Chromium: set CHROMIUM, or run `npm test` to install one.');
const server = await startServer(
  new Map([[`${plan}.md`, readFileSync(new URL(`../../plans/${plan}.md`, import.meta.url), 'utf8')]]),
  {},
);
const folder = mkdtempSync(join(tmpdir(), 'stagewatch-lighthouse-'));
const rollout = `/rollouts/${plan}`;
const stage = `${rollout}/stages/phase-1-50`;
const pages = [
  '/',
  rollout,
  stage,
  `${stage}/criteria/errors`,
  `${rollout}/report`,
  `${rollout}/wall`,
  '/settings',
];

let missed = 0;
for (const path of pages) {
  const file = join(folder, 'report.json');
  const { status } = spawnSync(
    'npx',
    [
      '--yes',
      tool,
      `${server.url}${path}`,
      '--quiet',
      '--no-enable-error-reporting',
      '--only-categories=accessibility,best-practices,performance',
      '--output=json',
      `--output-path=${file}`,
      '--preset=desktop',
      '--chrome-flags=--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHROME_PATH: chromium } },
  );
  if (status !== 0) {
    console.log(`${path}: Lighthouse ended with ${status}.`);
    missed += 1;
    continue;
  }
  const { categories, audits } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const accessibility = percent(categories.accessibility);
  const practices = percent(categories['best-practices']);
  console.log(
    `${path}: accessibility ${accessibility}, best practices ${practices}, performance ${percent(categories.performance)}`,
  );
  if (accessibility === 100 && practices === 100) continue;
  missed += 1;
  for (const [id, audit] of Object.entries(audits)) {
    if (audit.score !== 0 || audit.scoreDisplayMode !== 'binary') continue;
    console.log(`  ${id}: ${audit.title} ${JSON.stringify(audit.details ?? null).slice(0, 400)}`);
  }
}
await server.stop();
rmSync(folder, { recursive: true });
process.exitCode = missed === 0 ? 0 : 1;
