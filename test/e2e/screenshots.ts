import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioNames } from '../../mocks/scenarios.ts';
import { launchBrowser } from '../support/browser.ts';
import { staticServer } from '../support/static-server.ts';

/**
 * Draws the screens in every scenario, wide and narrow, light and dark, from the built demo.
 * Run: `npx tsx test/e2e/screenshots.ts FOLDER` after `npx vite build --mode demo`.
 */
const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });
const server = await staticServer('dist/demo');
const browser = await launchBrowser();
const screens = [
  ['list', '/'],
  ['stage', '/rollouts/change-of-address/stages/stage-b'],
  ['criterion', '/rollouts/change-of-address/stages/stage-b/criteria/error-rate'],
  ['plan', '/rollouts/change-of-address/plan'],
  ['import', '/rollouts/new?of=change-of-address'],
  ['sources', '/sources'],
  ['help', '/help'],
  ['log', '/rollouts/change-of-address/log'],
  ['notices', '/settings/notices'],
  ['kpis', '/rollouts/change-of-address/kpis/1-week'],
  ['report', '/rollouts/change-of-address/report'],
] as const;

async function draw(colorScheme: 'light' | 'dark', width: number): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  for (const scenario of scenarioNames) {
    for (const [name, path] of screens) {
      await page.goto(`${server.url}${path}?scenario=${scenario}`);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await page.waitForTimeout(name === 'list' ? 200 : 700);
      const file = join(folder, `${scenario}-${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  }
  await context.close();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 320]) await draw(colorScheme, width);
}
await browser.close();
await server.close();
