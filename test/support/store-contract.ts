import { expect, it } from 'vitest';
import type { AlertView, Notice } from '../../src/contract/notice.ts';
import type { JournalEntry } from '../../src/contract/journal.ts';
import { notStartedVerdict } from '../../src/domain/verdict/lifecycle.ts';
import { readPlan } from '../../src/domain/plan/read-plan.ts';
import type { Verdict } from '../../src/domain/verdict/verdict.ts';
import type { Consequences, NewEvidence, Store, StoredRun } from '../../src/server/watch/records/store.ts';
import { judgeWorld, worldPlan, worldSeries } from './judged-world.ts';
import { madePlan } from './made-server.ts';

export const storedRun: StoredRun = {
  id: 'r1',
  rollout: 'permits',
  stage: 'half',
  attempt: 1,
  start: 1_000,
  end: null,
  length: 60_000,
  openedBy: 'A monitor',
  closedBy: null,
};

export function verdictAt(now: number, state: Verdict['state']): Verdict {
  const read = readPlan(madePlan);
  const stage = read.ok ? read.plan.stages[0] : undefined;
  if (!read.ok || stage === undefined) throw new Error('the made plan has no stage');
  return { ...notStartedVerdict(read.plan, stage, [], now), state };
}

const run = storedRun;

const seenPlan = worldPlan({
  criteria:
    '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
  signals: ['fails', 'tries'],
});

export const line = (
  id: string,
  more: Partial<Pick<JournalEntry, 'at' | 'rollout' | 'stage' | 'run'>> = {},
): JournalEntry => ({
  id,
  rollout: 'permits',
  stage: 'half',
  run: 'r1',
  at: 1,
  by: 'Ana',
  kind: 'check',
  gate: 'Confirm',
  closed: true,
  note: '',
  ...more,
});

const alert: AlertView = {
  id: 'r1.error-rate',
  rollout: 'permits',
  stage: 'half',
  run: 'r1',
  about: 'error-rate',
  state: 'roll-back',
  reason: 'It broke.',
  evidence: '15 of 132',
  next: 'Turn it off.',
  openedAt: 1,
  closedAt: null,
  calmSince: null,
  taken: null,
  noticedAt: 1,
  noticedExcess: 0.06,
  notices: 1,
  owed: false,
};

const told: Notice = {
  key: 'r1.1.alert',
  at: 1,
  kind: 'alert',
  urgent: true,
  rollout: { id: 'permits', title: 'Permits' },
  stage: { id: 'half', label: 'Half' },
  verdict: { state: 'roll-back', word: 'Roll back', reason: '', evidence: '', next: '' },
  alerts: [],
  people: { exposed: 8, failures: null },
  toggles: ['permits'],
  call: [],
  link: null,
  takeLink: null,
};

export const evidence = (id: string, at: number): NewEvidence => ({
  id,
  at,
  planVersion: 2,
  rules: 1,
  body: Buffer.from([0, 255, 128, at]),
});

export const consequences: Consequences = {
  alerts: [alert],
  entries: [line('opened')],
  notices: [{ id: 'n1', channel: 'slack', notice: told, nextAt: 100 }],
  endedBy: null,
};

