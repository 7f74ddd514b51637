import type { ChangedEvent } from '#contract/rollout.ts';

/** Tells open pages that something is worth reading again. */
export interface Changes {
  publish(event: ChangedEvent): void;
  subscribe(listener: (event: ChangedEvent, id: number) => void): () => void;
  closeAll(): void;
  readonly onClose: (listener: () => void) => () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(event: ChangedEvent, id: number) => void>();
  const closers = new Set<() => void>();
  let id = 0;
  return {
    publish: (event) => {
      id += 1;
      for (const listener of listeners) listener(event, id);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: (listener) => {
      closers.add(listener);
      return () => closers.delete(listener);
    },
    closeAll: () => {
      for (const close of closers) close();
    },
  };
}
