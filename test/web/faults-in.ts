import type { within } from '@testing-library/react';

/** What the summary of a form that can't be sent says is wrong, fault by fault. */
export function faultsIn(part: ReturnType<typeof within>): readonly string[] {
  return [...part.getByRole('alert').querySelectorAll('a')].map((one) => one.textContent);
}
