import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/contract/journal.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import { minute } from '../../src/domain/time/time.ts';
import { letterOf, placeLetters } from '../../src/web/ui/event-letters.ts';
import { gapEvents } from '../../src/web/ui/gap-events.ts';
import { stageBands } from '../../src/web/ui/stage-bands.ts';
import { clockEvents, journalEvents, letterEvents } from '../../src/web/ui/stage-events.ts';
import { buildWorld } from '../../mocks/world.ts';

const now = Date.parse('2025-07-21T14:00:00Z');
const names = { criterion: (id: string) => id };
const head = { rollout: 'r', stage: 's', run: 'run', by: 'Engineer', at: now } as const;

function events(...log: readonly JournalEntry[]): readonly (readonly [string, string, string])[] {
  return journalEvents(log, names).map(({ kind, text, who }) => [kind, text, who]);
}

const outage = (id: string, at: number, to: number | null) =>
  ({ id, at, to, kind: 'Planned outage', text: '', who: '', look: 'shade' }) as const;

describe('letters', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('%i is %s', (n, letter) => expect(letterOf(n)).toBe(letter));

  it('are one for each event, in the order of time, whatever order they came in', () => {
    const all = [outage('3', 3, null), outage('1', 1, null), outage('2', 2, null)];
    const lettered = letterEvents(all, { from: 0, to: 10 });
    expect(lettered.map(({ id, letter }) => [id, letter])).toEqual([
      ['1', 'A'],
      ['2', 'B'],
      ['3', 'C'],
    ]);
  });

  it('leave out what lies outside the charts, and keep what reaches into them', () => {
    const all = [
      outage('before', 0, null),
      outage('into', 0, 15),
      outage('within', 12, null),
      outage('after', 20, null),
    ];
    expect(letterEvents(all, { from: 10, to: 20 }).map(({ id }) => id)).toEqual(['into', 'within']);
  });

  it('never cover each other, never leave the plot, and each event is in one mark', () => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 80 });
    fc.assert(
      fc.property(places, fc.integer({ min: 120, max: 1200 }), (shares, width) => {
        const placed = shares
          .toSorted((a, b) => a - b)
          .map((share, i) => ({ letter: letterOf(i), x: share * width }));
        const marks = placeLetters(placed, width);
        for (const [i, mark] of marks.entries()) {
          expect(mark.x - mark.width / 2).toBeGreaterThanOrEqual(-1e-9);
          expect(mark.x + mark.width / 2).toBeLessThanOrEqual(width + 1e-9);
          const next = marks[i + 1];
          if (next !== undefined)
            expect(next.x - next.width / 2).toBeGreaterThanOrEqual(mark.x + mark.width / 2 - 1e-9);
        }
        const ends = marks.flatMap(({ label }) => label.split('–'));
        expect(ends[0]).toBe(placed[0]?.letter);
        expect(ends.at(-1)).toBe(placed.at(-1)?.letter);
      }),
    );
  });
});

describe('what a log says happened', () => {
  it('tells a toggle’s change, from what to what', () => {
    const toggled = {
      ...head,
      id: '1',
      kind: 'allotment',
      toggle: 'form',
      origin: 'flipper',
      to: 25,
    } as const;
    expect(events({ ...toggled, from: 5 }, { ...toggled, id: '2', from: null })).toEqual([
      ['Toggle change', 'form: 5% to 25%', 'Engineer'],
      ['Toggle change', 'form: an unknown share to 25%', 'Engineer'],
    ]);
  });

  it('names no one by an address, and repeats none', () => {
    const made = events({
      ...head,
      id: '1',
      by: 'sam.lee@va.example',
      kind: 'event',
      what: 'incident',
      from: now,
      to: null,
      note: 'Told by jo@veteran.example',
    });
    expect(made).toEqual([['Incident', 'Told by [address left out]', 'sam.lee']]);
    expect(JSON.stringify(made)).not.toContain('@');
  });

  it('shades an outage for as long as it lasted, and says that it was left out', () => {
    const planned = {
      ...head,
      id: 'o',
      kind: 'event',
      what: 'planned outage',
      from: now,
      to: now + minute,
      note: 'Database',
    } as const;
    const left = { ...head, id: 'l', kind: 'left-out', event: 'o', leftOut: true, reason: '' } as const;
    expect(journalEvents([planned, left], names)).toMatchObject([
      { at: now, to: now + minute, look: 'shade', text: 'Database (left out of the judgement)' },
    ]);
    const back = { ...left, id: 'b', at: now + 1, leftOut: false };
    expect(journalEvents([planned, left, back], names)[0]?.text).toBe('Database');
  });

  it('shows a correction in the place of what it corrects', () => {
    const { log } = buildWorld('healthy', now);
    const reports = journalEvents(log, names).filter(({ kind }) => kind === 'Report');
    expect(reports.map(({ text }) => text)).toEqual([
      'Corrected. complaints: we asked, none. Those were about another form.',
    ]);
  });

  it('holds every kind of event a stage has, and no line that is none', () => {
    const { log } = buildWorld('spike', now);
    expect(new Set(journalEvents(log, names).map(({ kind }) => kind))).toEqual(
      new Set([
        'Toggle change',
        'Deploy',
        'Planned outage',
        'Alert opened',
        'Nobody judged',
        'Report',
        'Decision',
        'Hand-over',
      ]),
    );
  });
});

