import { expect, it } from 'vitest';
import { axeFindings, demoWindows, sideways } from '../support/demo-windows.ts';

const windows = demoWindows({ reducedMotion: 'no-preference' });

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
    const page = await windows.open('/rollouts/new', { colorScheme, viewport: { width, height: 900 } });
    await page.getByLabel('The plan’s text').fill(plan);
    await page.getByText(/^We read 2 stages/).waitFor();
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Line 7' }).first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('plan-text');
    expect(windows.faults).toEqual([]);
  },
);
