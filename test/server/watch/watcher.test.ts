import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rolloutList, stageView, type StageView } from '../../../src/contract/rollout.ts';
import { needsSomeone } from '../../../src/domain/verdict/severity.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import { loadLibrary } from '../../../src/server/watch/rollouts/library.ts';
import { failedSeries } from '../../support/made-series.ts';
import {
  brokenMarkdown,
  exampleMarkdown,
  flat,
  hour,
  minute,
  planMarkdown,
  serverRig,
  type ServerRig,
} from './server-rig.ts';
import { inTime } from '../../support/in-time.ts';

const stages = '/api/rollouts/late-fees/stages';
const green = ['ready', 'watching', 'starting'];
let rig: ServerRig;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-watcher-'));
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  rig.answers.allotments = { fees: 50 };
});

afterEach(async () => {
  vi.useRealTimers();
  await rig.close();
  await rm(folder, { recursive: true });
});

const view = (stage = 'half'): Promise<StageView> => rig.read(`${stages}/${stage}`, stageView);

/** Every reading fails at the source, as the proxy answers it. */
function breakSource(): void {
  rig.answers.series = ({ id }) => failedSeries(id);
}

async function restart(parts: Parameters<typeof serverRig>[0]): Promise<void> {
  await rig.close();
  rig = await serverRig(parts);
}

it('goes from starting over watching to ready on a healthy service', async () => {
  const seen: string[] = [];
  for (const pause of [0, 20 * minute, 20 * minute, 20 * minute]) {
    await rig.after(pause);
    seen.push((await view()).verdict.state);
  }
  expect(seen).toEqual(['starting', 'watching', 'watching', 'ready']);
  expect(rig.reports).toEqual([]);
});

it('is blind and never green for as long as the source is down, whatever it was before', async () => {
  await rig.after(0);
  await rig.after(hour);
  expect((await view()).verdict.state).toBe('ready');
  breakSource();
  for (let i = 0; i < 5; i += 1) {
    await rig.after(7 * minute);
    const { verdict } = await view();
    expect(verdict.state).toBe('blind');
    expect(verdict.readings.map((reading) => reading.state)).toEqual(['source-error']);
  }
});

it('is blind when the source answers and what the toggle gives cannot be read', async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  rig.answers.allotments = {};
  await rig.after(5 * minute);
  expect((await view()).verdict).toMatchObject({ state: 'blind', reason: expect.stringContaining('fees') });
});

it('keeps Roll back when the source dies, when judging fails, and after a restart', async () => {
  const file = join(folder, 'records.db');
  await restart({ plans: { 'late-fees': planMarkdown() }, store: await openEmbeddedStore(file, 0) });
  rig.answers.allotments = { fees: 50 };
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(0);
  await rig.after(20 * minute);
  const broken = (await view()).verdict;
  expect(broken.state).toBe('roll-back');
  breakSource();
  await rig.after(5 * minute);
  expect((await view()).verdict).toMatchObject({ state: 'roll-back', evidence: broken.evidence });
  const later = rig.answers.now + 5 * minute;
  await restart({ store: await openEmbeddedStore(file, 0) });
  rig.answers.now = later;
  rig.answers.allotments = { fees: 50 };
  rig.answers.broken = 'all is lost';
  await rig.after(0);
  expect((await view()).verdict).toMatchObject({
    state: 'roll-back',
    evidence: broken.evidence,
    also: [{ state: 'blind', evidence: 'all is lost' }],
  });
});

it("turns a proxy that rejects into Can't tell, over a verdict that was ready", async () => {
  await rig.after(0);
  await rig.after(hour);
  expect((await view()).verdict.state).toBe('ready');
  rig.answers.broken = 'all is lost';
  await rig.after(5 * minute);
  const { verdict } = await view();
  expect(verdict).toMatchObject({ state: 'blind', word: "Can't tell", evidence: 'all is lost' });
  expect(verdict.readings.map((reading) => reading.state)).toEqual(['source-error']);
  rig.answers.broken = null;
  await rig.after(5 * minute);
  expect((await view()).verdict.state).toBe('ready');
});

it('judges a run once at a time, however many ask', async () => {
  await rig.after(0);
  let readings = 0;
  const opens: (() => void)[] = [];
  const gate = new Promise<void>((resolve) => {
    opens.push(resolve);
  });
  const first = new Promise<void>((resolve) => {
    rig.answers.series = async (request) => {
      if (request.id === 'tries') readings += 1;
      resolve();
      await gate;
      return flat(request, rig.answers.now);
    };
  });
  rig.answers.now += 5 * minute;
  const pass = rig.watcher.pass();
  await first;
  rig.answers.now += 5 * minute;
  // These come back while the first is still reading: they leave its run alone.
  await Promise.all([rig.watcher.pass(), rig.watcher.judgeNow('late-fees'), rig.watcher.pass()]);
  expect(readings).toBe(1);
  for (const open of opens) open();
  await pass;
  await rig.after(5 * minute);
  expect(readings).toBe(2);
});