/** What every store promises, whatever database it keeps its records in. `open` gives an empty one each time. */
export function storeContract(open: () => Promise<Store>): void {
  it('records a change of state once, and keeps since when it has held', async () => {
    const store = await open();
    expect(await store.saveVerdict(run, verdictAt(1, 'watching'))).toBe(true);
    expect(await store.saveVerdict(run, verdictAt(2, 'watching'))).toBe(false);
    expect(await store.saveVerdict(run, verdictAt(3, 'roll-back'))).toBe(true);
    expect(await store.newestVerdict('r1')).toMatchObject({ since: 3 });
    const all = await store.transitions('permits', 'half', 10, 10);
    expect(all.map(({ at, verdict }) => [at, verdict.state])).toEqual([
      [3, 'roll-back'],
      [1, 'watching'],
    ]);
    expect(await store.transitions('permits', 'half', 2, 10)).toHaveLength(1);
    await store.close();
  });

  it('keeps what a verdict was judged from where it says something new or people are told, and shares it', async () => {
    const store = await open();
    await store.saveVerdict(run, verdictAt(1, 'watching'), { evidence: () => evidence('a', 3) });
    await store.saveVerdict(run, verdictAt(3, 'over'), { evidence: () => evidence('a', 3) });
    await store.saveVerdict(run, verdictAt(4, 'over'), {
      evidence: () => {
        throw new Error('nothing new: nothing is kept');
      },
    });
    await store.saveVerdict(run, verdictAt(5, 'over'), {
      follow: () => consequences,
      evidence: () => evidence('b', 5),
    });
    await store.saveVerdict(run, verdictAt(6, 'blind'));
    const all = await store.transitions('permits', 'half', 10, 10);
    expect(all.map((one) => one.evidence)).toEqual([null, 'a', 'a']);
    expect(await store.evidence('a')).toEqual({ ...evidence('a', 3), run: 'r1', rollout: 'permits' });
    expect(await store.evidence('c')).toBeNull();
    expect(await store.evidenceBefore('permits', 'half', 9)).toMatchObject({ id: 'b' });
    expect(await store.evidenceBefore('permits', 'half', 4)).toMatchObject({ id: 'a' });
    expect(await store.evidenceBefore('permits', 'half', 2)).toBeNull();
    await store.close();
  });

  it('without evidence keeps what is seen differently, and no second line for telling people the same again', async () => {
    const store = await open();
    const seen = judgeWorld(seenPlan, { series: worldSeries({ fails: 1, tries: 100 }, 20), minutes: 20 });
    const blind: Verdict = { ...verdictAt(1, 'blind'), readings: seen.readings };
    await store.saveVerdict(run, blind);
    await store.saveVerdict(run, { ...blind, judgedAt: 2 }, { follow: () => consequences });
    expect(await store.transitions('permits', 'half', 10, 10)).toHaveLength(1);
    const readings = blind.readings.map((one) => ({ ...one, state: 'source-error' as const }));
    await store.saveVerdict(run, { ...blind, readings, judgedAt: 3 });
    await store.saveVerdict(run, { ...blind, readings, judgedAt: 4 }, { follow: () => consequences });
    const kept = await store.transitions('permits', 'half', 10, 10);
    expect(kept.map((one) => one.at)).toEqual([3, 1]);
    await store.close();
  });

  it('gives a version of a plan as it was saved', async () => {
    const store = await open();
    for (const markdown of ['a', 'b'])
      await store.savePlan({ rollout: 'permits', markdown, by: 'Owner', at: 1 });
    expect(await store.planVersion('permits', 1)).toMatchObject({ markdown: 'a', version: 1 });
    expect(await store.planVersion('permits', 3)).toBeNull();
    await store.close();
  });

  it('ends a run once: the first end stands', async () => {
    const store = await open();
    await store.addRun(run);
    await store.endRun('r1', 5_000, 'A monitor');
    await store.endRun('r1', 9_000, 'Another');
    expect(await store.runsOf('permits')).toMatchObject([{ end: 5_000, closedBy: 'A monitor' }]);
    await store.close();
  });

  it('begins a run and ends those before it together, or not at all', async () => {
    const store = await open();
    await store.addRun(run);
    const ended = [{ id: 'r1', end: 5_000, by: 'A monitor' }];
    await expect(store.addRun({ ...run, start: 5_000 }, ended)).rejects.toThrow(/unique|duplicate/iu);
    expect(await store.openRuns()).toMatchObject([{ id: 'r1' }]);
    await store.addRun({ ...run, id: 'r2', start: 5_000 }, ended);
    expect(await store.openRuns()).toMatchObject([{ id: 'r2' }]);
    expect(await store.runsOf('permits')).toMatchObject([{ end: 5_000, closedBy: 'A monitor' }, {}]);
    await store.close();
  });

  it('counts versions of a plan by its content: the newest text again adds none, a former text does', async () => {
    const store = await open();
    const versions: number[] = [];
    for (const markdown of ['a', 'a', 'b', 'a']) {
      versions.push((await store.savePlan({ rollout: 'permits', markdown, by: 'Owner', at: 1 })).version);
    }
    versions.push((await store.savePlan({ rollout: 'other', markdown: 'a', by: 'Owner', at: 1 })).version);
    expect(versions).toEqual([1, 1, 2, 3, 1]);
    expect((await store.newestPlans()).map((plan) => [plan.rollout, plan.version])).toEqual([
      ['other', 1],
      ['permits', 3],
    ]);
    await store.close();
  });

  it('keeps who saved a version first', async () => {
    const store = await open();
    await store.savePlan({ rollout: 'permits', markdown: 'a', by: 'Owner', at: 1 });
    const again = await store.savePlan({ rollout: 'permits', markdown: 'a', by: 'Another', at: 2 });
    expect(again).toMatchObject({ savedBy: 'Owner', savedAt: 1 });
    await store.close();
  });

  it('saves one version when the same text arrives many times at once', async () => {
    const store = await open();
    const plan = { rollout: 'permits', markdown: 'a', by: 'Owner', at: 1 };
    const saved = await Promise.all(Array.from({ length: 5 }, () => store.savePlan(plan)));
    expect(saved.map((one) => one.version)).toEqual([1, 1, 1, 1, 1]);
    await store.close();
  });

  it('lists runs by their start, open ones of every rollout', async () => {
    const store = await open();
    await store.addRun({ ...run, id: 'late', start: 9_000, length: null });
    await store.addRun(run);
    await store.addRun({ ...run, id: 'over', rollout: 'other', start: 5, end: 6, closedBy: 'Owner' });
    await store.addRun({ ...run, id: 'open', rollout: 'other', start: 7 });
    expect((await store.runsOf('permits')).map((one) => [one.id, one.length])).toEqual([
      ['r1', 60_000],
      ['late', null],
    ]);
    expect((await store.openRuns()).map((one) => one.id)).toEqual(['open', 'r1', 'late']);
    expect(await store.runsOf('unknown')).toEqual([]);
    await store.close();
  });

  it('refuses a second run with the id of another', async () => {
    const store = await open();
    await store.addRun(run);
    await expect(store.addRun({ ...run, stage: 'all' })).rejects.toThrow(/UNIQUE/i);
    expect(await store.runsOf('permits')).toEqual([run]);
    await store.close();
  });

  it('orders changes of state newest first, those of one instant by when they were saved, up to a limit', async () => {
    const store = await open();
    const second = { ...run, id: 'r2' };
    await store.saveVerdict(run, verdictAt(5, 'watching'));
    await store.saveVerdict(second, verdictAt(5, 'blind'));
    await store.saveVerdict(second, verdictAt(4, 'ready'));
    await store.saveVerdict({ ...run, id: 'r3', stage: 'all' }, verdictAt(6, 'over'));
    const all = await store.transitions('permits', 'half', 10, 10);
    expect(all.map((one) => [one.at, one.run, one.verdict.state])).toEqual([
      [5, 'r2', 'blind'],
      [5, 'r1', 'watching'],
      [4, 'r2', 'ready'],
    ]);
    expect(await store.transitions('permits', 'half', 10, 1)).toHaveLength(1);
    expect(await store.transitions('permits', 'half', 3, 10)).toEqual([]);
    await store.close();
  });

  it('has no verdict of a run that was never judged, and the whole verdict of one that was', async () => {
    const store = await open();
    expect(await store.newestVerdict('r1')).toBeNull();
    const verdict = verdictAt(2_000, 'watching');
    await store.saveVerdict(run, verdict);
    const later = { ...verdictAt(3_000, 'watching'), reason: 'Still so.' };
    await store.saveVerdict(run, later);
    expect(await store.newestVerdict('r1')).toEqual({ run: 'r1', since: 2_000, verdict: later });
    await store.close();
  });

  it('knows the newest percentage entered per toggle, by its own time and then by when it was saved', async () => {
    const store = await open();
    const entry = { rollout: 'permits', toggle: 'a', percent: 5, at: 10, by: 'Owner' };
    await store.enterAllotment(entry);
    await store.enterAllotment({ ...entry, percent: 50, at: 20 });
    await store.enterAllotment({ ...entry, percent: 1, at: 15 });
    await store.enterAllotment({ ...entry, toggle: 'b', percent: 12.5 });
    await store.enterAllotment({ ...entry, toggle: 'b', percent: 25 });
    await store.enterAllotment({ ...entry, rollout: 'other', percent: 99 });
    const newest = await store.enteredAllotments('permits');
    expect(new Map(newest.map((one) => [one.toggle, one.percent]))).toEqual(
      new Map([
        ['a', 50],
        ['b', 25],
      ]),
    );
    await store.close();
  });

  it('adds a line to the log once, however often it is sent', async () => {
    const store = await open();
    const all = await Promise.all(Array.from({ length: 5 }, () => store.append(line('same'))));
    expect(all.every((one) => one.ok)).toBe(true);
    expect(await store.journal('permits')).toEqual([line('same')]);
    await store.close();
  });

  it('gives a slot to one line, and shows the others its holder', async () => {
    const store = await open();
    const all = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => store.append(line(id), { slot: 'decision 1' })),
    );
    const [holder] = await store.journal('permits');
    expect(all.filter((one) => one.ok)).toHaveLength(1);
    expect(all.flatMap((one) => (one.ok ? [] : [one.taken]))).toEqual([holder, holder, holder]);
    await store.close();
  });

  it('lengthens a run with the line that says so, and not twice with the same line', async () => {
    const store = await open();
    await store.addRun(run);
    for (let i = 0; i < 2; i += 1)
      await store.append(line('extend'), { lengthen: { run: 'r1', by: 30_000 } });
    expect(await store.runsOf('permits')).toMatchObject([{ length: 90_000 }]);
    await store.close();
  });

  it('reads the log in the order it was written, by stage, run, kind, and the newest of it', async () => {
    const store = await open();
    await store.append(line('1', { at: 9 }));
    await store.append(line('2', { stage: 'all', run: 'r2' }));
    await store.append(line('3', { rollout: 'other' }));
    await store.append({ ...line('4'), kind: 'left-out', event: 'e', leftOut: true, reason: 'Known' });
    const ids = async (filter: Parameters<Store['journal']>[1]): Promise<readonly string[]> =>
      (await store.journal('permits', filter)).map((one) => one.id);
    expect(await ids({})).toEqual(['1', '2', '4']);
    expect(await ids({ stage: 'half' })).toEqual(['1', '4']);
    expect(await ids({ run: 'r2' })).toEqual(['2']);
    expect(await ids({ kinds: ['left-out'] })).toEqual(['4']);
    expect(await ids({ newest: 2 })).toEqual(['2', '4']);
    await store.close();
  });

  it('keeps a verdict with all that follows from it, or with none of it', async () => {
    const store = await open();
    await store.addRun(run);
    const failing = store.saveVerdict(run, verdictAt(1, 'roll-back'), {
      follow: () => {
        throw new Error('no');
      },
    });
    await expect(failing).rejects.toThrow('no');
    expect([await store.newestVerdict('r1'), await store.alerts()]).toEqual([null, []]);
    for (let i = 1; i < 3; i += 1)
      await store.saveVerdict(run, verdictAt(i, 'roll-back'), { follow: () => consequences });
    expect(await store.alerts()).toEqual([alert]);
    expect(await store.journal('permits')).toEqual([line('opened')]);
    expect(await store.notices(10)).toMatchObject([
      { id: 'n1', state: 'waiting', attempts: 0, notice: told },
    ]);
    await store.saveVerdict(run, verdictAt(3, 'rolled-back'), {
      follow: (alerts, changed) => {
        expect([alerts, changed]).toEqual([[alert], true]);
        return { alerts: [{ ...alert, closedAt: 3 }], entries: [], notices: [], endedBy: 'Ana' };
      },
    });
    expect([await store.alerts(), await store.openRuns()]).toEqual([[], []]);
    expect(await store.alerts({ id: alert.id })).toMatchObject([{ closedAt: 3 }]);
    await store.close();
  });

  it('changes an alert as it stands, one change after the other', async () => {
    const store = await open();
    await store.saveVerdict(run, verdictAt(1, 'roll-back'), { follow: () => consequences });
    await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        store.changeAlert(alert.id, (now) => ({
          alert: { ...now, notices: now.notices + 1 },
          entry: line(`take ${i}`),
        })),
      ),
    );
    expect(await store.alerts()).toMatchObject([{ notices: 6 }]);
    expect(await store.changeAlert('none', (now) => ({ alert: now, entry: line('x') }))).toBeNull();
    await store.close();
  });

  it('gives out notices when they are due, until they are sent or given up', async () => {
    const store = await open();
    await store.saveVerdict(run, verdictAt(1, 'roll-back'), { follow: () => consequences });
    expect(await store.dueNotices(99, 10)).toEqual([]);
    expect(await store.dueNotices(100, 10)).toHaveLength(1);
    expect(await store.dueNotices(100, 10, 'slack')).toHaveLength(1);
    expect(await store.dueNotices(100, 10, 'webhook')).toEqual([]);
    await store.noticeFailed('n1', 'It answered 500.', 200);
    expect(await store.dueNotices(199, 10)).toEqual([]);
    expect(await store.dueNotices(200, 10)).toMatchObject([{ attempts: 1, error: 'It answered 500.' }]);
    await store.noticeFailed('n1', 'Gone.', null);
    expect(await store.dueNotices(1e9, 10)).toEqual([]);
    expect(await store.notices(10)).toMatchObject([{ state: 'dead', attempts: 2, error: 'Gone.' }]);
    await store.noticeSent('n1', 300);
    expect(await store.notices(10)).toMatchObject([{ state: 'sent', sentAt: 300 }]);
    await store.close();
  });
}
