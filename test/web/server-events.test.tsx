import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser, type Browser, type Tab } from './many-tabs.ts';

const change = { rollout: 'address', stage: null, at: 1, state: null };

let browser: Browser;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  browser.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Lets seconds pass in which each tab looks at itself, and what was promised come true. */
async function pass(all: readonly Tab[], seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await vi.advanceTimersByTimeAsync(1_000);
    for (const tab of all) tab.events.check(0);
  }
}

/** Tabs that have all begun, with nothing told yet. */
async function tabs(count: number): Promise<readonly Tab[]> {
  const opened = Array.from({ length: count }, () => browser.open());
  await pass(opened, 1);
  browser.streams[0]?.say('hello');
  for (const tab of opened) tab.told.length = 0;
  return opened;
}

describe('with locks and a channel', () => {
  it('eight tabs have one stream, and each is told of a change', async () => {
    browser = fakeBrowser(true);
    const all = await tabs(8);
    expect(browser.streams).toHaveLength(1);
    browser.streams[0]?.say('changed', change);
    for (const tab of all) expect(tab.told).toEqual(['heard', 'address']);
  });

  it('a page that has just begun is not told to read everything again', async () => {
    browser = fakeBrowser(true);
    const tab = browser.open();
    await vi.advanceTimersByTimeAsync(0);
    browser.streams[0]?.say('hello');
    expect(tab.told).toEqual(['heard']);
  });

  it('the next takes over when the one with the stream closes, and all read again what may have been missed', async () => {
    browser = fakeBrowser(true);
    const [first, ...rest] = await tabs(3);
    first?.events.close();
    await pass(rest, 1);
    expect(browser.streams).toHaveLength(1);
    browser.streams[0]?.say('hello');
    for (const tab of rest) expect(tab.told).toEqual(['heard', 'everything']);
    browser.streams[0]?.say('changed', change);
    for (const tab of rest) expect(tab.told).toContain('address');
    expect(first?.told).toEqual([]);
  });

  it('one that is frozen without a word silences nobody for longer than three quarters of a minute', async () => {
    browser = fakeBrowser(true);
    const [first, ...rest] = await tabs(3);
    first?.freeze();
    await pass(rest, 44);
    expect(browser.streams).toHaveLength(1);
    await pass(rest, 2);
    // The frozen one's own stream ends with it; here it has been told that its lock is gone.
    expect(browser.streams).toHaveLength(1);
    browser.streams[0]?.say('hello');
    browser.streams[0]?.say('changed', change);
    for (const tab of rest) expect(tab.told).toEqual(['heard', 'everything', 'heard', 'address']);
  });

  it('the tab whose lock was taken waits for its next turn', async () => {
    browser = fakeBrowser(true);
    const [first, ...rest] = await tabs(2);
    first?.freeze();
    await pass(rest, 46);
    for (const tab of rest) tab.events.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.streams).toHaveLength(1);
  });

  it.each(['freeze', 'pagehide'])(
    'a tab that is told of a %s gives the stream away at once',
    async (event) => {
      browser = fakeBrowser(true);
      await tabs(2);
      const [before] = browser.streams;
      // One document stands for both tabs: both leave, and the one that comes back first has the stream.
      const target = event === 'freeze' ? document : window;
      target.dispatchEvent(new Event(event));
      await vi.advanceTimersByTimeAsync(0);
      expect(browser.streams).toEqual([]);
      target.dispatchEvent(new Event(event === 'freeze' ? 'resume' : 'pageshow'));
      await vi.advanceTimersByTimeAsync(0);
      expect(browser.streams).toHaveLength(1);
      expect(browser.streams[0]).not.toBe(before);
    },
  );

  it('a server that says nothing has its stream opened anew, by the same tab', async () => {
    browser = fakeBrowser(true);
    const all = await tabs(3);
    const [before] = browser.streams;
    await pass(all, 37);
    expect(browser.streams).toHaveLength(1);
    expect(browser.streams[0]).not.toBe(before);
    expect(browser.streams[0]?.tab).toBe(before?.tab);
    for (const tab of all) expect(tab.told).toEqual([]);
  });

  it('what another version of the page says on the channel is left alone', async () => {
    browser = fakeBrowser(true);
    const [tab] = await tabs(1);
    const channel = new BroadcastChannel('stagewatch-events');
    const say = channel.postMessage.bind(channel);
    say({ kind: 'changed', rollout: 7 });
    expect(tab?.told).toEqual([]);
  });
});

function show(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('without them', () => {
  it('a hidden tab leaves its connection to others, and reads everything again once it is shown', async () => {
    browser = fakeBrowser(false);
    const [tab] = await tabs(1);
    show('hidden');
    expect(browser.streams).toEqual([]);
    await pass(tab === undefined ? [] : [tab], 60);
    expect(browser.streams).toEqual([]);
    show('visible');
    browser.streams[0]?.say('hello');
    expect(tab?.told).toEqual(['heard', 'everything']);
  });

  it('a stream that has fallen silent is opened anew', async () => {
    browser = fakeBrowser(false);
    const all = await tabs(1);
    const [before] = browser.streams;
    await pass(all, 36);
    expect(browser.streams).toHaveLength(1);
    expect(browser.streams[0]).not.toBe(before);
    browser.streams[0]?.say('hello');
    expect(all[0]?.told).toEqual(['heard', 'everything']);
    all[0]?.events.close();
    expect(browser.streams).toEqual([]);
  });
});