it('marks the hour that came twice, in the zone shown and in no other', () => {
  const window = { from: Date.parse('2024-11-03T04:00Z'), to: Date.parse('2024-11-03T12:00Z') };
  expect(clockEvents(window, 'America/New_York')).toMatchObject([
    { at: Date.parse('2024-11-03T06:00Z'), text: 'Clocks went back 1 hour.' },
  ]);
  expect(clockEvents(window, 'UTC')).toEqual([]);
});

function line(id: string, values: readonly (number | null)[]): SeriesResult {
  const [made] = buildWorld('healthy', now).series.series;
  if (made === undefined || made.status === 'error') throw new Error('no series');
  const data = { ...made.data, start: 0, values, completeThrough: values.length * minute };
  return { ...made, id, data };
}

describe('stretches without data', () => {
  const window = { from: 0, to: 8 * minute };

  it('are one where signals miss the same time, and name each signal', () => {
    const { events: found, more } = gapEvents(
      [line('x', [1, null, null, 4]), line('n', [1, 2, null, null]), line('other', [1, 2, 3, 4])],
      window,
    );
    expect(found).toMatchObject([{ at: minute, to: 4 * minute, text: 'No data of x, n.' }]);
    expect(more).toBe(0);
  });

  it('have twelve letters at most, the longest; the rest are counted', () => {
    const holes = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : null));
    const { events: found, more } = gapEvents([line('x', [...holes, null, null, 1])], {
      from: 0,
      to: 43 * minute,
    });
    expect(found).toHaveLength(12);
    expect(more).toBe(8);
    expect(found[0]).toMatchObject({ at: 39 * minute, to: 42 * minute });
  });

  it('say since when a source has failed, in its words', () => {
    const { series } = buildWorld('source-down', now).series;
    const { events: found } = gapEvents(series, { from: now - 40 * minute, to: now });
    expect(found).toMatchObject([
      { at: now - 10 * minute, to: now, text: 'The example source stopped answering. Check that it runs.' },
    ]);
  });
});

const change = (at: number, from: number | null, to: number | null): JournalEntry => ({
  ...head,
  id: `${at}`,
  at,
  kind: 'allotment',
  toggle: 'change_of_address',
  from,
  to,
  origin: 'flipper',
});

describe('what the toggle gave when', () => {
  const view = buildWorld('healthy', now).stage('stage-b');
  const window = { from: 10, to: 50 };

  it.each([
    ['nothing changed: what is known now', [], ['10-50 25%']],
    ['it changed before', [change(5, 5, 10)], ['10-50 10%']],
    ['it changed within', [change(30, 5, 25)], ['10-30 5%', '30-50 25%']],
    ['it became unknown', [change(30, 5, null)], ['10-30 5%', '30-50 Not known']],
    ['a change after the end is none', [change(60, 25, 50)], ['10-50 25%']],
  ])('%s', (_name, log, said) => {
    if (view === undefined) throw new Error('no stage');
    expect(stageBands(log, view, window).map(({ from, to, label }) => `${from}-${to} ${label}`)).toEqual(
      said,
    );
  });
});
