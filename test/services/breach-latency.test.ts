import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { changedEvent, run as runSchema, stageView } from '../../src/contract/rollout.ts';
import { eventually } from './rig/loopback.ts';
import { startPrometheus, type RunningPrometheus } from './rig/prometheus.ts';
import { drive, startService, type RunningService } from './rig/service.ts';
import { startStagewatch, type RunningStagewatch } from './rig/stagewatch.ts';

const second = 1000;
const bucket = 2 * second;
const lag = 2 * second;
/** A run of this length is judged once a bucket. */
const cadence = bucket;
/** What a breach may take from the source to an open page. */
const bound = bucket + lag + cadence + 2 * second;

/** Rollouts that watch the same service, each judged at its own moments; `npm run bench -- breach` breaks it more often. */
const rollouts = 6;
const rounds = Number(process.env['STAGEWATCH_BREACH_ROUNDS'] ?? '2');

const toggle = 'faster_letters';

const plan = (i: number): string => `# Letters ${i}

\`\`\`stagewatch
toggles: []
stages: [{ id: all, percent: 100, length: 1h }]
signals:
  all: { source: prometheus, kind: counter, query: 'app_requests_total{path="new"}' }
  failed: { source: prometheus, kind: counter, query: 'app_requests_total{path="new",code=~"5.."}' }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [failed, all], limit: "< 5%", breach: roll back }
\`\`\`
`;

let service: RunningService;
let prometheus: RunningPrometheus;
let stagewatch: RunningStagewatch;

beforeAll(async () => {
  service = await startService({ toggle, percent: 100 });
  prometheus = await startPrometheus({ targets: [service.target] });
  await prometheus.scraping();
  const plans = Array.from({ length: rollouts }, (_, i) => [`letters-${i}.md`, plan(i)] as const);
  stagewatch = await startStagewatch(Object.fromEntries(plans), {
    STAGEWATCH_PROMETHEUS_URL: prometheus.url,
    STAGEWATCH_PROMETHEUS_LAG: `${lag}ms`,
    STAGEWATCH_BUCKET: `${bucket}ms`,
  });
});

afterAll(async () => {
  await stagewatch.stop();
  await prometheus.dispose();
  await service.stop();
});

const stageOf = (id: string): string => `${stagewatch.url}/api/rollouts/${id}/stages/all`;

async function post(url: string): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: 'Ana' }),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** An open page: it is told that something changed, reads the stage, and notes when it has a roll back to show. */
async function openPage(shown: (rollout: string, at: number) => void): Promise<AbortController> {
  const leaving = new AbortController();
  const answer = await fetch(`${stagewatch.url}/api/events`, { signal: leaving.signal });
  const read = async (rollout: string): Promise<void> => {
    const view = z.parse(stageView, await (await fetch(stageOf(rollout))).json());
    if (view.verdict.state === 'roll-back') shown(rollout, Date.now());
  };
  const listen = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^data: (.+)$/m.exec(message)?.[1];
        if (!message.includes('event: changed') || data === undefined) continue;
        void read(z.parse(changedEvent, JSON.parse(data)).rollout);
      }
    }
  };
  listen().catch(() => undefined);
  return leaving;
}

/** Failures as the source itself has them. */
async function failuresInSource(): Promise<number> {
  const query = new URLSearchParams({ query: 'sum(app_requests_total{path="new",code=~"5.."})' });
  const answer = await (await fetch(`${prometheus.url}/api/v1/query?${query.toString()}`)).text();
  return Number(/"value":\[[\d.]+,"(\d+)"\]/.exec(answer)?.[1] ?? 0);
}

/** Traffic as long as it is wanted. */
function traffic(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const flow = async (): Promise<void> => {
    for (let from = 0; !stopping.signal.aborted; from += 5) {
      await drive(service, 5, from);
      await sleep(50);
    }
  };
  const flowing = flow();
  return {
    stop: async () => {
      stopping.abort();
      await flowing;
    },
  };
}

/** Breaks the service once. @returns how long each rollout's page took to show it, in milliseconds. */
async function breakOnce(): Promise<readonly number[]> {
  const ids = Array.from({ length: rollouts }, (_, i) => `letters-${i}`);
  const runs: string[] = [];
  for (const id of ids) {
    runs.push(z.parse(runSchema, await post(`${stageOf(id)}/runs`)).id);
    // Apart, so that they are judged at moments of their own.
    await sleep(300);
  }
  const shown = new Map<string, number>();
  const page = await openPage((rollout, at) => {
    if (!shown.has(rollout)) shown.set(rollout, at);
  });
  const flow = traffic();
  await sleep(5 * second);
  expect(shown.size).toBe(0);
  const before = await failuresInSource();
  service.setFaults({ failing: 1 });
  const appeared = await eventually('the source has the failures', async () =>
    (await failuresInSource()) > before ? Date.now() : undefined,
  );
  await eventually('every page shows it', () => (shown.size === rollouts ? true : undefined), 30_000);
  service.setFaults({ failing: 0 });
  await flow.stop();
  page.abort();
  for (const [i, id] of ids.entries()) await post(`${stageOf(id)}/runs/${runs[i] ?? ''}/end`);
  // The next run must not meet the failures of this one.
  await sleep(bucket + lag);
  return ids.map((id) => (shown.get(id) ?? Infinity) - appeared);
}

const seconds = (ms: number): string => (ms / second).toFixed(1).padStart(6);

it(
  'brings a breach from the source to an open page within a bucket, the lag, a cadence and two seconds',
  async () => {
    const took: number[] = [];
    for (let i = 0; i < rounds; i += 1) took.push(...(await breakOnce()));
    const sorted = took.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
    const rows = [
      ['breaches seen', String(sorted.length).padStart(6)],
      ['median, s', seconds(at(0.5))],
      ['p95, s', seconds(at(0.95))],
      ['longest, s', seconds(at(1))],
      ['bound for p95, s', seconds(bound)],
    ] as const;
    process.stdout.write(
      `\nFrom a breach in the source to an open page (bucket ${bucket / second} s, lag ${lag / second} s, cadence ${cadence / second} s)\n${rows.map(([name, value]) => `  ${name.padEnd(18)}${value}\n`).join('')}`,
    );
    expect(sorted).toHaveLength(rounds * rollouts);
    expect(at(0.95)).toBeLessThanOrEqual(bound);
  },
  60_000 + rounds * 40_000,
);
