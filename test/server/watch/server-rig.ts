import type { Hono } from 'hono';
import * as z from 'zod/mini';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import type { AllotmentResult, Proxy, SourceState } from '../../../src/server/proxy/proxy.ts';
import type { SignalRequest } from '../../../src/server/proxy/signal-request.ts';
import { createApp } from '../../../src/server/watch/http/app.ts';
import { createChanges, type Changes } from '../../../src/server/watch/http/changes.ts';
import type { NoticeSettings } from '../../../src/server/watch/loop/follow-verdict.ts';
import { createLease } from '../../../src/server/watch/loop/lease.ts';
import { createWatcher, type Watcher } from '../../../src/server/watch/loop/watcher.ts';
import type { Identity } from '../../../src/server/watch/identity/identity.ts';
import type { Channel } from '../../../src/server/watch/notices/channel.ts';
import type { QuietHours } from '../../../src/server/watch/notices/quiet-hours.ts';
import { createSender, type Sender } from '../../../src/server/watch/notices/sender.ts';
import { readHere } from '../../../src/server/watch/reading/plan-reader.ts';
import { sourceCounting } from '../../../src/server/watch/metrics/source-counts.ts';
import { processVitals } from '../../../src/server/watch/metrics/vitals.ts';
import type { WeekdayTime } from '../../../src/domain/time/weekday-time.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import type { Store } from '../../../src/server/watch/records/store.ts';
import { loadLibrary, type Library } from '../../../src/server/watch/rollouts/library.ts';
import { madeSeries } from '../../support/made-series.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** What the rig answers from now on. A test sets the parts it is about. */
interface Answers {
  now: number;
  series: (request: SignalRequest, signal: AbortSignal) => SeriesResult | Promise<SeriesResult>;
  /** Percentages by toggle; one that is missing can't be read, and `gone` is one that Flipper does not have. */
  allotments: Record<string, number | 'gone'>;
  sources: readonly SourceState[];
  /** Rejects every reading of series with this. */
  broken: string | null;
}

