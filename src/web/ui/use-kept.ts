import { replaceEqualDeep } from '@tanstack/react-query';
import { useState } from 'react';

/** What was given, as the same object for as long as it says the same: what is drawn from it need not be drawn again. */
export function useKept<T>(given: T): T {
  const [kept, keep] = useState(given);
  const shared = replaceEqualDeep(kept, given);
  if (!Object.is(shared, kept)) keep(shared);
  return shared;
}
