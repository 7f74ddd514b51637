import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoVisitor, type DemoVisitor } from '../support/demo-visitor.ts';
import { places } from './places.ts';

let visitor: DemoVisitor;
let page: Page;

beforeAll(async () => {
  visitor = await demoVisitor();
  ({ page } = visitor);
});

afterAll(() => visitor.close());

const stage = '/rollouts/change-of-address/stages/stage-b';

/** What a letter page leaves between its margins: 8.5 in less twice 16 mm, at 96 px an inch. */
const paper = { width: 695, height: 900 } as const;

/** All but those made for a screen: a wall, a text being written, and the colours of every state side by side. */
const printed = places.filter((one) => !['wall', 'import', 'workbench'].includes(one.name));

it.each([{ name: 'stage', path: stage, scenario: 'spike', says: 'Roll back' } as const, ...printed])(
  '$name prints readable: black on white, nothing to press, all that can be opened open, whole addresses',
  async (place) => {
    await visitor.visit(place.path, place.scenario);
    await page.getByText(place.says).first().waitFor();
    await page.setViewportSize(paper);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const seen = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.documentElement);
      return {
        backgroundColor,
        color,
        pressed: [...document.querySelectorAll('main :is(button, input, select, textarea), nav')]
          .filter((one) => one.checkVisibility())
          .map((one) => one.outerHTML.slice(0, 120)),
        cut: [...document.querySelectorAll('main *')]
          .filter((one) => !(one instanceof SVGElement) && one.checkVisibility())
          .filter((one) => getComputedStyle(one).overflowX !== 'visible' && !one.matches('.sw-hidden'))
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.outerHTML.slice(0, 120)),
        closed: document.querySelectorAll('main details:not([open])').length,
        rows:
          document.querySelectorAll('figure tbody tr').length > 20 ||
          document.querySelector('figure details') === null,
        from: document.body.innerText.includes(`Printed from ${location.href}`),
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });
    expect(seen).toMatchObject({
      backgroundColor: 'rgb(255, 255, 255)',
      color: 'rgb(0, 0, 0)',
      pressed: [],
      cut: [],
      closed: 0,
      from: true,
      rows: true,
    });
    expect(seen.wide).toBeLessThanOrEqual(0);
  },
);
