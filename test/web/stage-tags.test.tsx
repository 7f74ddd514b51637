import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { JournalEntry } from '../../src/contract/journal.ts';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const minute = 60_000;

/** Answers with alerts that somebody has taken, and with one planned outage of the stage, from and to so many minutes from now. */
function withOutage(from: number, to: number | null): void {
  const now = Date.now();
  const taken = { by: 'Ana', at: now, note: '', until: now + 15 * minute };
  mockWorld.server?.use(
    http.get('/api/alerts', () =>
      HttpResponse.json(buildWorld('spike', now).alerts.map((alert) => ({ ...alert, taken }))),
    ),
    http.get('/api/rollouts/:id/log', () =>
      HttpResponse.json(
        buildWorld('spike', now).log.flatMap((entry): readonly JournalEntry[] =>
          entry.kind === 'event' && entry.what === 'planned outage'
            ? [{ ...entry, from: now + from * minute, to: to === null ? null : now + to * minute }]
            : [],
        ),
      ),
    ),
  );
}

it.each<readonly [string, number, number | null, RegExp | null]>([
  ['under way', -5, 30, /^Planned outage until .+ ET$/],
  ['under way, with no end given', -5, null, /^Planned outage$/],
  ['over', -50, -30, null],
  ['to come', 10, 30, null],
])('a planned outage that is %s', async (_, from, to, tag) => {
  withOutage(from, to);
  renderAt(stagePath, 'spike');
  await screen.findByRole('heading', { name: 'Criteria' });
  const banner = within(screen.getByRole('region', { name: 'Verdict' }));
  // Who is on it comes in the same breath: once it is there, the outage would be too.
  expect((await banner.findByText('Taken by Ana')).isConnected).toBe(true);
  if (tag === null) {
    await screen.findByRole('heading', { name: 'Planned outages' });
    expect(banner.queryByText(/^Planned outage/)).toBeNull();
  } else expect((await banner.findByText(tag)).isConnected).toBe(true);
});
