import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readingScenarios } from '../../mocks/workbench.ts';
import { stageOf, type ScenarioName } from '../../mocks/scenarios.ts';
import { ensureBuilt } from '../../src/cli/ensure-built.mjs';
import { readingState } from '../../src/contract/verdict.ts';
import { readingTags } from '../../src/domain/verdict/reading.ts';
import { demoVisitor, usual } from '../support/demo-visitor.ts';
import { places, verdictPlaces } from './places.ts';

/**
 * Pictures for people to look at: every route wide, dark, narrow and as print has it; the wall on its screen; the stage
 * page in every verdict in the light theme, the dark one, greys, forced colours and on a narrow screen; and one sheet
 * each of all verdicts and all tags. Run: `npm run shots -- FOLDER`, or `npm run shots -- FOLDER wall log` for those
 * alone whose names begin so.
 */
const [folder = 'shots', ...wanted] = process.argv.slice(2);
for (const name of ['routes', 'walls', 'verdicts', 'sheets'])
  mkdirSync(join(folder, name), { recursive: true });
ensureBuilt('demo');
const visitor = await demoVisitor();
const { page } = visitor;
const grey = 'html { filter: grayscale(1); }';
const narrow = { width: 320, height: 900 } as const;

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.some((one) => name.startsWith(one));
}

/** Charts come last: what is pictured is the page at rest. */
async function atRest(says: string | RegExp): Promise<void> {
  await page.getByText(says).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(250);
}

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** The page as it stands, wide and dark, narrow, and as print has it. */
async function shootRoute(name: string): Promise<void> {
  await shoot(`routes/${name}-1440`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(`routes/${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  await shoot(`routes/${name}-print`);
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
  await page.setViewportSize(narrow);
  await page.waitForTimeout(250);
  await shoot(`routes/${name}-320`);
}

for (const { name, path, scenario, says } of places.filter((one) => isWanted(one.name))) {
  await visitor.visit(path, scenario);
  await atRest(says);
  await shootRoute(name);
}

if (isWanted('import-read')) {
  await visitor.visit('/rollouts/new', 'healthy');
  await page.getByLabel('The plan’s text').fill(readFileSync(join('plans', 'vaos-service.md'), 'utf8'));
  await atRest(/^We read \d/);
  await shootRoute('import-read');
}

// A wall is one screen and never scrolls, so what it hides is to be seen.
const walls: readonly { readonly state: string; readonly scenario: ScenarioName; readonly says: RegExp }[] = [
  ...verdictPlaces.map(({ state, scenario, word }) => ({
    state,
    scenario,
    says: new RegExp(`^${word}|^No stage`),
  })),
  { state: 'stopped', scenario: 'proxy-lost', says: /^This screen stopped updating/ },
];
for (const { state, scenario, says } of walls.filter((one) => isWanted(`wall-${one.state}`)))
  for (const theme of ['dark', 'light'] as const) {
    await visitor.visit(`/rollouts/change-of-address/wall?theme=${theme}`, scenario);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.getByRole('heading', { level: 1, name: says }).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, 'walls', `${state}-${theme}.png`) });
  }

type Look = 'light' | 'dark' | 'grey' | 'forced';
const banners: Record<Look, string[]> = { light: [], dark: [], grey: [], forced: [] };

async function banner(look: Look): Promise<void> {
  const bytes = await page.getByRole('region', { name: 'Verdict', exact: true }).screenshot();
  banners[look].push(bytes.toString('base64'));
}

for (const { state, path, scenario, word } of verdictPlaces.filter((one) => isWanted(one.state))) {
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
  await page.setViewportSize(narrow);
  await page.waitForTimeout(250);
  await shoot(`verdicts/${state}-320`);
  await page.setViewportSize(usual);
  await page.addStyleTag({ content: grey });
  await shoot(`verdicts/${state}-grey`);
  await banner('grey');
}

const tags: Record<Look, string[]> = { light: [], dark: [], grey: [], forced: [] };
for (const state of readingState.options.filter(() => isWanted('tags'))) {
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
  await page.setViewportSize(usual);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.setContent(
    `<body style="margin:8px;background:#888;display:flex;flex-wrap:wrap;gap:8px;align-items:start;align-content:start">${images.join('')}</body>`,
  );
  await shoot(`sheets/${name}`);
}

await page.goto('about:blank');
for (const look of ['light', 'dark', 'grey', 'forced'] as const) {
  if (banners[look].length > 0) await sheet(`verdicts-${look}`, banners[look], 704);
  if (tags[look].length > 0) await sheet(`tags-${look}`, tags[look], 200);
}
writeFileSync(join(folder, 'faults.txt'), visitor.faults.join('\n'));
await visitor.close();
