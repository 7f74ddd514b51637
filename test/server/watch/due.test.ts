import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import { flat, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';
import { inTime } from '../../support/in-time.ts';

let rig: ServerRig;

beforeEach(async () => {
  const other = planMarkdown('Other').replaceAll('fees', 'other').replaceAll('tries_total', 'other_total');
  rig = await serverRig({ plans: { 'late-fees': planMarkdown(), other } });
  rig.answers.allotments = { fees: 50, other: 50 };
  await rig.after(0);
});

afterEach(async () => {
  vi.useRealTimers();
  await rig.close();
});

const judgedAt = async (rollout: string): Promise<number | undefined> => {
  const open = await rig.store.openRuns();
  const run = open.find((one) => one.rollout === rollout);
  return (await rig.store.newestVerdict(run?.id ?? ''))?.verdict.judgedAt;
};

/** The loop looks by itself, and time passes only as the test says. */
async function pass(ms: number): Promise<void> {
  rig.answers.now += ms;
  await vi.advanceTimersByTimeAsync(1000);
}

it('holds up no run because the source of another hangs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const answers: ((result: SeriesResult) => void)[] = [];
  rig.answers.series = (request) =>
    request.query === 'other_total'
      ? new Promise((resolve) => answers.push(resolve))
      : flat(request, rig.answers.now);
  rig.watcher.start();
  const start = rig.answers.now;
  for (let i = 1; i <= 3; i += 1) {
    await pass(minute);
    await inTime(async () => expect(await judgedAt('late-fees')).toBe(start + i * minute));
  }
  expect(await judgedAt('other')).toBe(start);
  expect(rig.watcher.lastPass()).toBe(rig.answers.now);
  // It is judged once, however often it was due meanwhile.
  expect(answers).toHaveLength(1);
  for (const answer of answers) answer(flat({ ...request, window: { from: 0, to: 1 } }, 0));
  await inTime(async () => expect(await judgedAt('other')).toBe(rig.answers.now));
  await rig.watcher.stop();
});

const request = {
  id: 'tries',
  source: 'prometheus',
  kind: 'counter',
  query: 'other_total',
  dataset: null,
  by: null,
  measure: null,
  statistic: null,
  unit: null,
  absent: 'gap',
  width: minute,
  anchor: 0,
} as const;

it('counts the next judgement from the beginning of the one before', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const waiting: (() => void)[] = [];
  const start = rig.answers.now;
  rig.answers.series = async (asked) => {
    if (asked.query === 'other_total')
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    return flat(asked, rig.answers.now);
  };
  rig.watcher.start();
  await pass(minute);
  await inTime(() => expect(waiting).toHaveLength(1));
  const run = (await rig.store.openRuns()).find((one) => one.rollout === 'other');
  rig.answers.now += 40_000;
  for (const release of waiting) release();
  await inTime(async () => expect(await judgedAt('other')).toBe(start + minute + 40_000));
  await inTime(() => expect(rig.watcher.nextFor(run?.id ?? '')).toBe(start + 2 * minute));
  await rig.watcher.stop();
});
