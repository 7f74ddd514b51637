import type { ChangedEvent } from '#contract/rollout.ts';

/** A change with its number. */
export interface Numbered {
  /** As the stream's `id:`; of this process alone. */
  readonly id: string;
  readonly event: ChangedEvent;
}

/** Tells open pages that something is worth reading again. */
export interface Changes {
  publish(event: ChangedEvent): void;
  subscribe(listener: (one: Numbered) => void): () => void;
  /**
   * What came after the last a reader has seen.
   * @returns `null` where that is not known any more: it was too long ago, or before this process began.
   */
  since(lastId: string): readonly Numbered[] | null;
  /** The id of the newest change, for a reader that has just come. */
  readonly newest: () => string;
  /** How many listen. */
  readonly listeners: () => number;
  closeAll(): void;
  readonly onClose: (listener: () => void) => () => void;
}

/** So many changes are kept for readers that come back: hours of a handful of runs, minutes of hundreds. */
const kept = 2000;

/** @param life marks the ids of this process, so that those of an earlier one are not taken for its own. */
export function createChanges(life = 'a'): Changes {
  const listeners = new Set<(one: Numbered) => void>();
  const closers = new Set<() => void>();
  const recent: Numbered[] = [];
  let count = 0;
  return {
    publish: (event) => {
      count += 1;
      const one = { id: `${life}-${count}`, event };
      recent.push(one);
      if (recent.length > kept) recent.shift();
      for (const listener of listeners) listener(one);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: (lastId) => {
      const [of, number = ''] = lastId.split('-');
      const seen = Number(number);
      if (of !== life || !/^\d+$/.test(number) || seen > count || seen < count - recent.length) return null;
      return recent.slice(recent.length - (count - seen));
    },
    newest: () => `${life}-${count}`,
    listeners: () => listeners.size,
    onClose: (listener) => {
      closers.add(listener);
      return () => closers.delete(listener);
    },
    closeAll: () => {
      for (const close of closers) close();
    },
  };
}
