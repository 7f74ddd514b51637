import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { startStories, type StoryServer } from './story-server.ts';

type Place = ReturnType<Page['getByRole']>;

/** Where a person is, with what they need to tell their story. */
export interface Told {
  readonly page: Page;
  readonly server: StoryServer;
  /** Goes to an address of the page. */
  readonly go: (path: string) => Promise<void>;
  /** A named section of the page. */
  readonly section: (name: string | RegExp) => Place;
  /** The verdict, once it says this word. */
  readonly verdict: (word: string) => Promise<Place>;
  /** Gives the name a form asks for, and presses its button. */
  readonly sign: (form: Place, press: string) => Promise<void>;
}

/**
 * One server and one browser for all stories of a file.
 * @returns what makes a test of a story: told in a fresh page, which must not complain.
 */
export function storyTeller(
  plans: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): (tell: (place: Told) => Promise<void>) => () => Promise<void> {
  let server: StoryServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startStories(plans, env), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    if (server.reports.length > 0) throw new Error(server.reports.join('\n'));
  });
  return (tell) => async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(30_000);
    await context.addInitScript(shiftClock, server.offset);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await tell(toldOf(page, server));
    await context.close();
    if (faults.length > 0) throw new Error(`The page complained: ${faults.join('; ')}`);
  };
}

/** Runs in the page: the reader's clock says what the server's says. */
function shiftClock(offset: number): void {
  const shifted = new Proxy(Date, {
    construct: (real, given: unknown[]) =>
      Reflect.construct(real, given.length === 0 ? [real.now() + offset] : given),
    get: (real, key) => (key === 'now' ? () => real.now() + offset : Reflect.get(real, key)),
  });
  Object.defineProperty(window, 'Date', { value: shifted });
}

function toldOf(page: Page, server: StoryServer): Told {
  const section: Told['section'] = (name) =>
    page.getByRole('region', typeof name === 'string' ? { name, exact: true } : { name });
  return {
    page,
    server,
    section,
    go: async (path) => {
      await page.goto(`${server.url}${path}`);
    },
    verdict: async (word) => {
      const banner = section('Verdict');
      await banner.getByText(word, { exact: true }).first().waitFor();
      return banner;
    },
    sign: async (form, press) => {
      await form.getByLabel('Your name').fill('Ana Monitor');
      await form.getByRole('button', { name: press, exact: true }).click();
    },
  };
}

/** What axe finds on a page with every form open, and how much wider than a phone it is. */
async function faultsAt320(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 320, height: 900 });
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return [
    ...violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`)),
    ...(wider > 0 ? [`${wider} px wider than the screen`] : []),
  ];
}

/** For whoever has only a phone: what is wrong with a stage's page, every form open, once a `last` section of it is there. */
export async function faultsOnPhone(
  { page, go, section }: Told,
  path: string,
  last: string,
): Promise<readonly string[]> {
  await go(path);
  await section(last).waitFor();
  await section('Who to call').getByRole('table').or(page.getByText('The plan names nobody')).waitFor();
  return faultsAt320(page);
}
