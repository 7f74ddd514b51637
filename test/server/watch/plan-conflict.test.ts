import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import { planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

afterEach(() => rig.close());

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
});

const save = (title: string, seenVersion?: number): Promise<Response> =>
  rig.post('/api/rollouts', { markdown: planMarkdown(title), id: 'late-fees', who: 'Ben', seenVersion });

it('is saved over the version its writer saw', async () => {
  expect((await save('Two', 1)).status).toBe(201);
  expect((await save('Three', 2)).status).toBe(201);
});

it('is refused with both versions where it has changed since', async () => {
  await save('Two', 1);
  const refused = await save('Mine', 1);
  expect(refused.status).toBe(409);
  const both = httpProblem.parse(await refused.json());
  expect(both).toMatchObject({
    detail: 'Version 2 was saved by Ben.',
    yours: { markdown: planMarkdown('Mine') },
    theirs: { version: 2, markdown: planMarkdown('Two') },
  });
  expect(rig.library.find('late-fees')).toMatchObject({ version: 2, plan: { title: 'Two' } });
});

it('is refused as new where there is one', async () => {
  expect((await save('New', 0)).status).toBe(409);
});

it('is refused over a version of a rollout that is not there', async () => {
  const answer = await rig.post('/api/rollouts', {
    markdown: planMarkdown(),
    id: 'none',
    who: 'Ben',
    seenVersion: 3,
  });
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('no plan \\"none\\"')]);
});

it('is taken from one of two who save at the same moment', async () => {
  const both = await Promise.all([save('Mine', 1), save('Yours', 1)]);
  expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});
