import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { journal } from '../../../src/contract/journal.ts';
import { stageSeries, stageView, type StageView } from '../../../src/contract/rollout.ts';
import { ageWithReadings } from '../../../src/domain/verdict/age-verdict.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
import { flat, hour, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const half = '/api/rollouts/late-fees/stages/half';
const plan = planMarkdown().replaceAll('length: 1h', 'length: 6h');
let rig: ServerRig;
let start: number;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': plan } });
  rig.answers.allotments = { fees: 50 };
  start = rig.answers.now;
  await rig.after(0);
});

afterEach(() => rig.close());

/** Judged every minute for so many of them. */
async function judged(minutes: number, one = rig): Promise<void> {
  for (let i = 0; i < minutes; i += 1) await one.after(minute);
}

const at = (when: number): Promise<StageView> => rig.read(`${half}?at=${when}`, stageView);

describe('a time nobody judged', () => {
  it('is Can’t tell once the last verdict had stood its time, with every reading aged', async () => {
    await judged(60);
    const last = rig.answers.now;
    await rig.after(3 * hour);
    const then = await at(last + hour);
    expect(then.verdict).toMatchObject({ state: 'blind', word: "Can't tell", judgedAt: last });
    expect(then.verdict.reason).toMatch(
      /^Nobody judged this stage from .* 10:00 a\.m\. ET .* until after this moment/,
    );
    expect(then.stage.verdict.state).toBe('blind');
    expect(then.verdict.readings.map((one) => one.state)).toEqual(['stale']);
    expect(then.since).toBe((await gaps())[0]?.staleAfter);
  });

  it('still shows the last verdict while that stood', async () => {
    await judged(60);
    const last = rig.answers.now;
    await rig.after(3 * hour);
    expect((await at(last + minute)).verdict.state).toBe('watching');
  });

  it('is one without a line in the log too, while the watcher is still down', async () => {
    await judged(60);
    const last = rig.answers.now;
    rig.answers.now += 3 * hour;
    expect((await at(last + hour)).verdict.state).toBe('blind');
    expect((await at(last)).verdict.state).toBe('watching');
    expect((await at(last - 30 * minute)).verdict.state).toBe('watching');
  });

  it('keeps a limit first that was found broken afterwards', async () => {
    await judged(10);
    failsFrom(20, 30);
    await rig.after(5 * hour);
    const { verdict } = await at(start + 2 * hour);
    expect(verdict.state).toBe('roll-back');
    expect(verdict.also[0]?.state).toBe('blind');
    expect(verdict.tags).toEqual(['Judged afterwards', 'Out of date']);
  });

  it('shows nothing green that was only found afterwards', async () => {
    rig.answers.series = ({ id }) => failedSeries(id, 'upstream_unavailable');
    await judged(20);
    rig.answers.series = (request) => flat(request, rig.answers.now);
    await rig.after(5 * hour);
    expect((await at(start + 3 * hour)).verdict.state).toBe('blind');
  });

  it('stays one where the judging stopped half way through what it had missed', async () => {
    rig.answers.series = ({ id }) => failedSeries(id, 'upstream_unavailable');
    await judged(20);
    const last = rig.answers.now;
    rig.answers.series = (request) => flat(request, rig.answers.now);
    rig.answers.now += 2 * hour;
    const { store } = rig;
    const save = store.saveVerdict.bind(store);
    const stop = vi.spyOn(store, 'saveVerdict').mockImplementation(async (run, verdict, following) => {
      if (verdict.judgedAt === rig.answers.now) throw new Error('The machine went away.');
      return save(run, verdict, following);
    });
    await rig.watcher.pass();
    expect((await store.transitions('late-fees', 'half', Infinity, 1))[0]?.verdict.tags).toContain(
      'Judged afterwards',
    );
    stop.mockRestore();
    await rig.after(hour);
    for (const when of [hour, 2 * hour + minute, 2.5 * hour])
      expect((await at(last + when)).verdict.state).toBe('blind');
  });

  it('goes without what a judgement after it read', async () => {
    await judged(10);
    const last = rig.answers.now;
    failsFrom(20, 300);
    rig.answers.series = (request) => failedSeries(request.id, 'upstream_unavailable');
    await rig.after(5 * hour);
    const { window, series } = await rig.read(`${half}/series?at=${start + hour}`, stageSeries);
    expect(window.to).toBeLessThanOrEqual(last + minute);
    expect(series.every((one) => one.status !== 'error')).toBe(true);
  });
});

