import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judgedAgain } from '../../../src/contract/as-judged.ts';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import { stageSeries, stageView } from '../../../src/contract/rollout.ts';
import { judgeAgain, unpackEvidence } from '../../../src/server/watch/loop/evidence-of.ts';
import type { Store } from '../../../src/server/watch/records/store.ts';
import { toRollout } from '../../../src/server/watch/rollouts/rollout.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
import { flat, hour, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const half = '/api/rollouts/late-fees/stages/half';
const month = 30 * 24 * hour;
let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
  await rig.after(10 * minute);
});

afterEach(() => rig.close());

/** Half of everything fails, then a month passes and every source has forgotten. */
async function breaksAndIsForgotten(): Promise<number> {
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(10 * minute);
  const broke = rig.answers.now;
  await rig.store.endRun((await rig.store.openRuns())[0]?.id ?? '', broke + minute, 'Ana');
  rig.answers.now += month;
  rig.answers.series = ({ id }) => failedSeries(id, 'window_unsupported');
  rig.answers.allotments = {};
  return broke;
}

it('shows a stage as it stood when every source has forgotten', async () => {
  const broke = await breaksAndIsForgotten();
  const view = await rig.read(`${half}?at=${broke}`, stageView);
  expect(view).toMatchObject({
    verdict: { state: 'roll-back', judgedAt: broke },
    allotments: [{ toggle: 'fees', percent: 50 }],
    asJudged: { at: broke, planVersion: 1 },
  });
  expect(view.asJudged?.queries).toContainEqual({
    signal: 'fails',
    source: 'prometheus',
    query: 'fails',
    link: null,
  });
});

it('gives the series a verdict was judged from, to the bucket', async () => {
  const before = await rig.read(`${half}/series`, stageSeries);
  const at = rig.answers.now;
  await breaksAndIsForgotten();
  const then = await rig.read(`${half}/series?at=${at}`, stageSeries);
  expect(then.series).toEqual(before.series);
  expect(then.window).toEqual(before.window);
  const now = await rig.read(`${half}/series`, stageSeries);
  expect(now.series.every((one) => one.status === 'error')).toBe(true);
  expect(now.asJudged).toBeUndefined();
});

it('names the rule of the plan it was judged by, whatever the plan says today', async () => {
  const broke = await breaksAndIsForgotten();
  const looser = planMarkdown().replace('< 5%', '< 60%');
  await rig.post('/api/rollouts', { markdown: looser, id: 'late-fees', who: 'Owner' });
  const [then, now] = [await rig.read(`${half}?at=${broke}`, stageView), await rig.read(half, stageView)];
  expect(then.criteria[0]?.rule).toContain('5%');
  expect(now.criteria[0]?.rule).toContain('60%');
});

it('judges a month-old verdict again from what was kept, and says whether it is the same', async () => {
  const broke = await breaksAndIsForgotten();
  const said = await rig.read(`${half}/judged-again?at=${broke}`, judgedAgain);
  expect(said).toMatchObject({ same: true, recorded: { state: 'roll-back' }, again: { state: 'roll-back' } });
  expect(said.again).toEqual(said.recorded);
});

it('keeps evidence with every notice, so that its link shows what was told', async () => {
  const told = await serverRig({
    plans: { 'late-fees': planMarkdown() },
    channels: [{ name: 'none', send: () => Promise.resolve({ ok: true }) }],
    publicUrl: 'https://stagewatch.example',
  });
  told.answers.allotments = { fees: 50 };
  told.answers.series = (request) => flat(request, told.answers.now, 3);
  for (let i = 0; i < 9; i += 1) await told.after(5 * minute);
  const notices = await told.store.notices(20);
  expect(notices.length).toBeGreaterThan(1);
  for (const { notice } of notices) {
    const kept = await told.store.evidenceBefore('late-fees', 'half', notice.at);
    expect(kept?.at).toBe(notice.at);
  }
  await told.close();
});

it.each([
  ['series?at=soon', 400],
  ['judged-again?at=soon', 400],
  ['judged-again?at=1000', 404],
])('answers %s with %i', async (tail, status) => {
  const answered = await rig.app.request(`${half}/${tail}`);
  expect(answered.status).toBe(status);
  expect(httpProblem.parse(await answered.json()).status).toBe(status);
});

