import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt } from './render-at.tsx';

const path = '/settings/notices';
const region = async (name: string) => within(await screen.findByRole('region', { name }));

it('tells of each channel what it sent last, what waits and why, and what was given up', async () => {
  renderAt(path, 'spike');
  const channels = await region('Channels');
  const facts = channels.getAllByRole('definition').map((one) => one.textContent);
  expect(facts).toEqual([
    expect.stringMatching(/ET \(.* UTC\)$/),
    'None',
    'None',
    'Nothing yet',
    '1. The receiver did not answer (connection refused).',
    '1: see below',
  ]);
  await waitFor(() => expect(document.title).toBe('1 never arrived - Notices - Stagewatch'));
});

it('lists what never arrived, and what became of every notice', async () => {
  renderAt(path, 'spike');
  const dead = await region('Given up');
  expect(dead.getAllByRole('row')[1]?.textContent).toMatch(/Given up after 16 tries\. The receiver did not/);
  const results = (await region('Newest notices')).getAllByRole('row').slice(1);
  expect(results.map((row) => row.lastElementChild?.textContent)).toEqual([
    expect.stringMatching(/^Not sent after 2 tries; tried again .* ET\. The receiver/),
    expect.stringMatching(/^Sent .* ET, after 1 try\.$/),
    expect.stringMatching(/^Given up after 16 tries\./),
    expect.stringMatching(/^Sent .* ET, after 2 tries\.$/),
  ]);
  const [link] = within(results[1] ?? document.body).getAllByRole('link');
  expect(link?.getAttribute('href')).toMatch(/^\/rollouts\/change-of-address\/stages\/stage-b\?at=\d{4}-/);
});

it('says of which notices the numbers are made up', async () => {
  renderAt(path, 'spike');
  const newest = await region('Newest notices');
  expect(await newest.findAllByText('Example data')).toHaveLength(newest.getAllByRole('row').length - 1);
});

it('tests a channel, with a name', async () => {
  const bodies = received('/api/notices/slack/test', () =>
    HttpResponse.json({ channel: 'slack', delivered: true }),
  );
  renderAt(path);
  const channels = await region('Channels');
  // Forms arrive after what became of notices.
  await userEvent.click(await channels.findByRole('button', { name: 'Send a test through slack' }));
  expect(channels.getByRole('alert').textContent).toContain('Say who you are');
  expect(bodies).toEqual([]);
  await userEvent.type(channels.getAllByRole('textbox', { name: 'Your name' })[0] ?? document.body, 'Ana');
  await userEvent.click(channels.getByRole('button', { name: 'Send a test through slack' }));
  await channels.findByText('Delivered: its receiver took the test.');
  expect(bodies).toEqual([{ who: 'Ana' }]);
});

it('says why a test did not arrive', async () => {
  received('/api/notices/webhook/test', () =>
    HttpResponse.json(
      {
        type: 'about:blank',
        title: 'Not delivered',
        status: 502,
        detail: 'HTTP 404.',
        remedy: 'Check the address.',
      },
      { status: 502, headers: { 'content-type': 'application/problem+json' } },
    ),
  );
  localStorage.setItem('stagewatch.name', 'Ana');
  renderAt(path);
  const channels = await region('Channels');
  await userEvent.click(await channels.findByRole('button', { name: 'Send a test through webhook' }));
  expect((await channels.findByRole('alert')).textContent).toContain('HTTP 404.');
  expect(channels.queryByText(/^Delivered/)).toBeNull();
});

it('says that nobody is told of anything where no channel is set up', async () => {
  mockWorld.server?.use(http.get('/api/notices', () => HttpResponse.json({ channels: [], notices: [] })));
  renderAt(path);
  expect((await screen.findByText(/^No channel is set up: nobody is told/)).isConnected).toBe(true);
  expect(screen.getByText('No notice has been made yet.').isConnected).toBe(true);
  expect(screen.queryByRole('button', { name: /^Send a test/ })).toBeNull();
});
