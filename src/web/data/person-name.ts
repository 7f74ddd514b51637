import { useState } from 'react';

const nameKey = 'stagewatch.name';

/** The name this person writes under, remembered on their machine. Where a login stands in front, its name wins. */
export function usePersonName(): readonly [string, (name: string) => void] {
  const [name, setName] = useState(() => localStorage.getItem(nameKey) ?? '');
  const change = (next: string): void => {
    setName(next);
    localStorage.setItem(nameKey, next.trim());
  };
  return [name, change];
}
