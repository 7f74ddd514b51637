import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { Theirs } from '../../src/contract/deciding.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const decisions = '/api/rollouts/:id/stages/:stage/decisions';
const section = () => within(screen.getByRole('region', { name: 'Decide' }));

async function open(scenario: ScenarioName, choice: RegExp): Promise<void> {
  renderAt(stagePath, scenario);
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  await userEvent.click(await section().findByRole('radio', { name: choice }));
}

async function write(label: RegExp, text: string): Promise<void> {
  await userEvent.click(section().getByRole('textbox', { name: label }));
  await userEvent.paste(text);
}

const press = (name: string): Promise<void> => userEvent.click(section().getByRole('button', { name }));

/** The stage as the API has it from now on. */
function stageIs(scenario: ScenarioName, change: (view: StageView) => Partial<StageView>): void {
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => {
      const view = buildWorld(scenario, Date.now()).stage('stage-b');
      return view === undefined ? HttpResponse.error() : HttpResponse.json({ ...view, ...change(view) });
    }),
  );
}

function refusal(theirs: Theirs): Response {
  const body = {
    type: 'about:blank',
    title: 'This has changed since you looked',
    status: 409,
    detail: 'It has changed.',
    remedy: 'Look at both.',
    yours: {},
    theirs,
  };
  const headers = { 'content-type': 'application/problem+json' };
  return HttpResponse.json(body, { status: 409, headers });
}

const bensHold: Theirs = {
  kind: 'decision',
  by: 'Ben',
  at: Date.UTC(2025, 6, 28, 18, 40),
  choice: 'hold',
  toPercent: null,
  extendBy: null,
  reason: 'A batch is running.',
};

