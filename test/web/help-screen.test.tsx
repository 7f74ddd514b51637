import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { readingTags } from '../../src/domain/verdict/reading.ts';
import { verdictWords } from '../../src/domain/verdict/verdict.ts';
import { renderAt } from './render-at.tsx';

it('explains every verdict, the gravest first, and every tag a criterion can carry', async () => {
  renderAt('/help');
  const verdicts = within(await screen.findByRole('region', { name: /^Verdicts/ }));
  const rows = verdicts.getAllByRole('rowheader').map((one) => one.textContent);
  expect(rows).toEqual(Object.values(verdictWords));
  expect(rows[0]).toBe('Roll back');
  const readings = within(screen.getByRole('region', { name: /row can say/ }));
  expect(readings.getAllByRole('rowheader').map((one) => one.textContent)).toEqual(
    Object.values(readingTags),
  );
  for (const cell of [...verdicts.getAllByRole('cell'), ...readings.getAllByRole('cell')])
    expect(cell.textContent?.length).toBeGreaterThan(20);
  await waitFor(() => expect(document.title).toBe('Help - Stagewatch'));
  expect(screen.getByRole('link', { name: 'Help' })).toBeTruthy();
});

it.each([
  ['LH', 'Lighthouse'],
  ['DMC', 'Debt Management Center'],
  ['OCTO', 'Office of the Chief Technology Officer'],
  ['5xx', 'status 500 to 599'],
])('writes %s out', async (short, long) => {
  renderAt('/help');
  const forms = within(await screen.findByRole('region', { name: 'Short forms' }));
  const entry = forms.getByText(short).parentElement;
  expect(entry?.querySelector('dd')?.textContent).toContain(long);
});
