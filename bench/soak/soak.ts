import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { startClient, type Client, type Told } from './clients.ts';
import { startServer, type ServerUnderTest } from './server.ts';
import { startUpstream, type Mood, type Upstream } from './upstream.ts';

const runs = 200;
const pages = 100;
/** Of the pages so many are cut off again and again. */
const restless = 10;
const bucket = 10_000;
/** A run is judged once a bucket; one that was not judged for two of them has missed one. */
const cadence = bucket;
const measureEvery = 5_000;
const cutEvery = 20_000;

/** How the source is, and for how long, over and over. */
const moods: readonly (readonly [Mood, number])[] = [
  ['well', 40_000],
  ['failing', 20_000],
  ['hanging', 15_000],
  ['limiting', 15_000],
];

interface Sample {
  readonly rss: number;
  readonly files: number;
  readonly cpu: number;
  readonly at: number;
  readonly delay: number;
  readonly longest: number;
}

function planOf(i: number): string {
  return `# Rollout ${i}

\`\`\`stagewatch
toggles: []
stages: [{ id: half, percent: 50, length: 4h }]
signals:
  tries: { source: prometheus, kind: count, query: tries_${i} }
  fails: { source: prometheus, kind: count, query: fails_${i} }
  slow: { source: prometheus, kind: count, query: slow_${i} }
criteria:
  - { id: error-rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }
  - { id: slow, ratio: [slow, tries], limit: "< 90%" }
\`\`\`
`;
}

/**
 * Many runs, many open pages and a source that fails in every way, for twenty minutes (`--quick`: three): memory, files,
 * cadences and what pages were told must hold.
 */
export async function benchSoak(args: readonly string[]): Promise<number> {
  const minutes = args.includes('--quick') ? 3 : 20;
  const upstream = await startUpstream();
  const plans = new Map(Array.from({ length: runs }, (_, i) => [`rollout-${i}.md`, planOf(i)]));
  const server = await startServer(plans, {
    STAGEWATCH_PROMETHEUS_URL: upstream.url,
    SOAK_SOURCE_PORT: new URL(upstream.url).port,
    STAGEWATCH_PROMETHEUS_LAG: '0s',
    STAGEWATCH_BUCKET: '10s',
    STAGEWATCH_DEADLINE: '5s',
    STAGEWATCH_PER_MINUTE: '100000',
  });
  await openRuns(server.url);
  const judged = new Map<string, number[]>();
  const note = ({ rollout, at }: Told): void => {
    const times = judged.get(rollout) ?? [];
    judged.set(rollout, times);
    times.push(at);
  };
  const clients = Array.from({ length: pages }, (_, i) =>
    startClient(server.url, i === pages - 1 ? note : ignore),
  );
  // Everything has been judged once, and every page is there.
  await sleep(2 * cadence);
  const end = Date.now() + minutes * 60_000;
  const [, , samples] = await Promise.all([
    moodSwings(upstream, end),
    cutting(clients.slice(0, restless), end),
    sampling(server, end),
  ]);
  // Those cut off last come back and catch up.
  await sleep(5_000);
  const faults = report(samples, judged, clients, upstream);
  for (const client of clients) client.close();
  await server.stop();
  upstream.close();
  for (const fault of faults) console.log(`MISSED: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

async function openRuns(url: string): Promise<void> {
  const start = Date.now() - 30 * 60_000;
  for (let i = 0; i < runs; i += 1) {
    const answer = await fetch(`${url}/api/rollouts/rollout-${i}/stages/half/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ who: 'Soak', start }),
    });
    if (answer.status !== 201) throw new Error(`Run ${i} was not opened: ${await answer.text()}`);
  }
}

async function moodSwings(upstream: Upstream, end: number): Promise<void> {
  for (let i = 0; Date.now() < end; i += 1) {
    const [mood = 'well', lasts = 0] = moods[i % moods.length] ?? [];
    upstream.mood = mood;
    await sleep(Math.min(lasts, Math.max(0, end - Date.now())));
  }
}

