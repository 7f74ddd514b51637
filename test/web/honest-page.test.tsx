import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

afterEach(() => {
  vi.useRealTimers();
});

const criteria = (): Promise<HTMLElement> => screen.findByRole('heading', { name: 'Criteria' });
const verdict = (): HTMLElement => screen.getByRole('region', { name: 'Verdict' });

it('stands by no old verdict though the server answers, when its health is failing', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const frozen = buildWorld('ready', Date.now()).stage('stage-b');
  mockWorld.server?.use(http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json(frozen)));
  renderAt(stagePath, 'ready');
  await criteria();
  expect(within(verdict()).getByText('Ready to advance')).toBeDefined();
  mockWorld.server?.use(http.get('/api/health', () => HttpResponse.json({}, { status: 500 })));
  vi.setSystemTime(Date.now() + 10 * 60_000);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await within(verdict()).findByText("Can't tell")).toBeDefined();
});

it.each(['/', '/rollouts/change-of-address', stagePath])(
  'shows nothing green at %s while the watcher has stalled',
  async (path) => {
    mockWorld.server?.use(
      http.get('/api/health', () =>
        HttpResponse.json({
          status: 'stalled',
          version: 'test',
          startedAt: 1,
          serverNow: Date.now(),
          watcher: { lastPass: 1, openRuns: 1 },
          store: 'test',
        }),
      ),
    );
    renderAt(path, 'ready');
    expect(await screen.findByText(/The watcher has stalled: nothing is being judged\. What/)).toBeDefined();
    expect((await screen.findAllByText("Can't tell")).length).toBeGreaterThan(0);
    const history = screen.queryByRole('region', { name: 'How the verdict changed' });
    const green = screen
      .queryAllByText('Ready to advance')
      .filter((one) => history?.contains(one) !== true && one.closest('figure') === null);
    expect(green).toEqual([]);
  },
);

it('sends no percentage that nobody typed: an empty field is not zero', async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  mockWorld.server?.use(
    http.post('/api/rollouts/:id/allotment', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  renderAt(stagePath);
  await user.click(await screen.findByText('Enter what a toggle gives by hand'));
  await user.type(
    within(screen.getByRole('region', { name: 'Record' })).getByLabelText('Your name'),
    'A monitor',
  );
  const save = screen.getByRole('button', { name: 'Save percentage' });
  for (const text of ['', '5,5', '101', 'ten']) {
    fireEvent.change(screen.getByLabelText('Percent of actors'), { target: { value: text } });
    await user.click(save);
    expect(screen.getByText(/Nothing was saved/)).toBeDefined();
  }
  expect(sent).toEqual([]);
  fireEvent.change(screen.getByLabelText('Percent of actors'), { target: { value: '12.5' } });
  await user.click(save);
  await screen.findByText('Saved.');
  expect(sent).toEqual([{ who: 'A monitor', toggle: 'change_of_address', percent: 12.5 }]);
});

it.each(['series', 'verdicts'])(
  'an address with at=%s is a problem in words, not a blank page',
  async (at) => {
    mockWorld.server?.use(
      http.get('/api/rollouts/:id/stages/:stage', ({ request }) =>
        new URL(request.url).searchParams.has('at')
          ? HttpResponse.json(
              {
                type: 'about:blank',
                title: 'Not a time',
                status: 400,
                detail: at,
                remedy: 'Write an instant.',
              },
              { status: 400 },
            )
          : undefined,
      ),
    );
    renderAt(`${stagePath}?at=${at}`);
    expect((await screen.findByRole('alert')).textContent).toContain('Not a time');
  },
);

it('takes back an alarm that no longer holds, from the title and from what is spoken', async () => {
  const user = userEvent.setup();
  renderAt(stagePath, 'spike');
  await criteria();
  await waitFor(() => expect(document.querySelector('#assertive')?.textContent).toContain('Roll back'));
  await waitFor(() => expect(document.title).toContain('ROLL BACK'));
  await user.click(screen.getByRole('link', { name: 'Sources' }));
  await screen.findByRole('heading', { level: 1, name: 'Sources' });
  await waitFor(() => expect(document.querySelector('#assertive')?.textContent).toBe(''));
  await waitFor(() => expect(document.title).toBe('Sources - Stagewatch'));
});