export interface ServerRig {
  readonly app: Hono;
  readonly store: Store;
  readonly library: Library;
  readonly watcher: Watcher;
  readonly sender: Sender;
  readonly changes: Changes;
  readonly answers: Answers;
  /** What the loop reported as its own faults. */
  readonly reports: readonly string[];
  /** Requests that were refused for who sent them. */
  readonly refusals: readonly string[];
  /** Lets time pass, with a pass of the watcher at its end. */
  after(ms: number): Promise<void>;
  read<T>(path: string, schema: z.core.$ZodType<T>): Promise<T>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

interface RigParts {
  readonly plans?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly store?: Store;
  readonly readsFlipper?: boolean;
  readonly identity?: Identity;
  readonly channels?: readonly Channel[];
  readonly quiet?: QuietHours;
  readonly publicUrl?: string;
  readonly statusAt?: WeekdayTime;
  readonly contactKey?: string;
  readonly metricsToken?: string;
  /** Its name among several on one store, of which one judges. */
  readonly process?: string;
}

/** A whole server without a socket: posted plans, a clock that is set, sources that answer as told. */
export async function serverRig(parts: RigParts = {}): Promise<ServerRig> {
  const answers: Answers = {
    now: Date.UTC(2025, 6, 28, 13),
    series: (request) => flat(request, answers.now),
    allotments: {},
    sources: [],
    broken: null,
  };
  const now = (): number => answers.now;
  const store = parts.store ?? (await openEmbeddedStore(':memory:', now()));
  for (const [rollout, markdown] of Object.entries(parts.plans ?? {})) {
    await store.savePlan({ rollout, markdown, by: 'Owner', at: now() });
  }
  const library = await loadLibrary(parts.folder ?? null, store, now());
  const proxy = riggedProxy(answers, parts.readsFlipper ?? true);
  const changes = createChanges();
  const reports: string[] = [];
  const refusals: string[] = [];
  const channels = parts.channels ?? [];
  const deps = { store, proxy, library, now, bucket: minute };
  const watcher = createWatcher({
    ...deps,
    publish: (event) => changes.publish(event),
    lease: parts.process === undefined ? undefined : createLease(store, parts.process, now),
    notices: noticesOf(parts),
    report: (message) => reports.push(message),
  });
  const sender = createSender({
    store,
    channels,
    now,
    random: () => 0.5,
    report: (message) => reports.push(message),
  });
  const app = createApp({
    ...deps,
    plans: readHere,
    watcher,
    changes,
    startedAt: now(),
    version: '0.0.0',
    storeName: 'memory',
    identity: parts.identity ?? { kind: 'typed' },
    publicUrl: parts.publicUrl ?? null,
    sender,
    contactKey: parts.contactKey ?? null,
    vitals: processVitals(sourceCounting(), () => true, parts.metricsToken ?? null),
    remoteAddress: (c) => c.req.header('x-test-address'),
    report: (message) => refusals.push(message),
  });
  return {
    app,
    store,
    library,
    watcher,
    sender,
    changes,
    answers,
    reports,
    refusals,
    after: async (ms) => {
      answers.now += ms;
      await watcher.pass();
    },
    read: async (path, schema) => {
      const response = await app.request(path);
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return z.parse(schema, await response.json());
    },
    post: async (path, body, headers = {}) =>
      app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    close: async () => {
      changes.closeAll();
      await watcher.stop();
      await store.close();
    },
  };
}

function noticesOf({ channels = [], ...parts }: RigParts): NoticeSettings {
  const { quiet, statusAt, publicUrl } = parts;
  return {
    channels: channels.map((one) => one.name),
    quiet: quiet ?? null,
    statusAt,
    publicUrl: publicUrl ?? null,
  };
}

function riggedProxy(answers: Answers, readsFlipper: boolean): Proxy {
  return {
    readsFlipper,
    readSeries: async (requests, signal) => {
      if (answers.broken !== null) throw new Error(answers.broken);
      return Promise.all(requests.map(async (request) => answers.series(request, signal)));
    },
    readAllotments: async (toggles) => toggles.map((toggle) => allotmentOf(toggle, answers)),
    sources: () => answers.sources,
  };
}

function allotmentOf(toggle: string, answers: Answers): AllotmentResult {
  const percent = answers.allotments[toggle];
  if (percent === undefined || percent === 'gone') {
    const isGone = percent === 'gone';
    return {
      toggle,
      status: 'error',
      error: {
        code: isGone ? 'not_found' : 'upstream_unavailable',
        message: isGone ? 'Flipper knows no such toggle.' : "Flipper can't be reached. Check that it runs.",
        retryable: true,
        retryAt: null,
        attempts: 1,
        firstSeen: 0,
      },
    };
  }
  return {
    toggle,
    status: 'ok',
    allotment: {
      toggle,
      percent,
      everyone: false,
      percentOfActors: percent,
      percentOfTime: null,
      actors: 0,
      groups: 0,
      expression: false,
      origin: 'flipper',
      at: answers.now,
      by: null,
      since: null,
    },
  };
}

/** Twenty a minute and never a failure: a healthy service, up to the last whole bucket. */
export function flat(request: SignalRequest, now: number, failures = 0): SeriesResult {
  const { id, window, width } = request;
  const buckets = Math.max(0, Math.floor((Math.min(now, window.to) - window.from) / width));
  const value = id === 'fails' ? failures : 20;
  return madeSeries({
    id,
    start: window.from,
    width,
    values: Array.from({ length: buckets }, () => value),
    source: request.source,
  });
}

/** Two stages of an hour behind one toggle. */
export const planMarkdown = (title = 'Late fees'): string => `# ${title}

\`\`\`stagewatch
toggles: [{ key: fees, settle: 1m }]
stages:
  - { id: half, percent: 50, length: 1h }
  - { id: all, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
\`\`\`
`;

/** A plan whose limit is no limit: line 7. */
export const brokenMarkdown = `# Broken

\`\`\`stagewatch
toggles: [{ key: fees }]
stages: [{ id: half, percent: 50, length: 1h }]
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: soon }
\`\`\`
`;

/** An example plan, with its start as long ago as it says. */
export const exampleMarkdown = `# Made up

\`\`\`stagewatch
toggles: [{ key: shown, settle: 1m }]
stages:
  - { id: first, percent: 10, length: 1h }
  - { id: second, percent: 100, length: 1h }
signals:
  tries: { source: example, kind: count, query: "count total=1200 over=1h seed=shown" }
  fails: { source: example, kind: count, query: "part total=0 of count total=1200 over=1h seed=shown" }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%" }
example: { stage: first, started: 30m }
\`\`\`
`;
