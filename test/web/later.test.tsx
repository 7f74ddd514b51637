import { render, screen } from '@testing-library/react';
import { Suspense, type JSX } from 'react';
import { expect, it } from 'vitest';
import { later } from '../../src/web/ui/later.tsx';

const page = (Part: ReturnType<typeof later>): JSX.Element => (
  <>
    <h1>Roll back</h1>
    <Suspense fallback="Reading...">
      <Part />
    </Suspense>
  </>
);

it('shows a part once it has loaded', async () => {
  render(page(later(() => Promise.resolve(() => <p>The form</p>))));
  expect((await screen.findByText('The form')).isConnected).toBe(true);
});

it('says of a part that can’t be loaded that it is missing, and leaves the verdict where it is', async () => {
  render(page(later(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module')))));
  expect((await screen.findByRole('alert')).textContent).toContain('could not be loaded');
  expect(screen.getByRole('button', { name: 'Try again' }).isConnected).toBe(true);
  expect(screen.getByRole('heading', { name: 'Roll back' }).isConnected).toBe(true);
});
