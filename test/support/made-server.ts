import type { Hono } from 'hono';
import type { ChangedEvent } from '../../src/contract/rollout.ts';
import type { SeriesError, SeriesResult } from '../../src/domain/series/series.ts';
import type { Proxy } from '../../src/server/proxy/proxy.ts';
import type { SignalRequest } from '../../src/server/proxy/signal-request.ts';
import { createApp } from '../../src/server/watch/http/app.ts';
import { createChanges } from '../../src/server/watch/http/changes.ts';
import { createWatcher, type Watcher } from '../../src/server/watch/loop/watcher.ts';
import { createSender } from '../../src/server/watch/notices/sender.ts';
import { sourceCounting } from '../../src/server/watch/metrics/source-counts.ts';
import { processVitals } from '../../src/server/watch/metrics/vitals.ts';
import { openEmbeddedStore } from '../../src/server/watch/records/open-embedded-store.ts';
import type { Store } from '../../src/server/watch/records/store.ts';
import { readHere } from '../../src/server/watch/reading/plan-reader.ts';
import { loadLibrary } from '../../src/server/watch/rollouts/library.ts';
import { failedSeries, madeSeries } from './made-series.ts';

/** A server with a clock and sources of its own, and no socket. */
export interface MadeServer {
  readonly app: Hono;
  readonly watcher: Watcher;
  readonly store: Store;
  readonly changes: readonly ChangedEvent[];
  /** What the sources answer from now on; `down` makes every read fail, `throws` makes the proxy itself fail. */
  readonly world: {
    now: number;
    share: number;
    perBucket: number;
    percent: number | null;
    down: boolean;
    throws: boolean;
    reads: number;
  };
  post(path: string, body: unknown): Promise<Response>;
  close(): Promise<void>;
}

const minute = 60_000;

/** Builds one on the plans of a folder (or none), starting on the minute. */
export async function madeServer(folder: string | null = null): Promise<MadeServer> {
  const world = {
    now: Date.UTC(2025, 6, 28, 13),
    share: 0,
    perBucket: 20,
    percent: 50,
    down: false,
    throws: false,
    reads: 0,
  };
  const now = (): number => world.now;
  const store = await openEmbeddedStore(':memory:', now());
  const library = await loadLibrary(folder, store, now());
  const published: ChangedEvent[] = [];
  const changes = createChanges();
  const proxy = fakeProxy(world);
  const watcher = createWatcher({
    store,
    proxy,
    library,
    now,
    bucket: minute,
    publish: (event) => {
      published.push(event);
      changes.publish(event);
    },
    notices: { channels: [], quiet: null, publicUrl: null },
    report: (message) => {
      throw new Error(message);
    },
  });
  const app = createApp({
    store,
    proxy,
    library,
    plans: readHere,
    watcher,
    changes,
    now,
    bucket: minute,
    contactKey: null,
    vitals: processVitals(sourceCounting(), () => true),
    startedAt: now(),
    version: 'test',
    storeName: 'memory',
    identity: { kind: 'typed' },
    publicUrl: null,
    sender: createSender({ store, channels: [], now, random: () => 0.5, report: () => undefined }),
    remoteAddress: () => '127.0.0.1',
    report: () => undefined,
  });
  return {
    app,
    watcher,
    store,
    changes: published,
    world,
    post: async (path, body) =>
      app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    close: async () => {
      await watcher.stop();
      await store.close();
    },
  };
}

function fakeProxy(world: MadeServer['world']): Proxy {
  return {
    readsFlipper: true,
    readSeries: async (requests) => {
      world.reads += 1;
      if (world.throws) throw new Error('the proxy broke');
      return requests.map((request) => (world.down ? failedSeries(request.id) : answer(request, world)));
    },
    readAllotments: async (toggles) =>
      toggles.map((toggle) =>
        world.percent === null
          ? { toggle, status: 'error', error: unreachable }
          : {
              toggle,
              status: 'ok',
              allotment: {
                toggle,
                percent: world.percent,
                everyone: false,
                percentOfActors: world.percent,
                percentOfTime: null,
                actors: 0,
                groups: 0,
                expression: false,
                origin: 'flipper',
                at: world.now,
                by: null,
                since: null,
              },
            },
      ),
    sources: () => [
      {
        id: 'prometheus',
        kind: 'Prometheus',
        example: false,
        configured: true,
        lastGood: world.now,
        newestPoint: world.now,
        lastError: null,
      },
    ],
  };
}

const unreachable: SeriesError = {
  code: 'upstream_unavailable',
  message: "Flipper can't be reached.",
  retryable: true,
  retryAt: null,
  attempts: 1,
  firstSeen: 0,
};

/** Even traffic, with the failures the world asks for. */
function answer(request: SignalRequest, world: MadeServer['world']): SeriesResult {
  const buckets = Math.max(0, Math.floor((world.now - request.window.from) / request.width));
  const n = request.id === 'fails' ? Math.floor(world.perBucket * world.share) : world.perBucket;
  return madeSeries({
    id: request.id,
    start: request.window.from,
    width: request.width,
    values: Array.from({ length: buckets }, () => n),
  });
}

/** A plan the fake sources can answer. */
export const madePlan = `# Parking permits

\`\`\`stagewatch
toggles: [{ key: permits, settle: 1m }]
stages:
  - { id: half, percent: 50, length: 1h }
  - { id: all, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, label: Permits failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
\`\`\`
`;
