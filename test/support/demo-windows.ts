import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { staticServer } from './static-server.ts';

/** The built demo, and a browser to look at it with. */
export interface DemoWindows {
  readonly url: string;
  readonly browser: Browser;
  /** Errors of scripts in the windows of this test. */
  readonly faults: readonly string[];
  /** A window of its own on an address of the demo; it closes after the test. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** One server and one browser for all tests of a file, each of which opens the windows it needs. */
export function demoWindows(usual: BrowserContextOptions = {}): DemoWindows {
  let server: Awaited<ReturnType<typeof staticServer>>;
  let browser: Browser;
  const opened: Page[] = [];
  const faults: string[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([staticServer('dist/demo'), launchBrowser()]);
  });
  afterEach(async () => {
    faults.length = 0;
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    faults,
    get url() {
      return server.url;
    },
    get browser() {
      return browser;
    },
    open: async (path, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        ...usual,
        ...options,
      });
      const page = await context.newPage();
      opened.push(page);
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${server.url}${path}`);
      return page;
    },
  };
}

/** What axe finds in a page as it stands. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  expect(result.passes.length).toBeGreaterThan(10);
  return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
}

/** How many pixels a page is wider than its window. */
export async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Opens everything that a page hides behind a press. */
export async function openEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
}
