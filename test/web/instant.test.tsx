import { render } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { Instant } from '../../src/web/ui/instant.tsx';

const zone = 'America/New_York';
const evening = '2026-11-21T02:00:00Z';

it.each([
  [
    'alone',
    '2026-11-21T02:30:00Z',
    undefined,
    'Friday, November 20, 2026, 9:30 p.m. ET (November 21, 02:30 UTC)',
  ],
  ['on the same evening', '2026-11-21T02:30:00Z', evening, '9:30 p.m. ET (November 21, 02:30 UTC)'],
  // The day in UTC is the same, the reader's is another.
  [
    'on the next morning',
    '2026-11-21T14:00:00Z',
    evening,
    'Saturday, November 21, 2026, 9:00 a.m. ET (14:00 UTC)',
  ],
  [
    'a week later',
    '2026-11-28T02:30:00Z',
    evening,
    'Friday, November 27, 2026, 9:30 p.m. ET (November 28, 02:30 UTC)',
  ],
])('names its day unless that stands nearby: %s', (_name, at, near, said) => {
  const instant =
    near === undefined ? (
      <Instant at={Date.parse(at)} zone={zone} />
    ) : (
      <Instant at={Date.parse(at)} zone={zone} near={Date.parse(near)} />
    );
  const { container } = render(<MemoryRouter>{instant}</MemoryRouter>);
  expect(container.querySelector('[aria-hidden]')?.textContent).toBe(said);
  expect(container.querySelector('.sw-hidden')?.textContent).toBe(said.replace('ET', 'Eastern time'));
});
