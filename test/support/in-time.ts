import { vi } from 'vitest';

/** Waits until a check holds, as long as a machine may take that does much else. */
export function inTime<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000 });
}
