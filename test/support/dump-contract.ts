import { expect, it } from 'vitest';
import type { DumpedRow } from '../../src/server/watch/records/dump.ts';
import type { Store } from '../../src/server/watch/records/store.ts';
import { closed, frozen } from './report-records-contract.ts';
import { consequences, evidence, line, storedRun, verdictAt } from './store-contract.ts';

/** Something in every table. */
export async function fill(store: Store): Promise<void> {
  for (const markdown of ['a', 'b'])
    await store.savePlan({ rollout: 'permits', markdown, by: 'Owner', at: 1 });
  await store.saveDraft({ id: 'd1', by: 'Ana', at: 3, markdown: 'c' });
  await store.addRun(storedRun);
  await store.addRun({ ...storedRun, id: 'r2', stage: 'all', start: 5, end: 9, closedBy: 'Ana' });
  await store.saveVerdict(storedRun, verdictAt(1, 'watching'), { evidence: () => evidence('e1', 1) });
  await store.saveVerdict(storedRun, verdictAt(2, 'roll-back'), {
    follow: () => consequences,
    evidence: () => evidence('e2', 2),
  });
  for (let i = 0; i < 450; i += 1) await store.append(line(`line ${i}`), { slot: `slot ${i}` });
  await store.freeze(frozen, []);
  await store.freeze({ ...frozen, why: 'settled' }, []);
  await store.addReportEntry(closed);
  await store.enterAllotment({ rollout: 'permits', toggle: 'a', percent: 12.5, at: 10, by: 'Owner' });
}

/** Everything a store can tell. */
export async function everything(store: Store): Promise<unknown> {
  return {
    plans: [await store.planVersion('permits', 1), await store.planVersion('permits', 2)],
    draft: await store.draft('d1'),
    runs: await store.runsOf('permits'),
    newest: await store.newestVerdict('r1'),
    judged: await store.judgedRuns(),
    transitions: await store.transitions('permits', 'half', 100, 100),
    evidence: [await store.evidence('e1'), await store.evidence('e2')],
    journal: await store.journal('permits'),
    alerts: await store.alerts(),
    notices: await store.notices(10),
    snapshots: await store.snapshots('permits'),
    entries: await store.reportEntries('permits'),
    allotments: await store.enteredAllotments('permits'),
  };
}

async function dumped(store: Store): Promise<readonly DumpedRow[]> {
  const rows: DumpedRow[] = [];
  await store.dump((row) => {
    rows.push(row);
    return Promise.resolve();
  });
  return rows;
}

async function* each(rows: readonly DumpedRow[]): AsyncGenerator<DumpedRow> {
  yield* rows;
}

const told = { replace: false, now: 1 };

/** What every store promises of its records as a whole. `open` gives an empty one each time. */
export function dumpContract(open: () => Promise<Store>): void {
  it('gives all its records to another, which then tells the same and goes on from there', async () => {
    const [from, to] = [await open(), await open()];
    await fill(from);
    const rows = await dumped(from);
    expect(await to.load(each(rows), told)).toBe(rows.length);
    expect(await everything(to)).toEqual(await everything(from));
    // Ids and slots still hold, and new lines follow the old.
    expect(await to.append(line('again'), { slot: 'slot 3' })).toMatchObject({ ok: false });
    await to.append(line('new'));
    expect((await to.journal('permits')).at(-1)?.id).toBe('new');
    await Promise.all([from.close(), to.close()]);
  });

  it('takes no records over others, unless it is told to replace them', async () => {
    const [from, to] = [await open(), await open()];
    await fill(from);
    await to.append(line('mine'));
    const rows = await dumped(from);
    await expect(to.load(each(rows), told)).rejects.toThrow(/has records already \(journal\).+--replace/);
    expect(await to.journal('permits')).toHaveLength(1);
    await to.load(each(rows), { ...told, replace: true });
    expect(await everything(to)).toEqual(await everything(from));
    await Promise.all([from.close(), to.close()]);
  });

  it('takes all or nothing', async () => {
    const [from, to] = [await open(), await open()];
    await fill(from);
    const rows = await dumped(from);
    await to.append(line('mine'));
    async function* broken(): AsyncGenerator<DumpedRow> {
      yield* rows;
      throw new Error('cut short');
    }
    await expect(to.load(broken(), { ...told, replace: true })).rejects.toThrow('cut short');
    expect((await to.journal('permits')).map((one) => one.id)).toEqual(['mine']);
    await Promise.all([from.close(), to.close()]);
  });

  it('takes nothing while a Stagewatch runs on it', async () => {
    const store = await open();
    await store.takeLease('a', 0, 100);
    await expect(store.load(each([]), { replace: true, now: 50 })).rejects.toThrow(/runs on this store/);
    expect(await store.load(each([]), { replace: true, now: 100 })).toBe(0);
    await store.close();
  });

  it('forgets the evidence of ended runs alone, and no verdict', async () => {
    const store = await open();
    await fill(store);
    expect(await store.oldEvidence(100, 10)).toEqual([]);
    await store.endRun('r1', 50, 'Ana');
    expect((await store.oldEvidence(2, 10)).map((one) => one.id)).toEqual(['e1']);
    await store.forgetEvidence(['e1']);
    expect([await store.evidence('e1'), await store.oldEvidence(2, 10)]).toEqual([null, []]);
    expect(await store.transitions('permits', 'half', 100, 100)).toHaveLength(2);
    await store.close();
  });
}
