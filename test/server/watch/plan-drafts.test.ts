import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft, planCheck, planVersions, savedPlan, triedSignal } from '../../../src/contract/plan-check.ts';
import { stageView } from '../../../src/contract/rollout.ts';
import { minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;
beforeEach(async () => {
  rig = await serverRig({ plans: { fees: planMarkdown() } });
});
afterEach(() => rig.close());

const who = 'Ana Owner';

async function newDraft(markdown = planMarkdown()): Promise<string> {
  const response = await rig.post('/api/plans/drafts', { markdown, who });
  expect(response.status).toBe(201);
  return draft.parse(await response.json()).id;
}

const tryOut = (id: string, more: object = {}): Promise<Response> =>
  rig.post(`/api/plans/drafts/${id}/try`, { signal: 'tries', span: 'hour', who, ...more });

describe('a plan is checked', () => {
  it('with what was understood of it, and nothing is saved', async () => {
    const before = rig.library.all().length;
    const response = await rig.post('/api/plans/check', {
      markdown:
        '# Permits\n\n## Contacts\n\n- Delivery manager: Jane Q Public, jane@example.gov, 202-555-0123\n\n## Rollout\n\n### Stage A: 5% of users\n\n- Length of time: 2 days\n',
      perDay: 1000,
    });
    const text = await response.text();
    const checked = planCheck.parse(JSON.parse(text));
    expect(checked).toMatchObject({
      ok: true,
      title: 'Permits',
      stages: [{ id: 'stage-a', percent: 5, length: '2 days' }],
      expected: [{ stage: 'stage-a', attempts: 100, needed: null }],
    });
    for (const secret of ['Public', 'jane@', '555-0123']) expect(text).not.toContain(secret);
    expect(rig.library.all()).toHaveLength(before);
  });

  it('with the line of every problem, where it can’t be read', async () => {
    const response = await rig.post('/api/plans/check', {
      markdown: '# A\n\n```stagewatch\nstages: [\n```\n',
    });
    expect(planCheck.parse(await response.json())).toMatchObject({ ok: false, problems: [{ line: 4 }] });
  });

  it('and refused with a reason where it is larger than 256 kB', async () => {
    const response = await rig.post('/api/plans/check', { markdown: 'x'.repeat(262_145) });
    expect(response.status).toBe(422);
  });
});

describe('a draft', () => {
  it('lets its owner try a signal, and says what is typical and worst', async () => {
    rig.answers.series = (request) => {
      const values: (number | null)[] = Array.from({ length: 60 }, (_, i) => (i < 5 ? null : 20));
      values[10] = 400;
      return {
        id: request.id,
        source: request.source,
        example: false,
        status: 'partial',
        issues: [{ code: 'partial_upstream', message: 'One shard is missing.' }],
        data: {
          kind: 'count',
          start: request.window.from,
          width: request.width,
          values,
          completeThrough: request.window.to,
          fetchedAt: rig.answers.now,
          assumedLag: 0,
          clockSkew: null,
          provenance: { source: request.source, endpoint: '/x', query: request.query },
        },
      };
    };
    const response = await tryOut(await newDraft());
    const tried = triedSignal.parse(await response.json());
    expect(tried).toMatchObject({
      status: 'partial',
      typical: 20,
      worst: 400,
      left: 9,
      message: 'One shard is missing.',
    });
    expect(tried.values).toHaveLength(60);
    expect(tried.values.slice(0, 5)).toEqual([null, null, null, null, null]);
  });

  it('says what failed where the source fails, with no number that could look like health', async () => {
    rig.answers.series = (request) => ({
      id: request.id,
      source: request.source,
      example: false,
      status: 'error',
      error: {
        code: 'upstream_unavailable',
        message: 'Prometheus refused. Check its address.',
        retryable: true,
        retryAt: null,
        attempts: 1,
        firstSeen: 0,
      },
    });
    const tried = triedSignal.parse(await (await tryOut(await newDraft())).json());
    expect(tried).toMatchObject({ status: 'error', values: [], typical: null, worst: null });
    expect(tried.message).toContain('Check its address');
  });

  it('lets a person try ten times a minute and no oftener', async () => {
    const id = await newDraft();
    for (let i = 0; i < 10; i++) expect((await tryOut(id)).status).toBe(200);
    const refused = await tryOut(id);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    rig.answers.now += minute;
    expect((await tryOut(id)).status).toBe(200);
  });

  it.each([
    ['of another person', { who: 'Ben Monitor' }, 404],
    ['for a signal it does not have', { signal: 'trues' }, 404],
    ['for a query instead of a signal', { query: 'up' }, 422],
  ])('is not tried %s', async (_what, more, status) => {
    const response = await tryOut(await newDraft(), more);
    expect(response.status).toBe(status);
  });

  it('that can’t be read is not tried', async () => {
    const response = await tryOut(await newDraft('```stagewatch\nx: [\n```'));
    expect(response.status).toBe(422);
  });
});

it('keeps every version of a plan, newest first, with its text', async () => {
  const second = planMarkdown('Late fees, again');
  await rig.post('/api/rollouts', { markdown: second, id: 'fees', who });
  const versions = await rig.read('/api/rollouts/fees/plan/versions', planVersions);
  expect(versions.map((one) => [one.version, one.by])).toEqual([
    [2, who],
    [1, 'Owner'],
  ]);
  const old = await rig.read('/api/rollouts/fees/plan/versions/1', savedPlan);
  expect(old.markdown).toBe(planMarkdown());
  expect((await rig.app.request('/api/rollouts/fees/plan/versions/9')).status).toBe(404);
});

it.each([
  ['its text alone', ''],
  ['a block that binds nothing', '\n```stagewatch\ntoggles: [{ key: fees }]\n```\n'],
])('a stage that measures nothing is held from its beginning: %s', async (_what, block) => {
  const markdown = `# Permits\n\nFeature toggle: \`fees\`\n\n## Success criteria\n\n- Error rate: under 5%\n\n## Rollback\n\nRoll back if:\n\n- Error rate above 10%\n\n## Rollout\n\n### Stage A: 50% of users\n\n- Length of time: 2 hours\n${block}`;
  await rig.post('/api/rollouts', { markdown, who });
  rig.answers.allotments = { fees: 50 };
  await rig.post('/api/rollouts/permits/stages/stage-a/runs', { who });
  for (let i = 0; i < 4; i++) {
    await rig.after(60 * minute);
    const { verdict } = await rig.read('/api/rollouts/permits/stages/stage-a', stageView);
    expect([verdict.state, verdict.word]).toEqual(['no-limit', 'Hold: limit missing']);
    expect(verdict.reason).toContain('nothing can be seen to break');
  }
});
