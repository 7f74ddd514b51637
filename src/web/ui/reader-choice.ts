import { useSyncExternalStore } from 'react';

/** What a reader may choose for this browser; the first of each holds until they do. */
const offered = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  keys: ['on', 'off'],
  zone: ['plan', 'utc'],
} as const;

type Name = keyof typeof offered;
export type ChoiceOf<N extends Name> = (typeof offered)[N][number];

const key = (name: Name): string => `stagewatch.${name}`;

export function choicesOf<N extends Name>(name: N): readonly ChoiceOf<N>[] {
  return offered[name];
}

/** What this browser has chosen. */
export function readChoice<N extends Name>(name: N): ChoiceOf<N> {
  const kept = localStorage.getItem(key(name));
  const all: readonly ChoiceOf<N>[] = offered[name];
  const [first] = all;
  const found = all.find((one) => one === kept) ?? first;
  if (found === undefined) throw new Error(`Nothing is offered for ${name}.`);
  return found;
}

/** Keeps a choice in this browser, and tells whatever follows it: `stagewatch:zone`, `stagewatch:theme` and so on. */
export function keepChoice<N extends Name>(name: N, choice: ChoiceOf<N>): void {
  localStorage.setItem(key(name), choice);
  window.dispatchEvent(new Event(`stagewatch:${name}`));
}

/** A choice and how to change it, here and in other tabs. */
export function useChoice<N extends Name>(name: N): readonly [ChoiceOf<N>, (choice: ChoiceOf<N>) => void] {
  const choice = useSyncExternalStore(
    (changed) => {
      window.addEventListener(`stagewatch:${name}`, changed);
      window.addEventListener('storage', changed);
      return () => {
        window.removeEventListener(`stagewatch:${name}`, changed);
        window.removeEventListener('storage', changed);
      };
    },
    () => readChoice(name),
  );
  return [choice, (next) => keepChoice(name, next)];
}
