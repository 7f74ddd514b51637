import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoVisitor, tooWide, type DemoVisitor } from '../support/demo-visitor.ts';
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
const paper = 695;

/** All but those made for a screen: a wall, choices, a text being written, and the colours of every state side by side. */
const printed = places.filter((one) => !['wall', 'settings', 'import', 'workbench'].includes(one.name));

it.each([{ name: 'stage', path: stage, scenario: 'spike', says: 'Roll back' } as const, ...printed])(
  '$name prints readable: black on white, nothing to press, all that can be opened open, whole addresses',
  async (place) => {
    await visitor.visit(place.path, place.scenario);
    await page.getByText(place.says).first().waitFor();
    // Nobody prints a page that is still arriving.
    await page.waitForLoadState('networkidle');
    await expect.poll(() => page.getByText(/^Loading .*\.\.\.$/).count()).toBe(0);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // Charts follow the paper's width a moment later; what stays too wide is measured below.
    await tooWide(page, paper);
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
          // What is only drawn is in words beside it.
          .filter((one) => one.closest('[aria-hidden="true"]') === null)
          .filter((one) => getComputedStyle(one).overflowX !== 'visible' && !one.matches('.sw-hidden'))
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.outerHTML.slice(0, 120)),
        closed: document.querySelectorAll('main details:not([open])').length,
        bare: [...document.querySelectorAll('figure')]
          .filter((one) => one.querySelector('details') !== null)
          .filter((one) => one.querySelector('tbody tr') === null)
          .map((one) => one.textContent),
        from: document.body.innerText.includes(`Printed from ${location.href}`),
        wide: [...document.querySelectorAll('body *')]
          .filter((one) => one.checkVisibility() && !one.matches('.sw-hidden, .sw-hidden *'))
          .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((one) => one.outerHTML.slice(0, 120)),
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });
    expect(seen).toMatchObject({
      backgroundColor: 'rgb(255, 255, 255)',
      color: 'rgb(0, 0, 0)',
      pressed: [],
      cut: [],
      closed: 0,
      from: true,
      bare: [],
    });
    expect({ over: seen.over, wide: seen.over > 0 ? seen.wide : [] }).toEqual({ over: 0, wide: [] });
  },
);
