import { second, type EpochMs, type Ms } from '#domain/time/time.ts';
import type { Store } from '../records/store.ts';

/** The right to judge: one process on a store has it, others wait and take over when it runs out. */
export interface Lease {
  /** Takes or renews it. @returns whether this process judges now. */
  renew(): Promise<boolean>;
  /** Whether it has been held and not run out by this process's own clock. */
  readonly held: () => boolean;
  /** The records, for judging: every write fails once another process has taken over. */
  readonly store: Store;
  /** Lets the next process take over at once. */
  leave(): Promise<void>;
}

/** A judging process that is silent for this long has lost the right. */
const leaseFor: Ms = 15 * second;

/** With more than this left there is no need to ask again. */
const keepFor: Ms = 10 * second;

/** A lease on a store, for the process that calls itself `owner`. */
export function createLease(store: Store, owner: string, now: () => EpochMs): Lease {
  let token = 0;
  let until: EpochMs = 0;
  return {
    store: store.fenced(() => token),
    renew: async () => {
      const asked = now();
      if (until - asked > keepFor) return true;
      const got = await store.takeLease(owner, asked, asked + leaseFor);
      // Counted from when it was asked for: the answer may have taken its time.
      until = got === null ? 0 : asked + leaseFor;
      token = got ?? token;
      return got !== null;
    },
    held: () => now() < until,
    leave: async () => {
      until = 0;
      await store.leaveLease(owner);
    },
  };
}