it('judges a run again only when it is due, and at once when asked', async () => {
  await rig.after(0);
  const run = (await view()).run?.id ?? '';
  const due = rig.watcher.nextFor(run);
  expect(due).toBe(rig.answers.now + minute);
  await rig.after(minute - 1);
  expect(rig.watcher.nextFor(run)).toBe(due);
  await rig.watcher.judgeNow('late-fees');
  expect(rig.watcher.nextFor(run)).toBe(rig.answers.now + minute);
  expect((await view()).nextJudgement).toBe(rig.answers.now + minute);
  expect(rig.watcher.nextFor('unknown')).toBeNull();
});

it('opens the run of the next stage when the toggle moves, and ends the former at that instant', async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  rig.answers.allotments = { fees: 100 };
  await rig.after(5 * minute);
  const [former, next] = await rig.store.runsOf('late-fees');
  expect(former).toMatchObject({ stage: 'half', end: rig.answers.now, closedBy: 'allotment' });
  expect(next).toMatchObject({ stage: 'all', start: rig.answers.now, end: null, attempt: 1 });
  expect((await view('half')).verdict.state).toBe('advanced');
});

it('follows a percentage entered by hand where there is no Flipper', async () => {
  await restart({ plans: { 'late-fees': planMarkdown() }, readsFlipper: false });
  await rig.after(0);
  expect(await rig.store.openRuns()).toEqual([]);
  await rig.post('/api/rollouts/late-fees/allotment', { who: 'Ana', toggle: 'fees', percent: 50 });
  await rig.after(minute);
  expect(await rig.store.openRuns()).toMatchObject([{ stage: 'half', openedBy: 'allotment' }]);
});

it.each([0, 1, 33])('opens no run at %i%%, which no stage plans', async (percent) => {
  rig.answers.allotments = { fees: percent };
  await rig.after(0);
  await rig.after(minute);
  expect(await rig.store.runsOf('late-fees')).toEqual([]);
});

it('ends the open run of another stage when one is opened by hand', async () => {
  await rig.after(0);
  await rig.after(10 * minute);
  rig.answers.allotments = { fees: 100 };
  const opened = await rig.post(`${stages}/all/runs`, { who: 'Ana' });
  expect(opened.status).toBe(201);
  expect(await rig.store.openRuns()).toMatchObject([{ stage: 'all', openedBy: 'Ana' }]);
  expect((await view('half')).run).toMatchObject({ end: rig.answers.now, closedBy: 'Ana' });
});

it('opens no run of a stage that has run before', async () => {
  await rig.after(0);
  const { run } = await view();
  await rig.post(`${stages}/half/runs/${run?.id ?? ''}/end`, { who: 'Ana' });
  await rig.after(10 * minute);
  expect(await rig.store.runsOf('late-fees')).toHaveLength(1);
});

it("can't tell once a new version of the plan has lost the stage that runs", async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  const markdown = planMarkdown().replace('id: half', 'id: most');
  await rig.post('/api/rollouts', { id: 'late-fees', markdown, who: 'Ana' });
  rig.answers.allotments = { fees: 20 };
  const [run] = await rig.store.openRuns();
  await rig.after(5 * minute);
  const newest = await rig.store.newestVerdict(run?.id ?? '');
  expect(newest?.verdict).toMatchObject({
    state: 'blind',
    evidence: expect.stringContaining('lost this stage'),
  });
});

it('opens the stage an example says it is at, as long ago as it says', async () => {
  await restart({ plans: { 'made-up': exampleMarkdown } });
  await rig.after(0);
  expect(await rig.store.openRuns()).toMatchObject([
    { stage: 'first', attempt: 1, start: rig.answers.now - 30 * minute, openedBy: 'example' },
  ]);
  const shown = await rig.read('/api/rollouts/made-up/stages/first', stageView);
  expect(shown).toMatchObject({
    example: true,
    allotments: [{ toggle: 'shown', percent: 10, origin: 'example' }],
  });
});

it('starts an example again once it has run out, and not before', async () => {
  await restart({ plans: { 'made-up': exampleMarkdown } });
  await rig.after(0);
  await rig.after(2 * hour);
  expect(await rig.store.runsOf('made-up')).toHaveLength(1);
  await rig.after(hour);
  const [first, second] = await rig.store.runsOf('made-up');
  expect(first).toMatchObject({ end: rig.answers.now, closedBy: 'example data ran out' });
  expect(second).toMatchObject({ attempt: 2, start: rig.answers.now - 30 * minute, end: null });
});

