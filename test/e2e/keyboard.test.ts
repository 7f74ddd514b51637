import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStagewatch, type RunningStagewatch } from '../services/rig/stagewatch.ts';
import { launchBrowser } from '../support/browser.ts';

let stagewatch: RunningStagewatch;
let browser: Browser;
let page: Page;
const asked: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  const plan = await readFile(new URL('../../plans/dispute-debt.md', import.meta.url), 'utf8');
  stagewatch = await startStagewatch({ 'dispute-debt.md': plan }, {});
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.on('request', (request) => asked.push(request.url()));
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
});

afterAll(async () => {
  await browser.close();
  await stagewatch.stop();
});

/** What has the focus: its name, and whether a person can see that it has. */
async function focused(): Promise<{ readonly name: string; readonly seen: boolean }> {
  return page.evaluate(async () => {
    // Scrolling to what has the focus takes a frame.
    for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
    const one = document.activeElement;
    if (!(one instanceof HTMLElement)) return { name: '', seen: false };
    const labels = one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.labels : null;
    const name = [...(labels ?? [])].map((label) => label.textContent).join(' ') || one.textContent;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const covered = top === null || !(one.contains(top) || top.contains(one));
    return { name: name.trim(), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !covered };
  });
}

/** Presses Tab until something of that name has the focus. On the way the focus never hides and is never caught. */
async function tabTo(name: RegExp): Promise<void> {
  const hidden: string[] = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    let at = await focused();
    // What still arrives may push it out of sight for a moment: a fault of the page itself stays.
    for (let look = 0; !at.seen && at.name !== '' && look < 20; look++) {
      await page.waitForTimeout(50);
      at = await focused();
    }
    if (!at.seen && at.name !== '') hidden.push(at.name);
    if (name.test(at.name)) {
      expect(hidden).toEqual([]);
      return;
    }
  }
  throw new Error(`No Tab led to ${String(name)}; the focus hid at: ${hidden.join(', ')}`);
}

it('A16, A17: from the list to a recorded decision with the keyboard alone', async () => {
  await page.goto(stagewatch.url);
  await page.getByRole('link', { name: 'Dispute a debt online' }).waitFor();
  await page.keyboard.press('Tab');
  expect((await focused()).name).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  await tabTo(/^Dispute a debt online$/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Decide about this stage' }).waitFor();
  await tabTo(/^Decide about this stage$/);
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'What do you decide?' }).waitFor();
  await tabTo(/^Hold$/);
  await tabTo(/^Reason/);
  await page.keyboard.type('The numbers are looked at first.');
  await tabTo(/^Your name/);
  await page.keyboard.type('Ana');
  await tabTo(/^Record decision$/);
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  const log = await fetch(`${stagewatch.url}/api/rollouts/dispute-debt/log`);
  expect(await log.text()).toContain('The numbers are looked at first.');
});

it('the built pages ask nothing of anyone but their own server, and have no error', async () => {
  const { stage } = await page.evaluate(async () => {
    const [first] = await (await fetch('/api/rollouts')).json();
    return { stage: String(first.stage.id) };
  });
  const rollout = '/rollouts/dispute-debt';
  const paths = ['/', rollout, `${rollout}/stages/${stage}`, `${rollout}/plan`, `${rollout}/report`];
  for (const path of [
    ...paths,
    `${rollout}/log`,
    '/rollouts/new',
    '/sources',
    '/settings/notices',
    '/help',
  ]) {
    await page.goto(`${stagewatch.url}${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((address) => !address.startsWith(`${stagewatch.url}/`))).toEqual([]);
  expect(faults).toEqual([]);
});
