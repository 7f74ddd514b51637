import { afterEach, expect, it } from 'vitest';
import { decisionConflict } from '../../../src/contract/deciding.ts';
import { journal } from '../../../src/contract/journal.ts';
import { me } from '../../../src/contract/me.ts';
import { stageView, type StageView } from '../../../src/contract/rollout.ts';
import { rolesByName, type Identity } from '../../../src/server/watch/identity/identity.ts';
import { flat, hour, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const half = '/api/rollouts/late-fees/stages/half';
const login: Identity = {
  kind: 'header',
  header: 'x-user',
  trusts: () => true,
  roleOf: rolesByName(['ben'], ['ana']),
  ask: ['ana', 'ben'],
};
let rig: ServerRig;

const as = (user: string): Record<string, string> => ({ 'x-user': user, 'x-test-address': '10.0.0.1' });

async function running(parts: Parameters<typeof serverRig>[0] = {}): Promise<void> {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() }, ...parts });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
  await rig.after(20 * minute);
}

afterEach(() => rig.close());

/** Reads as the page does: what a decision starts from. */
async function seen(stage = half, user = 'cy'): Promise<StageView> {
  const answer = await rig.app.request(stage, { headers: as(user) });
  return stageView.parse(await answer.json());
}

const send = (body: object, user = 'cy'): Promise<Response> =>
  rig.post(`${half}/decisions`, { who: 'Ana', ...body }, { 'x-user': user, 'x-test-address': '10.0.0.1' });

const kept = async () => {
  const { deciding } = await seen();
  return deciding?.decisions;
};

/** A decision of the page's: with all that it has seen. */
const from = ({ verdict, deciding }: StageView, more: object): object => ({
  seenState: verdict.state,
  seenDecisions: deciding?.decisions,
  ...more,
});

it.each([100, 50])('takes nothing for a roll back that leads no lower: to %d percent', async (toPercent) => {
  await running({ identity: login });
  const answer = await send({ choice: 'roll-back', reason: 'I want it so', toPercent });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('takes nobody off the feature');
});

it('lets a viewer record a roll back under their own name, also against the verdict', async () => {
  await running({ identity: login });
  const answer = await send({ choice: 'roll-back', reason: 'Wrong totals in letters', who: 'Somebody else' });
  expect(answer.status).toBe(201);
  const log = await rig.app.request('/api/rollouts/late-fees/log', { headers: as('cy') });
  expect(journal.parse(await log.json())).toContainEqual(
    expect.objectContaining({ kind: 'decision', choice: 'roll-back', by: 'cy', toPercent: 0 }),
  );
  expect((await seen()).verdict.state).toBe('rolling-back');
});

it.each([{ choice: 'advance', reason: 'x' }, { choice: 'hold' }, { choice: 'extend', extendBy: hour }])(
  'refuses a viewer who decides to $choice, and says whom to ask',
  async (body) => {
    await running({ identity: login });
    const answer = await send(body);
    expect(answer.status).toBe(403);
    expect(rig.refusals).toEqual([expect.stringContaining('cy is a viewer')]);
    expect(await kept()).toBe(0);
    const asked = await rig.app.request('/api/me', { headers: as('cy') });
    expect(me.parse(await asked.json())).toMatchObject({ role: 'viewer', ask: ['ana', 'ben'] });
  },
);

it('leaves what completes a roll back to monitors', async () => {
  await running({ identity: login });
  const id = 'viewers-roll-back';
  await send({ choice: 'roll-back', reason: 'Wrong totals', id });
  const path = `/api/rollouts/late-fees/decisions/${id}/resolved`;
  expect((await rig.post(path, { note: 'Fixed' }, as('cy'))).status).toBe(403);
  expect((await rig.post(path, { note: 'Fixed' }, as('ben'))).status).toBe(201);
});

it('tells the second of two monitors of the first, who then can decide on what is now', async () => {
  await running();
  const [first, second] = [await seen(), await seen()];
  expect((await send(from(first, { choice: 'hold', who: 'Ana', reason: 'Letters wait' }))).status).toBe(201);
  const late = await send(from(second, { choice: 'extend', extendBy: hour, who: 'Ben' }));
  expect(late.status).toBe(409);
  expect(decisionConflict.parse(await late.json())).toMatchObject({
    yours: { choice: 'extend', by: 'Ben' },
    theirs: { kind: 'decision', choice: 'hold', by: 'Ana', at: rig.answers.now, reason: 'Letters wait' },
  });
  expect(await kept()).toBe(1);
  const again = await send(from(await seen(), { choice: 'extend', extendBy: hour, who: 'Ben' }));
  expect(again.status).toBe(201);
  expect(await kept()).toBe(2);
});

it('says the new verdict where it has changed, and takes the decision on that one', async () => {
  await running();
  const old = await seen();
  expect(old.verdict.state).toBe('watching');
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(10 * minute);
  const refused = await send(from(old, { choice: 'roll-back', reason: 'I saw it coming' }));
  expect(refused.status).toBe(409);
  expect(decisionConflict.parse(await refused.json()).theirs).toMatchObject({
    kind: 'verdict',
    state: 'roll-back',
    word: 'Roll back',
  });
  expect((await send(from(await seen(), { choice: 'roll-back' }))).status).toBe(201);
});

it('lengthens a stage once when the same extension is sent twice, one after the other or at once', async () => {
  await running();
  const extend = from(await seen(), { choice: 'extend', extendBy: hour, id: 'one-extension' });
  const answers = await Promise.all([send(extend), send(extend)]);
  expect([...answers, await send(extend)].map((one) => one.status)).toEqual([201, 201, 201]);
  expect(await rig.store.openRuns()).toMatchObject([{ length: 2 * hour }]);
  expect(await kept()).toBe(1);
});

it('takes a decision sent again for the one that has ended the run meanwhile', async () => {
  await running();
  const advance = from(await seen(), { choice: 'advance', reason: 'Agreed', id: 'one-advance' });
  expect((await send(advance)).status).toBe(201);
  rig.answers.allotments = { fees: 100 };
  await rig.after(minute);
  expect(await rig.store.openRuns()).toMatchObject([{ stage: 'all' }]);
  expect((await send(advance)).status).toBe(201);
  expect((await send({ ...advance, id: 'another-one' })).status).toBe(409);
});

it('takes a decision on a verdict that the page no longer stood by, and none that hides something worse', async () => {
  await running();
  const cutOff = { seenState: 'blind', seenDecisions: 0, choice: 'roll-back', reason: 'Nothing answers' };
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(10 * minute);
  expect((await send(cutOff)).status).toBe(409);
  rig.answers.series = (request) => flat(request, rig.answers.now);
  await rig.close();
  await running();
  expect((await send(cutOff)).status).toBe(201);
});

it('says what the toggles are to give after an advance or a roll back', async () => {
  await running();
  expect((await seen()).deciding).toEqual({
    decisions: 0,
    advance: [{ toggle: 'fees', percent: 100 }],
    back: null,
  });
  expect((await seen('/api/rollouts/late-fees/stages/all')).deciding).toEqual({
    decisions: 0,
    advance: [],
    back: { label: 'Half', percent: 50 },
  });
});