it('keeps looking after the others when one fails, and says which', async () => {
  await restart({ plans: { 'late-fees': planMarkdown(), 'other-fees': planMarkdown('Other fees') } });
  rig.answers.allotments = { fees: 50 };
  vi.spyOn(rig.store, 'runsOf').mockRejectedValueOnce(new Error('the disk is full'));
  await rig.after(0);
  expect(rig.reports).toEqual(['Looking after late-fees failed: the disk is full']);
  expect(await rig.store.openRuns()).toMatchObject([{ rollout: 'other-fees' }]);
});

it('reports a verdict it cannot keep, and keeps the former, which goes stale', async () => {
  await rig.after(0);
  await rig.after(20 * minute);
  vi.spyOn(rig.store, 'saveVerdict').mockRejectedValueOnce(new Error('the disk is full'));
  await rig.after(10 * minute);
  expect(rig.reports).toEqual(['Recording the judgement of late-fees/half failed: the disk is full']);
  expect((await view()).verdict.staleAfter).toBeLessThan(rig.answers.now);
});

it('stands by what was recorded, though it could not be judged at once', async () => {
  await rig.after(0);
  vi.spyOn(rig.store, 'openRuns').mockRejectedValueOnce(new Error('the disk is full'));
  const answer = await rig.post('/api/rollouts/late-fees/stages/half/observations', {
    who: 'Ana',
    note: 'Somebody called',
  });
  expect(answer.status).toBe(201);
  expect(rig.reports).toEqual(['Judging late-fees at once failed: the disk is full']);
  expect(await rig.store.journal('late-fees', { kinds: ['observation'] })).toHaveLength(1);
});

it('looks every second by itself, goes on after a pass that failed, and stops when told', async () => {
  vi.useFakeTimers();
  vi.spyOn(rig.store, 'openRuns').mockRejectedValueOnce(new Error('the disk is full'));
  rig.watcher.start();
  await inTime(() => expect(rig.reports).toEqual(['A pass of the watcher failed: the disk is full']));
  expect(rig.watcher.lastPass()).toBeNull();
  rig.answers.now += 1000;
  await vi.advanceTimersByTimeAsync(1000);
  await inTime(() => expect(rig.watcher.lastPass()).toBe(rig.answers.now));
  await rig.watcher.stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps the readable plans of a folder beside one it cannot read, and lists file, line and reason', async () => {
  await writeFile(join(folder, 'late-fees.md'), planMarkdown());
  await writeFile(join(folder, 'broken.md'), brokenMarkdown);
  await writeFile(join(folder, 'README.md'), '# No plan');
  await writeFile(join(folder, 'notes.txt'), 'No plan either');
  await restart({ folder });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
  const list = await rig.read('/api/rollouts', rolloutList);
  expect(list.map((item) => [item.id, item.unreadable?.file, item.unreadable?.line])).toEqual([
    ['broken', 'broken.md', 7],
    ['late-fees', undefined, undefined],
  ]);
  const [broken, healthy] = list;
  expect(broken?.unreadable?.reason).toContain('soon');
  expect(broken?.verdict.state).toBe('blind');
  expect(healthy?.verdict.state).toBe('starting');
  const plan = await rig.app.request('/api/rollouts/broken/plan');
  expect(await plan.json()).toMatchObject({ file: 'broken.md', markdown: brokenMarkdown });
});

it('lists a file that cannot be opened, and takes a folder that is not there as none', async () => {
  await rm(folder, { recursive: true });
  expect((await loadLibrary(folder, rig.store, 0)).all().map((one) => one.id)).toEqual(['late-fees']);
  await mkdir(join(folder, 'a-folder.md'), { recursive: true });
  const [first] = (await loadLibrary(folder, rig.store, 0)).all();
  expect(first).toMatchObject({ kind: 'unreadable', id: 'a-folder', file: 'a-folder.md' });
});

it('keeps a version for every change of a file, and none for a restart', async () => {
  const file = join(folder, 'late-fees.md');
  await restart({});
  const versions: number[] = [];
  for (const text of [planMarkdown(), planMarkdown(), planMarkdown('Later fees')]) {
    await writeFile(file, text);
    versions.push((await loadLibrary(folder, rig.store, 0)).find('late-fees')?.version ?? 0);
  }
  expect(versions).toEqual([1, 1, 2]);
});

it('is never green after the first minutes without a source, at any moment of a run', async () => {
  breakSource();
  await rig.after(0);
  for (let i = 0; i < 15; i += 1) {
    await rig.after(6 * minute);
    const { state } = (await view()).verdict;
    expect(green).not.toContain(state);
    expect(needsSomeone(state)).toBe(true);
  }
});
