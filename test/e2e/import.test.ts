import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { staticServer } from '../support/static-server.ts';

let server: Awaited<ReturnType<typeof staticServer>>;
let browser: Browser;

beforeAll(async () => {
  server = await staticServer('dist/demo');
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

const plan = `# Parking permits release plan

Feature toggle: \`parking_permits\`

## Success criteria

- Average response time of the list of permits on the overview page that every applicant sees first: under 200 ms
- Error rate of a_very_long_controller_name_without_any_blank_in_it_that_no_screen_is_wide_enough_for

## Contacts

- Delivery manager: after hours by cell
- Delivery manager: after hours by cell

## Rollout

### Stage A: an opening stage with a name that goes on for longer than a narrow screen is wide, 5% of users

- Length of time:

### Stage B: 100% of users
`;

it.each([
  [320, 'light'],
  [320, 'dark'],
  [1440, 'dark'],
] as const)(
  'import at %d px, %s: reads in its worker, scrolls one way only, and axe finds nothing',
  async (width, colorScheme) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${server.url}/rollouts/new`);
    await page.getByLabel('The plan’s text').fill(plan);
    await page.getByText(/^We read 2 stages/).waitFor();
    for (const summary of await page.locator('summary').all()) await summary.click();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    await page.getByRole('button', { name: 'Line 7' }).first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('plan-text');
    expect(faults).toEqual([]);
    await context.close();
  },
);