it('needs no change of the verdict to know that somebody judged', async () => {
  await judged(70);
  const then = await at(start + hour);
  expect(then.verdict.state).toBe('watching');
  expect(then.verdict.staleAfter).toBeGreaterThanOrEqual(start + hour);
});

it('says of a run nobody had judged yet that it had begun', async () => {
  const opened = rig.answers.now;
  const body = { who: 'Ana', start: opened - 20 * minute };
  expect((await rig.post('/api/rollouts/late-fees/stages/all/runs', body)).status).toBe(201);
  const all = '/api/rollouts/late-fees/stages/all';
  const then = await rig.read(`${all}?at=${opened - 10 * minute}`, stageView);
  expect(then.verdict).toMatchObject({ state: 'starting', word: 'Not judged yet' });
  expect(then.run?.start).toBe(opened - 20 * minute);
  const before = await rig.read(`${all}?at=${opened - 30 * minute}`, stageView);
  expect(before.verdict.state).toBe('not-started');
  expect(before.run).toBeNull();
});

it('shows the run that was judged then, not one opened since with an earlier start', async () => {
  failsFrom(0, 300);
  await judged(40);
  const [first] = await rig.store.openRuns();
  const second = { ...first, id: 'second', attempt: 2, start: start + 20 * minute, openedBy: 'Ana' };
  await rig.store.endRun(first?.id ?? '', second.start, 'Ana');
  await rig.store.addRun({
    ...second,
    rollout: 'late-fees',
    stage: 'half',
    end: null,
    length: hour,
    closedBy: null,
  });
  const then = await at(start + 30 * minute);
  expect(then.verdict.state).toBe('roll-back');
  expect(then.run).toMatchObject({ id: first?.id, end: null });
});

it('knows a run as ended only after it had ended', async () => {
  await judged(30);
  const end = rig.answers.now;
  await rig.store.endRun((await rig.store.openRuns())[0]?.id ?? '', end, 'Ana');
  rig.answers.now += hour;
  expect((await at(end - minute)).run?.end).toBeNull();
  const later = await at(end + 30 * minute);
  expect(later.verdict.word).toBe('Ended');
  expect(later.run?.end).toBe(end);
});

it('knows of no check that was made later', async () => {
  await judged(5);
  const before = rig.answers.now;
  rig.answers.now += minute;
  await rig.post(`${half}/watch`, { who: 'Ana' });
  expect((await at(before)).people.watch?.by).toBeNull();
  expect((await at(rig.answers.now)).people.watch?.by?.by).toBe('Ana');
});

async function gaps(): Promise<readonly { readonly staleAfter?: number | undefined }[]> {
  const lines = await rig.read('/api/rollouts/late-fees/log', journal);
  return lines.flatMap((one) => (one.kind === 'gap' ? [one] : []));
}

/** Everything fails from one minute to another. */
function failsFrom(from: number, to: number): void {
  rig.answers.series = (request) => {
    const whole = flat(request, rig.answers.now);
    if (request.id !== 'fails' || whole.status === 'error') return whole;
    const values = whole.data.values.map((n, i) => (i >= from && i < to ? 20 : n));
    return madeSeries({ id: 'fails', start: whole.data.start, width: minute, values });
  };
}

const step = fc.record({
  /** Judged every minute for so long, then not at all for so long. */
  steady: fc.integer({ min: 1, max: 8 }),
  silent: fc.constantFrom(0, 0, 2, 3.5, 10, 45, 200),
  failing: fc.constantFrom(0, 0, 0, 10),
  down: fc.constantFrom('none', 'none', 'slow', 'fails', 'judge'),
  /** Where in the silence somebody looks. */
  look: fc.constantFrom(0.1, 0.3, 0.6, 0.9),
});

/** What a reader saw live. */
interface Seen {
  readonly at: number;
  readonly verdict: Verdict;
}

const unseen: ReadonlySet<string> = new Set(['stale', 'no-data', 'source-error', 'no-traffic']);

