import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { tryLimit, type LimitTrial } from '../../src/web/screens/criterion/try-limit.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const page = (criterion: string): string => `${stagePath}/criteria/${criterion}`;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Types a limit on a criterion's page and sends it. */
async function trying(
  limit: string,
  scenario: ScenarioName = 'spike',
  criterion = 'error-rate',
): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  renderAt(page(criterion), scenario);
  await user.type(await screen.findByLabelText('Limit to try'), limit);
  await user.click(screen.getByRole('button', { name: 'Try this limit' }));
  return user;
}

/** The newest time in a list of steps. */
function last(name: string): number {
  const steps = within(screen.getByRole('region', { name })).getAllByRole('listitem');
  return Math.max(...steps.map((item) => Date.parse(item.querySelector('time')?.dateTime ?? '')));
}

it('says what a tighter limit would have called, when, and on what evidence, beside the plan’s limit', async () => {
  await trying('< 3%');
  const said = await screen.findByText(
    /^Under 3%: would have called Roll back at \d+:\d\d [ap]\.m\. ET\. \d+ of \d+ \(/,
  );
  expect(said.closest('output')).not.toBeNull();
  const tried = within(screen.getByRole('region', { name: 'Under the limit tried' }));
  const planned = within(screen.getByRole('region', { name: 'Under the plan’s limit' }));
  expect(tried.getByText('Roll back')).toBeDefined();
  expect(planned.getByText(/^Under 5%: would have called Roll back at/)).toBeDefined();
  // A tighter limit never breaks later.
  expect(last('Under the limit tried')).toBeLessThanOrEqual(last('Under the plan’s limit'));
});

it('never changes the verdict shown, nor writes anything', async () => {
  const written: string[] = [];
  mockWorld.server?.use(
    http.post('*', ({ request }) => {
      written.push(request.url);
      return HttpResponse.json({});
    }),
  );
  await trying('< 0.1%', 'ready');
  await screen.findByText(/^Under 0\.1%: would have called Roll back/);
  expect(within(screen.getByRole('region', { name: 'State' })).getByText('Met')).toBeDefined();
  await waitFor(() => expect(document.title.startsWith('Met - ')).toBe(true));
  expect(written).toEqual([]);
});

it('says that a looser limit would not have been broken, and what was called for something else', async () => {
  await trying('< 90%');
  expect(
    await screen.findByText(/^Under 90%: Submissions failing would not have gone over its limit\./),
  ).toBeDefined();
  const tried = within(screen.getByRole('region', { name: 'Under the limit tried' }));
  expect(tried.getByText(/Failures in any 10 minutes broke its roll-back limit/)).toBeDefined();
});

it('tries a tolerance on a relative criterion', async () => {
  await trying('<= 20x', 'relative', 'steady');
  expect(
    await screen.findByText(/^At most 20 times: Failing against the old path would not have gone over/),
  ).toBeDefined();
  expect(screen.getByText(/^At most 1\.25 times: would have/)).toBeDefined();
});

it('tries a limit on a criterion that is only watched', async () => {
  await trying('< 100ms', 'healthy', 'highest');
  expect(await screen.findByText(/^Under 100 ms: would have called Hold: over a limit at/)).toBeDefined();
});

it.each([
  ['', 'Enter a limit.'],
  ['soon', '"soon" is not a limit.'],
  ['< 200ms', 'does not fit what this criterion measures. Write a percentage'],
  ['< 500%', 'more than 100%'],
])('refuses "%s" beside the field, in words', async (text, problem) => {
  const user = userEvent.setup();
  renderAt(page('error-rate'));
  const field = await screen.findByLabelText('Limit to try');
  if (text !== '') await user.type(field, text);
  await user.click(screen.getByRole('button', { name: 'Try this limit' }));
  expect((await screen.findByRole('alert')).textContent).toContain(problem);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-describedby')).toContain('try-limit-wrong');
  expect(screen.queryByRole('region', { name: 'Under the limit tried' })).toBeNull();
});

it('takes an answer away when the limit it belongs to is changed', async () => {
  const user = await trying('< 3%');
  await screen.findByText(/^Under 3%: would have called/);
  await user.type(screen.getByLabelText('Limit to try'), '0');
  expect(screen.queryByText(/^Under 3%: would have called/)).toBeNull();
});

/** A worker that answers when it is told to, with what the real one would say. */
class HeldWorker extends EventTarget {
  static made: HeldWorker[] = [];
  asked: LimitTrial | null = null;
  ended = false;
  constructor() {
    super();
    HeldWorker.made.push(this);
  }
  postMessage(trial: LimitTrial): void {
    this.asked = structuredClone(trial);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(): void {
    if (this.asked === null || this.ended) return;
    this.dispatchEvent(new MessageEvent('message', { data: { ok: true, result: tryLimit(this.asked) } }));
  }
}

/** Tries a limit where a worker is needed, and holds its answer back. */
async function long(): Promise<{
  readonly user: ReturnType<typeof userEvent.setup>;
  readonly worker: HeldWorker;
}> {
  HeldWorker.made = [];
  vi.stubGlobal('Worker', HeldWorker);
  const user = await trying('<= 20x', 'relative', 'steady');
  const [worker] = HeldWorker.made;
  if (worker === undefined) throw new Error('no worker was started');
  return { user, worker };
}

describe('a stage too long to be judged on the page', () => {
  it('is judged in a worker, and says so while it lasts', async () => {
    const { worker } = await long();
    expect(screen.getByText('Judging 45 buckets under both limits...')).toBeDefined();
    worker.answer();
    expect(await screen.findByText(/^At most 20 times: /)).toBeDefined();
    expect(screen.queryByText(/^Judging/)).toBeNull();
    expect(worker.ended).toBe(true);
  });

  it('ends when the limit is changed, and nothing is heard of it', async () => {
    const { user, worker } = await long();
    await user.type(screen.getByLabelText('Limit to try'), '0');
    expect(worker.ended).toBe(true);
    expect(screen.queryByText(/^Judging/)).toBeNull();
    expect(screen.queryByText(/^At most 20 times: /)).toBeNull();
  });

  it('ends when the page is left', async () => {
    const { user, worker } = await long();
    await user.click(screen.getByRole('link', { name: 'Stage B' }));
    await screen.findByRole('heading', { name: 'Criteria' });
    expect(worker.ended).toBe(true);
  });

  it('says so when it could not be judged', async () => {
    const { worker } = await long();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'blocked' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The stage could not be judged again');
    expect(alert.textContent).toContain('blocked');
  });
});

it('starts no worker for a short stage', async () => {
  HeldWorker.made = [];
  vi.stubGlobal('Worker', HeldWorker);
  await trying('< 3%');
  await screen.findByText(/^Under 3%: would have called/);
  expect(HeldWorker.made).toEqual([]);
});
