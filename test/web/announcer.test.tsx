import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer, type News } from '../../src/web/ui/announcer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Region = 'polite' | 'assertive';
interface Written {
  readonly region: Region;
  readonly text: string;
  readonly at: number;
}

/** An announcer with everything it has written. */
function listening(): { readonly say: ReturnType<typeof announcer>; readonly written: Written[] } {
  const written: Written[] = [];
  const say = announcer((region, text) => written.push({ region, text, at: Date.now() }));
  return { say, written };
}

function news(state: string, changes: Partial<News> = {}): News {
  return { about: 'stage', state, text: `Now ${state}.`, urgent: false, isFirst: false, ...changes };
}

const spoken = (written: readonly Written[], region: Region): readonly string[] =>
  written.filter((one) => one.region === region && one.text !== '').map((one) => one.text);

describe('polite words', () => {
  it('are said at once, then no more than once a minute, and what gathers is one sentence', () => {
    const { say, written } = listening();
    say.say(news('a'));
    vi.advanceTimersByTime(10_000);
    say.say(news('b'));
    vi.advanceTimersByTime(10_000);
    say.say(news('c'));
    say.say(news('x', { about: 'other' }));
    expect(spoken(written, 'polite')).toEqual(['Now a.']);
    vi.advanceTimersByTime(40_000);
    expect(spoken(written, 'polite')).toEqual(['Now a.', 'Now c. Now x.']);
  });

  it('are not said when all is again as it was', () => {
    const { say, written } = listening();
    say.say(news('a'));
    say.say(news('b'));
    say.say(news('a'));
    vi.advanceTimersByTime(10 * 60_000);
    expect(spoken(written, 'polite')).toEqual(['Now a.']);
  });

  it('leave the region after a minute: a calm page has nothing to say', () => {
    const { say, written } = listening();
    say.say(news('a'));
    vi.advanceTimersByTime(60_000);
    expect(written.at(-1)).toMatchObject({ region: 'polite', text: '' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a first look are not said a minute late', () => {
    const { say, written } = listening();
    say.say(news('a'));
    say.say(news('b', { about: 'next', isFirst: true }));
    vi.advanceTimersByTime(10 * 60_000);
    expect(spoken(written, 'polite')).toEqual(['Now a.']);
  });
});

describe('alarms', () => {
  it('interrupt at once, and once, though their numbers change', () => {
    const { say, written } = listening();
    say.say(news('calm'));
    say.say(news('bad', { urgent: true, text: '15 of 132.' }));
    say.say(news('bad', { urgent: true, text: '16 of 140.' }));
    expect(spoken(written, 'assertive')).toEqual(['15 of 132.']);
  });

  it('are taken back when it is over, and that it is over is said', () => {
    const { say, written } = listening();
    say.say(news('bad', { urgent: true }));
    say.say(news('calm'));
    expect(written.findLast((one) => one.region === 'assertive')?.text).toBe('');
    expect(spoken(written, 'polite')).toEqual(['Now calm.']);
  });

  it('at the same instant are one; a later one does not repeat the first', () => {
    const { say, written } = listening();
    say.say(news('bad', { urgent: true }));
    say.say(news('worse', { urgent: true, about: 'other' }));
    vi.advanceTimersByTime(1_000);
    say.say(news('bad', { urgent: true, about: 'third', text: 'Third.' }));
    expect(spoken(written, 'assertive')).toEqual(['Now bad.', 'Now bad. Now worse.', 'Third.']);
  });

  it('leave out what something else says better at the same instant', () => {
    const { say, written } = listening();
    say.say(news('lost', { about: 'connection', urgent: true, isSpare: true }));
    say.say(news('blind', { urgent: true }));
    expect(written.at(-1)?.text).toBe('Now blind.');
    vi.advanceTimersByTime(1_000);
    say.say(news('again', { about: 'connection', urgent: true, isSpare: true }));
    expect(written.at(-1)?.text).toBe('Now again.');
  });

  it('go with the page they were about', () => {
    const { say, written } = listening();
    say.say(news('bad', { urgent: true }));
    say.leave('stage');
    expect(written.at(-1)).toMatchObject({ region: 'assertive', text: '' });
  });
});

it('never speaks politely twice within a minute, nor twice of one state in a row, whatever happens', () => {
  const event = fc.record({
    wait: fc.integer({ min: 0, max: 90_000 }),
    about: fc.constantFrom('one', 'two'),
    state: fc.constantFrom('a', 'b', 'bad'),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const { say, written } = listening();
      for (const { wait, about, state } of events) {
        vi.advanceTimersByTime(wait);
        say.say(news(state, { about, urgent: state === 'bad', text: `${about} is ${state}.` }));
      }
      vi.advanceTimersByTime(120_000);
      const polite = written.filter((one) => one.region === 'polite' && one.text !== '');
      for (const [i, { at }] of polite.entries())
        expect(at - (polite[i - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(60_000);
      const last = new Map(events.map(({ about, state }) => [about, state]));
      for (const [about, state] of last) {
        const words = written.flatMap(({ text }) => text.match(new RegExp(`${about} is \\w+`, 'g')) ?? []);
        expect(words.at(-1)).toBe(`${about} is ${state}`);
      }
      expect(vi.getTimerCount()).toBe(0);
    }),
  );
});
