import { minute, type EpochMs } from '#domain/time/time.ts';

/** How much of what a source allows is used. */
export interface BudgetState {
  readonly used: number;
  readonly left: number;
  readonly perMinute: number;
}

export interface RequestBudget {
  /** Takes one request out; `null`: taken, else when the next one is free. */
  take(): EpochMs | null;
  /** Takes one further try out: they may be a tenth of all requests, so that failures bring no storm. */
  mayRetry(): boolean;
  state(): BudgetState;
}

const triesPerRequest = 0.1;
const mostTries = 4;

/** So many requests a minute, evenly given back: a burst may use them at once, and then waits for its share. */
export function requestBudget(perMinute: number, now: () => EpochMs): RequestBudget {
  let left = perMinute;
  let at = now();
  let tries = mostTries;
  const refill = (): void => {
    const passed = Math.max(0, now() - at);
    left = Math.min(perMinute, left + (passed * perMinute) / minute);
    at = now();
  };
  return {
    take: () => {
      refill();
      if (left < 1) return at + Math.ceil(((1 - left) * minute) / perMinute);
      left -= 1;
      tries = Math.min(mostTries, tries + triesPerRequest);
      return null;
    },
    mayRetry: () => {
      if (tries < 1) return false;
      tries -= 1;
      return true;
    },
    state: () => {
      refill();
      const whole = Math.floor(left);
      return { used: perMinute - whole, left: whole, perMinute };
    },
  };
}
