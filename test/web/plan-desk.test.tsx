import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPlanDesk } from '../../src/web/data/plan-desk/plan-desk.ts';
import { doPlanJob, type PlanJob } from '../../src/web/data/plan-desk/plan-jobs.ts';

/** A worker of the page: answers by the real code, unless the plan says "endless" or "broken". */
class MadeWorker extends EventTarget {
  static readonly made: MadeWorker[] = [];
  ended = false;

  constructor() {
    super();
    MadeWorker.made.push(this);
  }

  postMessage(job: PlanJob): void {
    const text = 'markdown' in job ? job.markdown : '';
    if (text === 'endless') return;
    queueMicrotask(() =>
      this.dispatchEvent(
        text === 'broken'
          ? new ErrorEvent('error', { message: 'no such luck' })
          : new MessageEvent('message', { data: doPlanJob(job) }),
      ),
    );
  }

  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => {
  MadeWorker.made.length = 0;
  vi.stubGlobal('Worker', MadeWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('reads in one worker, job after job', async () => {
  const desk = createPlanDesk();
  const [first, second] = await Promise.all([desk.understand('# A', null), desk.understand('# B', null)]);
  expect([first.title, second.title]).toEqual(['A', 'B']);
  expect(MadeWorker.made).toHaveLength(1);
  desk.close();
  expect(MadeWorker.made[0]?.ended).toBe(true);
});

it('ends a worker that has taken five seconds, with a problem, and reads the next plan in another', async () => {
  const desk = createPlanDesk();
  const [endless, next] = [desk.understand('endless', null), desk.understand('# B', null)];
  await vi.advanceTimersByTimeAsync(4_999);
  expect(MadeWorker.made[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await endless).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringMatching(/longer than 5 s/) }],
  });
  expect(MadeWorker.made[0]?.ended).toBe(true);
  expect((await next).title).toBe('B');
  expect(MadeWorker.made).toHaveLength(2);
});

it('answers a worker that breaks with its reason, for every kind of job', async () => {
  const desk = createPlanDesk();
  expect(await desk.understand('broken', null)).toMatchObject({
    problems: [{ message: expect.stringMatching(/no such luck/) }],
  });
  const accept = { kind: 'accept', finding: 'x', line: 1, reason: 'y' } as const;
  expect(await desk.edit('broken', accept)).toMatchObject({ ok: false });
  expect((await desk.edit('# A', accept)).ok).toBe(true);
  expect((await desk.carry('# A', '# B')).markdown).toBe('# B');
  expect(await desk.diff('a.md', 'a\n', 'b\n')).toContain('+b');
});