/** What a source gives from one judgement to the next. */
const step = fc.record({
  wait: fc.constantFrom(minute, 2 * minute, 7 * minute, 40 * minute, 5 * hour),
  tries: fc.array(fc.option(fc.integer({ min: 0, max: 60 }), { freq: 9 }), { minLength: 1, maxLength: 12 }),
  failing: fc.constantFrom(0, 0, 0.03, 0.06, 0.5),
  down: fc.constantFrom(null, null, null, 'fails', 'tries'),
  percent: fc.constantFrom(50, 50, 50, 100, null),
  act: fc.constantFrom('none', 'none', 'none', 'roll-back', 'hold', 'accept', 'answer'),
});

const stages = fc.record({
  limit: fc.constantFrom('< 5%', '<= 1%', '< 20%'),
  breach: fc.constantFrom('roll back', 'hold'),
  length: fc.constantFrom('1h', '6h', '3d'),
  baseline: fc.boolean(),
  steps: fc.array(step, { minLength: 2, maxLength: 7 }),
});

type Shape = typeof stages extends fc.Arbitrary<infer T> ? T : never;

function markdownOf({ limit, breach, length, baseline }: Omit<Shape, 'steps'>): string {
  const relative = baseline
    ? '\n  - { id: more, label: More failing, ratio: [fails, tries], limit: "<= 2x", baseline: before launch }'
    : '';
  return planMarkdown()
    .replace('"< 5%", breach: roll back', `"${limit}", breach: ${breach}`)
    .replaceAll('length: 1h', `length: ${length}`)
    .replace(
      'criteria:',
      `criteria:\n  - { id: complaints, ask: { text: Complaints, answer: count }, limit: "= 0" }${relative}`,
    );
}

/** Plays a stage through a whole server. */
async function play(one: ServerRig, steps: Shape['steps']): Promise<void> {
  one.answers.allotments = { fees: 50 };
  await one.after(0);
  for (const { wait, tries, failing, down, percent, act } of steps) {
    one.answers.series = ({ id, window, width }) => {
      if (id === down) return failedSeries(id);
      const buckets = Math.max(0, Math.floor((Math.min(one.answers.now, window.to) - window.from) / width));
      const values = Array.from({ length: buckets }, (_, i) => {
        const n = tries[i % tries.length] ?? null;
        return id === 'fails' && n !== null ? Math.round(n * failing) : n;
      });
      return madeSeries({ id, start: window.from, width, values });
    };
    one.answers.allotments = percent === null ? {} : { fees: percent };
    await one.after(wait);
    await actOn(one, act);
  }
}

async function actOn(one: ServerRig, act: string): Promise<void> {
  const who = 'Ana';
  if (act === 'roll-back' || act === 'hold')
    await one.post(`${half}/decisions`, { who, choice: act, reason: 'So decided' });
  if (act === 'accept') await one.post(`${half}/accepts`, { who, criterion: 'error-rate', reason: 'Known' });
  if (act === 'answer')
    await one.post(`${half}/observations`, {
      who,
      criterion: 'complaints',
      topic: 'complaints',
      said: { kind: 'count', count: 0 },
    });
}

/** Every recorded change of state that was judged, with what its evidence gives when it is judged again. */
async function recordedAndAgain(
  store: Store,
  markdown: string,
): Promise<readonly (readonly [recorded: unknown, again: unknown])[]> {
  const rollout = toRollout('late-fees', 'late-fees.md', markdown, 1);
  if (rollout.kind !== 'readable') throw new Error('the plan cannot be read');
  const transitions = await store.transitions('late-fees', 'half', Infinity, 100);
  const pairs: [unknown, unknown][] = [];
  for (const { at, verdict, evidence } of transitions) {
    const kept = evidence === null ? null : await store.evidence(evidence);
    if (kept === null) continue;
    const judged = judgeAgain(unpackEvidence(kept), rollout);
    const all = judged === null ? [] : [...judged.missed, judged.verdict];
    pairs.push([verdict, JSON.parse(JSON.stringify(all.find((one) => one.judgedAt === at) ?? null))]);
  }
  return pairs;
}

it('judges any stage again to the same verdict, from what was kept alone', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(stages, async ({ steps, ...shape }) => {
      const markdown = markdownOf(shape);
      const one = await serverRig({ plans: { 'late-fees': markdown } });
      await play(one, steps);
      const pairs = await recordedAndAgain(one.store, markdown);
      seen += pairs.length;
      for (const [recorded, again] of pairs) expect(again).toEqual(recorded);
      expect(pairs.length).toBeGreaterThan(0);
      await one.close();
    }),
    { numRuns: 25 },
  );
  // More than the one of each stage that is asked for above: changes of state, too, and not only beginnings.
  expect(seen).toBeGreaterThan(35);
}, 60_000);
