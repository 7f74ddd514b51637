import { expect, it } from 'vitest';
import type { ReportEntry, Snapshot } from '../../src/contract/report.ts';
import type { Store } from '../../src/server/watch/records/store.ts';

export const frozen: Snapshot = {
  rollout: 'permits',
  subject: 'check-in:1-week',
  from: 0,
  to: 10,
  frozenAt: 11,
  why: 'due',
  figures: [],
  readings: [],
  traffic: [],
};

export const closed: ReportEntry = {
  id: 'entry-0001',
  rollout: 'permits',
  subject: 'check-in:1-week',
  kind: 'closed',
  at: 12,
  by: 'Ana',
};

/** What any store must do with what reports are written from. */
export function reportRecordsContract(open: () => Promise<Store>): void {
  it('never replaces what is frozen, and keeps each look', async () => {
    const store = await open();
    await store.freeze(frozen, []);
    await store.freeze({ ...frozen, frozenAt: 99 }, []);
    await store.freeze({ ...frozen, why: 'settled', frozenAt: 20 }, []);
    await store.freeze({ ...frozen, subject: 'before' }, []);
    const own = await store.snapshots('permits', 'check-in:1-week');
    expect(own.map((one) => [one.why, one.frozenAt])).toEqual([
      ['due', 11],
      ['settled', 20],
    ]);
    expect(await store.snapshots('permits')).toHaveLength(3);
    expect(await store.snapshots('other')).toEqual([]);
  });

  it('takes an entry once, and keeps the order', async () => {
    const store = await open();
    await store.addReportEntry(closed);
    expect(await store.addReportEntry({ ...closed, by: 'Ben' })).toEqual(closed);
    const again: ReportEntry = { ...closed, id: 'entry-0002', kind: 'reopened', reason: 'A late survey' };
    await store.addReportEntry(again);
    expect(await store.reportEntries('permits')).toEqual([closed, again]);
  });

  it('remembers every value it gave out, once', async () => {
    const store = await open();
    const value = { subject: 'stage:a', label: 'Number of unique users', value: '37' };
    await store.noteWritten('permits', [value], 1);
    await store.noteWritten('permits', [value, { ...value, value: '41' }], 2);
    expect(await store.writtenValues('permits')).toEqual([value, { ...value, value: '41' }]);
  });
}