it('counts neither time nor decisions that came after the moment', async () => {
  await judged(20);
  const before = rig.answers.now;
  await judged(1);
  const extend = { who: 'Ana', choice: 'extend', extendBy: 2 * hour, reason: 'Nights are quiet' };
  expect((await rig.post(`${half}/decisions`, extend)).status).toBe(201);
  await judged(1);
  const then = await at(before);
  expect([then.run?.length, then.deciding?.decisions]).toEqual([6 * hour, 0]);
  const after = await at(rig.answers.now);
  expect([after.run?.length, after.deciding?.decisions]).toEqual([8 * hour, 1]);
});

it('calls nothing met of a run that ended long after it was judged last, now or at a moment after its end', async () => {
  await judged(60);
  const [open] = await rig.store.openRuns();
  rig.answers.now += 3 * hour;
  expect((await rig.post(`${half}/runs/${open?.id}/end`, { who: 'Ana' })).status).toBe(200);
  rig.answers.now += hour;
  for (const view of [await rig.read(half, stageView), await at(rig.answers.now - minute)]) {
    expect(view.verdict.word).toBe('Ended');
    expect(view.verdict.evidence).toMatch(
      /^Last verdict: Can't tell\. .* What it said then: Keep watching\./,
    );
    expect(view.verdict.readings.map((one) => one.state)).toEqual(['stale']);
  }
});

it('shows no instant better than a live view did, and none that was judged worse', async () => {
  const looked = { stale: 0, fresh: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const one = await serverRig({ plans: { 'late-fees': twoCriteria } });
      const seen = await play(one, steps);
      for (const live of seen) {
        const { verdict } = await one.read(`${half}?at=${live.at}`, stageView);
        looked[live.verdict.tags.includes('Out of date') ? 'stale' : 'fresh'] += 1;
        if (verdict.tags.includes('Judged afterwards')) {
          expect(verdict.state).toBe('roll-back');
        } else expect(verdict.state).toBe(live.verdict.state);
        for (const reading of live.verdict.readings) {
          const then = verdict.readings.find((each) => each.criterion === reading.criterion);
          if (unseen.has(reading.state)) expect(['met', 'close']).not.toContain(then?.state);
        }
      }
      await one.close();
    }),
    { numRuns: 40 },
  );
  expect(Math.min(looked.stale, looked.fresh)).toBeGreaterThan(20);
}, 120_000);

const twoCriteria = plan
  .replace('criteria:\n', 'criteria:\n  - { id: slow, label: Slow, average: slow, limit: "< 50ms" }\n')
  .replace('signals:\n', 'signals:\n  slow: { source: prometheus, kind: duration, query: slow }\n');

it('calls no reading met that only a judgement afterwards saw', async () => {
  const one = await serverRig({ plans: { 'late-fees': twoCriteria } });
  one.answers.allotments = { fees: 50 };
  one.answers.series = ({ id, ...rest }) =>
    id === 'slow' ? failedSeries(id, 'upstream_unavailable') : flat({ id, ...rest }, one.answers.now);
  await one.after(0);
  await judged(60, one);
  const last = one.answers.now;
  one.answers.series = (request) => flat(request, one.answers.now, 10);
  await one.after(hour);
  const { verdict } = await one.read(`${half}?at=${last + 2 * minute}`, stageView);
  expect(verdict).toMatchObject({ state: 'roll-back', tags: ['Judged afterwards', 'Out of date'] });
  expect(verdict.readings.map((each) => each.state)).toEqual(['stale', 'over']);
  await one.close();
});

/** Plays the steps, and looks live after each minute and once in each silence. */
async function play(
  one: ServerRig,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<readonly Seen[]> {
  one.answers.allotments = { fees: 50 };
  const seen: Seen[] = [];
  const look = async (): Promise<void> => {
    const { verdict } = await one.read(half, stageView);
    const { now } = one.answers;
    seen.push({ at: now, verdict: ageWithReadings(verdict, now, 'UTC') });
  };
  await one.after(0);
  for (const { steady, silent, failing, down, look: part } of steps) {
    one.answers.series = (request) =>
      request.id === down
        ? failedSeries(request.id, 'upstream_unavailable')
        : flat(request, one.answers.now, failing);
    one.answers.broken = down === 'judge' ? 'The proxy fell over.' : null;
    for (let i = 0; i < steady; i += 1) {
      await one.after(minute);
      await look();
    }
    const resumes = one.answers.now + silent * minute;
    one.answers.now += Math.floor(part * silent * minute);
    await look();
    one.answers.now = resumes;
  }
  await one.after(minute);
  return seen;
}
