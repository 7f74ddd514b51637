import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createProxy, type Proxy } from '../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../src/server/proxy/proxy-config.ts';
import type { SignalRequest } from '../src/server/proxy/signal-request.ts';

const stages = 20;
const signals = 3;
const width = 60_000;
/** The proxy asks once a quarter of a bucket at most. */
const slot = width / 4;
const pollEvery = 5_000;
const deadline = 10_000;

type Mood = 'well' | 'failing' | 'hanging' | 'limiting';

interface Counting {
  readonly url: string;
  asked: number;
  mood: Mood;
  close(): void;
}

interface Figures {
  readonly upstream: number;
  readonly reads: number;
  readonly errors: number;
  /** Longest a client waited, in milliseconds. */
  readonly longest: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuPerRead: number;
  readonly rss: number;
}

/** An upstream in Prometheus' shape that counts, and takes 50 to 500 ms. */
async function countingUpstream(): Promise<Counting> {
  const upstream: Counting = { url: '', asked: 0, mood: 'well', close: () => server.close() };
  const server = createServer((request, response) => {
    upstream.asked += 1;
    const n = upstream.asked;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (upstream.mood === 'hanging') return;
      const isBad = upstream.mood === 'failing' && n % 10 < 3;
      const status = upstream.mood === 'limiting' ? 429 : 500;
      const text =
        isBad || upstream.mood === 'limiting' ? '' : matrix(Buffer.concat(chunks).toString('utf8'));
      setTimeout(
        () => response.writeHead(text === '' ? status : 200, { 'retry-after': '2' }).end(text),
        50 + ((n * 97) % 450),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port.');
  return Object.assign(upstream, {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

function matrix(body: string): string {
  const form = new URLSearchParams(body);
  const [from = 0, to = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
  const values = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => [from + k * step, '1']);
  const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
  return JSON.stringify({ status: 'success', data });
}

function proxyOn(url: string): Proxy {
  const read = readProxyConfig({
    STAGEWATCH_PROMETHEUS_URL: url,
    STAGEWATCH_PROMETHEUS_LAG: '0s',
    STAGEWATCH_DEADLINE: `${deadline}ms`,
    STAGEWATCH_PER_MINUTE: '100000',
  });
  if (!read.ok) throw new Error(read.problems.join('; '));
  return createProxy(read.config, { fetch: globalThis.fetch, now: () => Date.now(), random: Math.random });
}

function questions(stage: number, start: number): readonly SignalRequest[] {
  const to = Math.ceil(Date.now() / width) * width;
  return Array.from({ length: signals }, (_, i) => ({
    id: `s${i}`,
    source: 'prometheus',
    kind: 'count',
    query: `stage_${stage}_signal_${i}`,
    dataset: null,
    by: null,
    measure: null,
    statistic: null,
    unit: null,
    absent: 'gap',
    window: { from: start - 360 * width, to },
    width,
    anchor: start,
  }));
}

/** So many clients, each looking at one stage (a single one at all), for so many seconds from the start of a slot. */
async function watch(clients: number, seconds: number, proxy: Proxy, upstream: Counting): Promise<Figures> {
  await sleep(slot - (Date.now() % slot));
  const [start, before, asked] = [Date.now(), process.cpuUsage(), upstream.asked];
  const waits: number[] = [];
  let errors = 0;
  const client = async (i: number): Promise<void> => {
    for (let due = start + (pollEvery * i) / clients; due < start + seconds * 1000; due += pollEvery) {
      await sleep(Math.max(0, due - Date.now()));
      const own = clients === 1 ? Array.from({ length: stages }, (_, stage) => stage) : [i % stages];
      const began = performance.now();
      const anchor = Math.floor(start / width) * width;
      const results = await proxy.readSeries(
        own.flatMap((stage) => questions(stage, anchor)),
        new AbortController().signal,
      );
      waits.push(performance.now() - began);
      errors += results.filter(({ status }) => status === 'error').length;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  const used = process.cpuUsage(before);
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const reads = waits.length * (clients === 1 ? stages : 1) * signals;
  return {
    upstream: upstream.asked - asked,
    reads,
    errors,
    longest: at(1),
    p50: at(0.5),
    p99: at(0.99),
    cpuPerRead: (used.user + used.system) / 1000 / reads,
    rss: process.memoryUsage().rss / 1_000_000,
  };
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

function say(name: string, one: Figures): void {
  console.log(
    `${name}: ${one.upstream} upstream requests, ${one.reads} reads, ${one.errors} errors, p50 ${ms(one.p50)}, p99 ${ms(one.p99)}, longest ${ms(one.longest)}, CPU ${ms(one.cpuPerRead)} a read, RSS ${one.rss.toFixed(0)} MB`,
  );
}

/** What many clients cost an upstream against one, and how the proxy bears an upstream that fails. `--seconds 60` each. */
export async function benchProxy(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--seconds');
  const seconds = at === -1 ? 60 : Number(args[at + 1]);
  const upstream = await countingUpstream();
  const faults: string[] = [];
  const bar = (isMet: boolean, what: string): void => {
    if (!isMet) faults.push(what);
  };
  const alone = await watch(1, seconds, proxyOn(upstream.url), upstream);
  say('one client', alone);
  const proxy = proxyOn(upstream.url);
  const many = await watch(200, seconds, proxy, upstream);
  say('200 clients', many);
  bar(Math.abs(many.upstream / alone.upstream - 1) <= 0.02, 'upstream requests within 2 % of one client');
  bar(many.cpuPerRead <= 0.5, 'at most 0.5 ms CPU a read');
  bar(many.rss < 250, 'below 250 MB');
  // Questions go out once a slot, so a part of a minute is measured by itself.
  const span = Math.min(seconds, 20);
  const { upstream: normal } = await watch(1, span, proxyOn(upstream.url), upstream);
  for (const mood of ['failing', 'hanging', 'limiting'] as const) {
    upstream.mood = mood;
    const bad = await watch(200, span, proxy, upstream);
    say(mood, bad);
    bar(bad.longest <= deadline + 1_000, `${mood}: no client waits beyond the deadline`);
    bar(bad.upstream <= 1.2 * normal, `${mood}: at most 1.2 times the normal requests (${normal})`);
    upstream.mood = 'well';
    // Longer than the circuit rests, and well within a bucket.
    await sleep(slot);
    // The first questions close the circuit; those after them are to be answered.
    await watch(1, 5, proxy, upstream);
    const after = await watch(1, 5, proxy, upstream);
    bar(after.errors === 0, `${mood}: well again within one bucket (${after.errors} errors)`);
  }
  upstream.close();
  for (const fault of faults) console.log(`MISSED: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}
