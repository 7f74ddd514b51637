import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { staticServer } from './static-server.ts';

export type Scheme = 'light' | 'dark';

/** Somebody who goes through the built demo in one window, and takes notes of what the pages do behind it. */
export interface DemoVisitor {
  readonly url: string;
  readonly browser: Browser;
  readonly page: Page;
  /** Goes to a page of the demo in a scenario, in a light window of the usual width. */
  visit(path: string, scenario: string): Promise<void>;
  /** Every address asked for so far. */
  readonly asked: readonly string[];
  /** Errors of scripts and of the console so far. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export const usual = { width: 1440, height: 900 } as const;

/** Opens a window on the built demo. */
export async function demoVisitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<DemoVisitor> {
  const server = await staticServer('dist/demo');
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: usual, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  const faults: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return {
    url: server.url,
    browser,
    page,
    asked,
    faults,
    visit: async (path, scenario) => {
      await page.setViewportSize(usual);
      await page.emulateMedia({ colorScheme: 'light', media: 'screen', forcedColors: 'none' });
      await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}scenario=${scenario}`);
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** Opens what can be opened, so that nothing hides from a look; of the charts' tables, which are alike, the first. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    const alike = new Set([...document.querySelectorAll('figure details')].slice(1));
    for (const one of document.querySelectorAll('details')) one.open = !alike.has(one);
  });
}

/** The rules of axe whose answer depends on the colours: in the other theme nothing else can be new. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** What axe finds in the page as it stands, in the light theme and in the dark one. */
export async function axeInBothThemes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const axe = new AxeBuilder({ page });
    const { passes, violations } = await (scheme === 'light' ? axe : axe.withRules(colourRules)).analyze();
    if (passes.length < (scheme === 'light' ? 10 : 1)) found.push(`axe looked at too little in ${scheme}`);
    for (const { id, nodes } of violations)
      for (const node of nodes) found.push(`${scheme}, ${id}: ${node.html.slice(0, 120)}`);
  }
  return found;
}

/** Charts follow a window's new width within this time, also on a machine that does much else. */
const resizing = 15_000;

/** How many pixels the page is wider than a window of a width, once it has come to rest in it. */
export async function tooWide(page: Page, width: number): Promise<number> {
  await page.setViewportSize({ width, height: 900 });
  const wider = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const end = Date.now() + resizing;
  let over = await wider();
  while (over > 0 && Date.now() < end) over = await wider();
  return over;
}
