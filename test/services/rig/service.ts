import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { freePort } from './loopback.ts';
import { exposition, freshMetrics, observe, type Path, type ServiceMetrics } from './service-metrics.ts';
import { flipperFeature, isEnabled, type RigToggle } from './toggle.ts';

export interface ServiceOptions {
  readonly toggle: string;
  readonly percent: number;
  /** Where to listen; a free port unless said. */
  readonly port?: number;
}

/** What goes wrong on the new path. */
export interface Faults {
  /** Share of requests answered with 500. */
  readonly failing: number;
  /** Milliseconds each request takes longer. */
  readonly delay: number;
}

/**
 * A small instrumented service with an old and a new path behind a toggle. `GET /work?actor=ID` is its work,
 * `/metrics` Prometheus' text format, `/features` and `/features/:key` Flipper's HTTP API.
 */
export interface RunningService {
  readonly url: string;
  /** `host:port`, as Prometheus names a target. */
  readonly target: string;
  readonly toggle: RigToggle;
  setFaults(faults: Partial<Faults>): void;
  /** Requests answered since the first start, restarts included. */
  served(path: Path, code: number): number;
  /** Requests answered on a path in at most so many seconds, which must be a bound of the histogram. */
  servedWithin(path: Path, seconds: number): number;
  /** Waits until its counters have been asked for, and answered, once more. */
  scraped(): Promise<void>;
  /** Stops answering; counters stay. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** A new process as seen from outside: every counter starts again from zero. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const port = options.port ?? (await freePort());
  const toggle: RigToggle = {
    key: options.toggle,
    on: false,
    percentOfActors: options.percent,
    actors: new Set(),
  };
  const total = freshMetrics();
  let metrics = freshMetrics();
  let faults: Faults = { failing: 0, delay: 0 };
  let requests = 0;
  let server: Server | undefined;
  const awaitScrape: (() => void)[] = [];
  const onScrape = (): void => awaitScrape.splice(0).forEach((done) => done());

  const work = async (actor: string, response: ServerResponse): Promise<void> => {
    const began = performance.now();
    const path: Path = isEnabled(toggle, actor) ? 'new' : 'old';
    requests += 1;
    // The n-th request fails or not, whoever sends it: a run can be repeated.
    const unlucky = crc32(`request ${requests}`) % 100_000 < faults.failing * 100_000;
    if (path === 'new' && faults.delay > 0) await sleep(faults.delay);
    const code = path === 'new' && unlucky ? 500 : 200;
    const seconds = (performance.now() - began) / 1000;
    for (const each of [metrics, total]) observe(each, path, code, seconds);
    // A kept connection would fail its next request after a restart.
    response.writeHead(code, { 'content-type': 'text/plain', connection: 'close' }).end(path);
  };
  const start = async (): Promise<void> => {
    const started = createServer((request, response) => {
      void answer(request, response, { toggle, metrics: () => metrics, work, onScrape });
    });
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.listen(port, '127.0.0.1', resolve);
    });
    server = started;
  };
  const pause = async (): Promise<void> => {
    const running = server;
    server = undefined;
    if (running === undefined) return;
    const closed = new Promise<void>((resolve) => {
      running.close(() => resolve());
    });
    running.closeAllConnections();
    await closed;
  };

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    target: `127.0.0.1:${port}`,
    toggle,
    setFaults: (changed) => {
      faults = { ...faults, ...changed };
    },
    served: (path, code) => total.requests.get(`${path} ${code}`) ?? 0,
    servedWithin: (path, seconds) => total.within.get(`${path} ${seconds}`) ?? 0,
    scraped: () =>
      new Promise((resolve) => {
        awaitScrape.push(resolve);
      }),
    pause,
    resume: start,
    restart: async () => {
      await pause();
      metrics = freshMetrics();
      await start();
    },
    stop: pause,
  };
}

interface Inside {
  readonly toggle: RigToggle;
  readonly metrics: () => ServiceMetrics;
  readonly work: (actor: string, response: ServerResponse) => Promise<void>;
  readonly onScrape: () => void;
}

async function answer(request: IncomingMessage, response: ServerResponse, inside: Inside): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://service');
  if (request.method !== 'GET') {
    response.writeHead(405).end();
  } else if (url.pathname === '/work') {
    await inside.work(url.searchParams.get('actor') ?? '', response);
  } else if (url.pathname === '/metrics') {
    response
      .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      .end(exposition(inside.metrics()), inside.onScrape);
  } else {
    answerFlipper(url, response, inside.toggle);
  }
}

function answerFlipper(url: URL, response: ServerResponse, toggle: RigToggle): void {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const [, root, key, ...more] = url.pathname.split('/');
  if (root !== 'features' || more.length > 0) {
    send(404, {});
  } else if (key === undefined) {
    const keys = url.searchParams.get('keys')?.split(',');
    const asked = keys === undefined || keys.includes(toggle.key);
    send(200, { features: asked ? [flipperFeature(toggle)] : [] });
  } else if (decodeURIComponent(key) === toggle.key) {
    send(200, flipperFeature(toggle));
  } else {
    const moreInfo = 'https://flippercloud.io/docs/api#error-code-reference';
    send(404, { code: 1, message: 'Feature not found.', more_info: moreInfo });
  }
}

/** Sends one request for each of `count` actors, numbered from `from`, a few at a time. */
export async function drive(service: RunningService, count: number, from = 0): Promise<void> {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < from + count) {
      const actor = `User;${next++}`;
      const answered = await fetch(`${service.url}/work?${new URLSearchParams({ actor }).toString()}`);
      await answered.text();
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
}