/** What the verdict has become for a sender who saw another. */
function newVerdict(scenario: ScenarioName): Theirs {
  const view = buildWorld(scenario, Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const { state, word, reason, evidence, also, judgedAt } = view.verdict;
  return { kind: 'verdict', state, word, reason, evidence, also, judgedAt };
}

describe('a decision somebody else was faster with', () => {
  it('shows who decided what and when, keeps all that is yours, and goes through on what is now', async () => {
    let made = 2;
    const sent = received(decisions, () =>
      made === 3 && sent.length === 1 ? refusal(bensHold) : HttpResponse.json({}, { status: 201 }),
    );
    stageIs('healthy', (view) => ({
      deciding: { advance: [], back: null, ...view.deciding, decisions: made },
    }));
    await open('healthy', /^Roll back/);
    await write(/^Reason/, 'Wrong totals');
    await write(/^Who agreed/, 'Product owner');
    await write(/^Your name/, 'Ana');
    made = 3;
    await press('Check decision');
    await press('Record decision');
    const notice = await section().findByRole('alert');
    expect(notice.textContent).toContain(
      'Ben recorded Hold, Monday, July 28, 2025, 2:40 p.m. ET (18:40 UTC). Reason: A batch is running.',
    );
    expect(document.activeElement).toBe(notice);
    expect(section().getByRole('radio', { name: /^Roll back/ })).toHaveProperty('checked', true);
    await press('Decide on the verdict of now');
    await waitFor(() => expect(section().queryByRole('alert')).toBeNull());
    expect(section().getByRole('radio', { name: /^Roll back/ })).toHaveProperty('checked', true);
    expect(section().getByRole('textbox', { name: /^Reason/ })).toHaveProperty('value', 'Wrong totals');
    expect(section().getByRole('textbox', { name: /^Who agreed/ })).toHaveProperty('value', 'Product owner');
    await press('Check decision');
    await press('Record decision');
    await section().findByText('Saved.');
    expect(sent).toMatchObject([
      { choice: 'roll-back', reason: 'Wrong totals', seenDecisions: 2 },
      { choice: 'roll-back', reason: 'Wrong totals', seenDecisions: 3 },
    ]);
  }, 40_000);

  it('shows the new verdict, and records the decision on that one', async () => {
    const sent = received(decisions, () =>
      sent.length === 1 ? refusal(newVerdict('spike')) : HttpResponse.json({}, { status: 201 }),
    );
    await open('healthy', /^Roll back/);
    await write(/^Reason/, 'I saw it coming');
    await write(/^Your name/, 'Ana');
    await press('Check decision');
    mockWorld.scenario = 'spike';
    await press('Record decision');
    const notice = await section().findByRole('alert');
    expect(notice.textContent).toMatch(/The verdict is now Roll back, judged .* Submissions failing broke/);
    expect(notice.textContent).toMatch(/ Also: Failures in any 10 minutes broke its roll-back limit/);
    await press('Decide on the verdict of now');
    const frozen = await section().findByText(/which is recorded with your decision/);
    await waitFor(() => expect(frozen.textContent).toContain('Roll back.'));
    await press('Check decision');
    await press('Record decision');
    await section().findByText('Saved.');
    expect(sent).toMatchObject([{ seenState: 'watching' }, { seenState: 'roll-back' }]);
  }, 20_000);

  it('freezes what is too old as Can’t tell: what the server only has, nobody stands by', async () => {
    const sent = received(decisions, () =>
      sent.length === 1 ? refusal(newVerdict('spike')) : HttpResponse.json({}, { status: 201 }),
    );
    await open('healthy', /^Roll back/);
    await write(/^Reason/, 'Nobody answers');
    await write(/^Your name/, 'Ana');
    await press('Check decision');
    stageIs('healthy', ({ verdict, serverNow }) => ({
      verdict: { ...verdict, staleAfter: serverNow - 60_000 },
    }));
    await press('Record decision');
    await section().findByRole('alert');
    await press('Decide on the verdict of now');
    const frozen = await section().findByText(/which is recorded with your decision/);
    await waitFor(() => expect(frozen.textContent).toContain("Can't tell."));
    await press('Check decision');
    await press('Record decision');
    await section().findByText('Saved.');
    expect(sent).toMatchObject([{ seenState: 'watching' }, { seenState: 'blind' }]);
  }, 20_000);

  it('stays on the old verdict, and says so, where the stage cannot be read again', async () => {
    received(decisions, () => refusal(bensHold));
    await open('healthy', /^Hold/);
    await write(/^Your name/, 'Ana');
    await press('Record decision');
    await section().findByText(/^Ben recorded Hold/);
    mockWorld.server?.use(http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.error()));
    await press('Decide on the verdict of now');
    expect((await section().findByText(/^Not read again\./)).isConnected).toBe(true);
    expect(section().getByText(/^Ben recorded Hold/).isConnected).toBe(true);
  }, 20_000);
});

it('keeps what is being written where the run ends meanwhile', async () => {
  received(decisions, () => refusal(bensHold));
  await open('healthy', /^Roll back/);
  await write(/^Reason/, 'Wrong totals');
  await write(/^Your name/, 'Ana');
  await press('Check decision');
  await press('Record decision');
  await section().findByText(/^Ben recorded Hold/);
  stageIs('healthy', ({ run, serverNow }) => ({
    run: run === null ? null : { ...run, end: serverNow, closedBy: 'Ben' },
  }));
  await press('Decide on the verdict of now');
  await waitFor(() => expect(section().queryByText(/^Ben recorded Hold/)).toBeNull());
  expect(section().getByRole('textbox', { name: /^Reason/ })).toHaveProperty('value', 'Wrong totals');
  await press('Close without deciding');
  expect(screen.queryByRole('region', { name: 'Decide' })).toBeNull();
}, 20_000);