async function cutting(clients: readonly Client[], end: number): Promise<void> {
  while (Date.now() + 2 * cutEvery < end) {
    await sleep(cutEvery);
    for (const client of clients) client.cut();
  }
}

async function sampling(server: ServerUnderTest, end: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (Date.now() < end) {
    await sleep(measureEvery);
    // Before the collection, which stops everything and is no part of the product.
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const delayAt = (quantile: string): number =>
      Number(
        new RegExp(`^stagewatch_event_loop_delay_seconds\\{quantile="${quantile}"\\} (.+)$`, 'm').exec(
          metrics,
        )?.[1] ?? Number.NaN,
      );
    samples.push({
      ...(await server.measure()),
      at: Date.now(),
      delay: delayAt('0.99'),
      longest: delayAt('1'),
    });
    // Starts the count of the delay anew, without the collection.
    await fetch(`${server.url}/metrics`);
  }
  return samples;
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}

function ignore(): void {
  // The other pages are told the same.
}

/** Prints the figures. @returns what was missed. */
function report(
  samples: readonly Sample[],
  judged: ReadonlyMap<string, readonly number[]>,
  clients: readonly Client[],
  upstream: Upstream,
): readonly string[] {
  const quarter = (n: number): readonly Sample[] =>
    samples.slice(Math.floor(((n - 1) * samples.length) / 4), Math.floor((n * samples.length) / 4));
  const [second, last] = [quarter(2), quarter(4)];
  const rss = (of: readonly Sample[]): number => median(of.map((one) => one.rss)) / 1e6;
  const files = (of: readonly Sample[]): number => median(of.map((one) => one.files));
  const gaps = [...judged.values()].flatMap((times) => times.slice(1).map((at, i) => at - (times[i] ?? at)));
  const missed = gaps.filter((gap) => gap > 2 * cadence).length;
  const skipped = clients.filter((client) => !isWhole(client.got)).length;
  console.log(
    [
      `runs ${judged.size}, pages ${clients.length}, returns of pages ${clients.reduce((sum, one) => sum + one.returns, 0)}, upstream requests ${upstream.asked}`,
      `judgements ${gaps.length + judged.size}, longest between two of a run ${(Math.max(...gaps) / 1000).toFixed(1)} s (cadence ${cadence / 1000} s), missed ${missed}`,
      `RSS after GC: second quarter ${rss(second).toFixed(1)} MB, last ${rss(last).toFixed(1)} MB, ratio ${(rss(last) / rss(second)).toFixed(3)}`,
      `open files but those to the source: second quarter ${files(second)}, last ${files(last)}`,
      `event loop: p99 ${ms(median(samples.map((one) => one.delay)))} (median over samples), longest ${ms(Math.max(...samples.map((one) => one.longest)))}`,
      `CPU of the server: ${(100 * busyShare(samples)).toFixed(0)} % of a core (with the collections); load of the machine ${loadavg()
        .map((one) => one.toFixed(1))
        .join(', ')} on ${cpus().length} cores`,
      `changes each page was told: ${Math.min(...clients.map((one) => one.got.length))} to ${Math.max(...clients.map((one) => one.got.length))}, pages that lack one ${skipped}`,
    ].join('\n'),
  );
  return [
    ...(judged.size === runs ? [] : [`${runs} runs judged (${judged.size})`]),
    ...(missed === 0 ? [] : [`no cadence missed (${missed})`]),
    ...(rss(last) <= 1.1 * rss(second) ? [] : ['RSS of the last quarter at most 1.10 times the second']),
    ...(files(last) === files(second) ? [] : ['as many open files in the last quarter as in the second']),
    ...(skipped === 0 ? [] : [`every page told of every change (${skipped} were not)`]),
  ];
}

/** Seconds of CPU per second. */
function busyShare(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return Number.NaN;
  return ((last.cpu - first.cpu) * 1000) / (last.at - first.at);
}

/** Every number once and in order, from the first it got. */
function isWhole(got: readonly number[]): boolean {
  return got.length > 0 && got.every((n, i) => n === (got[0] ?? 0) + i);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
