import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readingScenarios } from '../../mocks/workbench.ts';
import { stageOf } from '../../mocks/scenarios.ts';
import { ensureBuilt } from '../../src/cli/ensure-built.mjs';
import { readingState } from '../../src/contract/verdict.ts';
import { readingTags } from '../../src/domain/verdict/reading.ts';
import { demoVisitor } from '../support/demo-visitor.ts';
import { places, verdictPlaces } from './places.ts';

/**
 * Pictures for people to look at: every route wide and narrow, the stage page in every verdict in the light theme, the
 * dark one, greys and forced colours, and one sheet each of all verdicts and all tags. Run: `npm run shots -- FOLDER`.
 */
const folder = process.argv[2] ?? 'shots';
for (const name of ['routes', 'verdicts', 'sheets']) mkdirSync(join(folder, name), { recursive: true });
ensureBuilt('demo');
const visitor = await demoVisitor();
const { page } = visitor;
const grey = 'html { filter: grayscale(1); }';

/** Charts come last: what is pictured is the page at rest. */
async function atRest(says: string | RegExp): Promise<void> {
  await page.getByText(says).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(250);
}

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

for (const { name, path, scenario, says } of places) {
  await visitor.visit(path, scenario);
  await atRest(says);
  await shoot(`routes/${name}-1440`);
  await page.setViewportSize({ width: 320, height: 900 });
  await page.waitForTimeout(250);
  await shoot(`routes/${name}-320`);
}

type Look = 'light' | 'dark' | 'grey' | 'forced';
const banners: Record<Look, string[]> = { light: [], dark: [], grey: [], forced: [] };

async function banner(look: Look): Promise<void> {
  const bytes = await page.getByRole('region', { name: 'Verdict', exact: true }).screenshot();
  banners[look].push(bytes.toString('base64'));
}

for (const { state, path, scenario, word } of verdictPlaces) {
  await visitor.visit(path, scenario);
  await atRest(word);
  for (const look of ['light', 'dark', 'forced'] as const) {
    await page.emulateMedia({
      colorScheme: look === 'dark' ? 'dark' : 'light',
      forcedColors: look === 'forced' ? 'active' : 'none',
    });
    await shoot(`verdicts/${state}-${look}`);
    await banner(look);
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.addStyleTag({ content: grey });
  await shoot(`verdicts/${state}-grey`);
  await banner('grey');
}

const tags: Record<Look, string[]> = { light: [], dark: [], grey: [], forced: [] };
for (const state of readingState.options) {
  const scenario = readingScenarios[state];
  await visitor.visit(`/rollouts/change-of-address/stages/${stageOf(scenario)}`, scenario);
  const tag = page.locator('.sw-criteria .sw-tag').getByText(readingTags[state], { exact: true }).first();
  await tag.waitFor();
  for (const look of ['light', 'dark', 'forced', 'grey'] as const) {
    await page.emulateMedia({
      colorScheme: look === 'dark' ? 'dark' : 'light',
      forcedColors: look === 'forced' ? 'active' : 'none',
    });
    if (look === 'grey') await page.addStyleTag({ content: grey });
    const cell = tag.locator('xpath=..');
    tags[look].push((await cell.screenshot()).toString('base64'));
  }
}

/** Many small pictures on one, so that they can be told apart side by side. */
async function sheet(name: string, pictures: readonly string[], width: number): Promise<void> {
  const images = pictures.map((one) => `<img width="${width}" src="data:image/png;base64,${one}">`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.setContent(
    `<body style="margin:8px;background:#888;display:flex;flex-wrap:wrap;gap:8px;align-items:start;align-content:start">${images.join('')}</body>`,
  );
  await shoot(`sheets/${name}`);
}

await page.goto('about:blank');
for (const look of ['light', 'dark', 'grey', 'forced'] as const) {
  await sheet(`verdicts-${look}`, banners[look], 704);
  await sheet(`tags-${look}`, tags[look], 200);
}
writeFileSync(join(folder, 'faults.txt'), visitor.faults.join('\n'));
await visitor.close();