it('records once: the same decision when its answer was lost, and no second press after it is saved', async () => {
  const sent = received(decisions, () =>
    sent.length === 1 ? HttpResponse.error() : HttpResponse.json({}, { status: 201 }),
  );
  await open('thin', /^Extend/);
  await write(/^Your name/, 'Ana');
  await press('Record decision');
  await section().findByText(/^Not saved\./);
  await press('Record decision');
  await section().findByText('Saved.');
  expect(section().queryByRole('button', { name: 'Record decision' })).toBeNull();
  await press('Decide about this stage');
  await userEvent.click(await section().findByRole('radio', { name: /^Hold/ }));
  await press('Record decision');
  await section().findByText('Saved.');
  const ids = sent.map((one) => (typeof one === 'object' && one !== null && 'id' in one ? one.id : null));
  expect(ids[0]).toEqual(expect.stringMatching(/^[\da-f]{32}$/));
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
}, 20_000);

describe('says where a choice leads', () => {
  it('in the choices, and what to set in Flipper once it is recorded', async () => {
    const sent = received(decisions);
    await open('ready', /^Advance to 100%$/);
    expect(
      section()
        .getAllByRole('radio')
        .map((one) => one.parentElement?.textContent.trim()),
    ).toEqual(['Advance to 100%', 'Hold', 'Extend the stage', 'Roll back to 0% (off)']);
    await write(/^Your name/, 'Ana');
    await press('Check decision');
    await press('Record decision');
    const saved = (await section().findByText('Saved.')).parentElement;
    expect(saved?.textContent).toBe('Saved. Advance to 100%. Now set 100% in Flipper for change_of_address.');
    expect(sent).toMatchObject([{ choice: 'advance', toPercent: 100 }]);
  }, 20_000);

  it('also for a roll back to the stage before', async () => {
    const sent = received(decisions);
    await open('spike', /^Roll back to 0% \(off\)$/);
    await userEvent.selectOptions(
      section().getByRole('combobox', { name: 'How far back' }),
      '5%, as in Stage A',
    );
    expect(section().getByRole('radio', { name: 'Roll back to 5%' })).toHaveProperty('checked', true);
    await write(/^Your name/, 'Ana');
    await press('Check decision');
    await press('Record decision');
    const saved = (await section().findByText('Saved.')).parentElement;
    expect(saved?.textContent).toContain('Now set 5% in Flipper for change_of_address.');
    expect(sent).toMatchObject([{ choice: 'roll-back', toPercent: 5 }]);
  }, 20_000);
});

it('says when a decision to advance is too early, and asks why one is not waiting', async () => {
  const sent = received(decisions);
  await open('healthy', /^Advance/);
  await write(/^Your name/, 'Ana');
  await press('Check decision');
  expect(section().getByRole('alert').textContent).toMatch(
    saying('Earliest decision is .*{both}\\. Say why you’re not waiting\\.'),
  );
  expect(sent).toEqual([]);
  await userEvent.click(section().getByRole('radio', { name: 'Hold' }));
  expect(section().queryByRole('textbox', { name: /Earliest decision/ })).toBeNull();
}, 20_000);

it('records each of several people who agreed', async () => {
  const sent = received(decisions);
  await open('thin', /^Hold/);
  await write(/^Who agreed/, 'Product owner, OCTO lead, ');
  await write(/^Your name/, 'Ana');
  await press('Record decision');
  await section().findByText('Saved.');
  expect(sent).toMatchObject([{ agreed: ['Product owner', 'OCTO lead'] }]);
}, 20_000);

it('keeps the choice and how far back over a reload, until it is recorded', async () => {
  await open('spike', /^Roll back/);
  await userEvent.selectOptions(
    section().getByRole('combobox', { name: 'How far back' }),
    '5%, as in Stage A',
  );
  cleanup();
  renderAt(stagePath, 'spike');
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  expect(await section().findByRole('radio', { name: 'Roll back to 5%' })).toHaveProperty('checked', true);
}, 20_000);

it('takes a link’s choice for the newer one', async () => {
  await open('spike', /^Hold/);
  cleanup();
  renderAt(`${stagePath}#decide=extend`, 'spike');
  const radio = await screen.findByRole('radio', { name: 'Extend the stage' });
  expect(radio).toHaveProperty('checked', true);
}, 20_000);
