import type { Proxy } from '#server/proxy/proxy.ts';

/** How often something happened, by the labels it is told with. */
interface Count {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What was asked of sources, and how they answered, since the process began. */
export interface SourceCounts {
  /** Requests that left this machine, by host and result. */
  readonly requests: () => readonly Count[];
  /** Readings of signals, by source and status. */
  readonly readings: () => readonly Count[];
}

interface Counter {
  add(labels: Readonly<Record<string, string>>): void;
  readonly all: () => readonly Count[];
}

function counter(): Counter {
  const counts = new Map<string, Count>();
  return {
    add: (labels) => {
      const key = JSON.stringify(labels);
      counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + 1 });
    },
    all: () => [...counts.values()],
  };
}

/** Counts beside the proxy: what is handed on, and what comes back, is left as it is. */
export interface SourceCounting extends SourceCounts {
  readonly fetch: (through: typeof fetch) => typeof fetch;
  readonly proxy: (around: Proxy) => Proxy;
}

export function sourceCounting(): SourceCounting {
  const requests = counter();
  const readings = counter();
  return {
    requests: requests.all,
    readings: readings.all,
    fetch: (through) => async (input, init) => {
      const { host } = new URL(input instanceof Request ? input.url : String(input));
      try {
        const answer = await through(input, init);
        requests.add({ host, result: `${Math.floor(answer.status / 100)}xx` });
        return answer;
      } catch (error) {
        requests.add({ host, result: 'failed' });
        throw error;
      }
    },
    proxy: (around) => ({
      ...around,
      readSeries: async (asked, signal) => {
        const results = await around.readSeries(asked, signal);
        for (const one of results)
          readings.add({
            source: one.source,
            status: one.status,
            ...(one.status === 'error' ? { code: one.error.code } : {}),
          });
        return results;
      },
    }),
  };
}
