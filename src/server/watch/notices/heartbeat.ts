import { second, type EpochMs, type Ms } from '#domain/time/time.ts';
import { deadlineIn } from '#server/proxy/deadline.ts';

/** Tells somebody elsewhere that the watcher lives, so that its death is noticed there. */
export interface Heartbeat {
  /** Pings where it is time and the watcher has just passed. */
  beat(): Promise<void>;
}

export interface HeartbeatDeps {
  readonly url: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => EpochMs;
  readonly lastPass: () => EpochMs | null;
  readonly report: (message: string) => void;
}

const every: Ms = 30 * second;

/** A watcher that has not passed for this long is not alive, whatever else runs. */
const freshFor: Ms = 60 * second;

export function createHeartbeat(deps: HeartbeatDeps): Heartbeat {
  let last: EpochMs | null = null;
  let failing = false;
  return {
    beat: async () => {
      const now = deps.now();
      const pass = deps.lastPass();
      const due = last === null || now - last >= every;
      if (deps.url === null || !due || pass === null || now - pass > freshFor) return;
      last = now;
      const ok = await ping(deps.url, deps.fetch);
      if (!ok && !failing)
        deps.report('The heartbeat address did not answer; nobody would notice if the watcher died.');
      failing = !ok;
    },
  };
}

async function ping(url: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      signal: deadlineIn(10 * second),
      redirect: 'manual',
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
