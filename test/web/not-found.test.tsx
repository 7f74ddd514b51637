import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderAt } from './render-at.tsx';

it('leads from an unknown address to the list', async () => {
  renderAt('/nowhere/at/all');
  expect(screen.getByRole('heading', { name: 'There is no such page' })).toBeDefined();
  await waitFor(() => expect(document.title).toBe('Not found - Stagewatch'));
  await userEvent.click(screen.getByRole('link', { name: 'list of rollouts' }));
  expect(await screen.findByRole('heading', { name: 'Rollouts' })).toBeDefined();
});
