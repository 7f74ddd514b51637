import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { compose } from '../../src/cli/compose.ts';
import { readServeConfig } from '../../src/cli/serve-config.ts';
import { stageView, type StageView } from '../../src/contract/rollout.ts';
import { sourceList, type SourceHealth } from '../../src/contract/sources.ts';
import { askedOf, timeseries } from '../server/proxy/datadog/datadog-rig.ts';
import { upstream, type Got, type Reply } from '../server/proxy/upstream-rig.ts';

const minute = 60_000;

type Environment = Readonly<Record<string, string>>;

export type SourceName = 'datadog' | 'prometheus' | 'sentry';

const signals: Readonly<Record<SourceName, string>> = {
  datadog: `  tries: { source: datadog, kind: count, query: 'sum:fees.tries{env:prod}' }
  fails: { source: datadog, kind: count, query: 'sum:fees.fails{env:prod}' }`,
  prometheus: `  tries: { source: prometheus, kind: count, query: 'sum(increase(tries_total[1m]))' }
  fails: { source: prometheus, kind: count, query: 'sum(increase(fails_total[1m]))' }`,
  sentry: `  tries: { source: sentry, dataset: spans, kind: count, query: 'tries' }
  fails: { source: sentry, dataset: spans, kind: count, query: 'fails' }`,
};

/** One stage of an hour whose only limit needs both signals of the source. */
const planOf = (source: SourceName): string => `# Late fees

\`\`\`stagewatch
toggles: [{ key: fees, settle: 1m }]
stages:
  - { id: half, percent: 50, length: 1h }
  - { id: all, percent: 100, length: 1h }
signals:
${signals[source]}
criteria:
  - { id: error-rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
\`\`\`
`;

const env = (url: string): Environment => ({
  // Longer than a busy machine needs for an answer and two further tries: what hangs sets its own.
  STAGEWATCH_DEADLINE: '15s',
  STAGEWATCH_DATADOG_SITE: 'ddog-gov.com',
  STAGEWATCH_DATADOG_URL: url,
  STAGEWATCH_DATADOG_API_KEY: 'api-key-in-the-test',
  STAGEWATCH_DATADOG_APP_KEY: 'app-key-in-the-test',
  STAGEWATCH_DATADOG_LAG: '0s',
  STAGEWATCH_PROMETHEUS_URL: url,
  STAGEWATCH_PROMETHEUS_LAG: '1s',
  STAGEWATCH_SENTRY_URL: url,
  STAGEWATCH_SENTRY_ORG: 'team',
  STAGEWATCH_SENTRY_TOKEN: 'sentry-token-in-the-test',
  STAGEWATCH_FLIPPER_URL: `${url}/flipper`,
});

/** What the server tells of a stage that ran for an hour, and of its sources. */
export interface Told {
  readonly stage: StageView;
  readonly sources: readonly SourceHealth[];
  readonly got: readonly Got[];
  /** Everything it printed, answered (headers too) and recorded, as text. */
  readonly output: string;
}

/**
 * The whole server as `serve` composes it, over a real upstream that answers by a function: opens a run that began
 * seventy minutes ago and reads what the page would show.
 */
export async function runOver(
  source: SourceName,
  reply: (got: Got, healthy: Reply) => Reply,
  more: Environment | ((url: string, folder: string) => Environment) = {},
): Promise<Told> {
  const { url, got } = await upstream((one) => reply(one, healthyReply(one)));
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-faults-'));
  await writeFile(join(folder, 'fees.md'), planOf(source));
  const config = readServeConfig({
    ...env(url),
    STAGEWATCH_PLANS: folder,
    STAGEWATCH_DATA: join(folder, 'records.db'),
    ...(typeof more === 'function' ? more(url, folder) : more),
  });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const printed: string[] = [];
  const server = await compose(config.config, (message) => printed.push(message));
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const path = '/api/rollouts/fees/stages/half';
  const post = await server.app.request(`${path}/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: 'Ana', start: Date.now() - 70 * minute }),
  });
  if (post.status >= 300) throw new Error(await post.text());
  const answers: string[] = [];
  const read = async <T>(at: string, schema: z.core.$ZodType<T>): Promise<T> => {
    const response = await server.app.request(at);
    const text = await response.text();
    answers.push(JSON.stringify([...response.headers]), text);
    return z.parse(schema, JSON.parse(text));
  };
  const stage = await read(path, stageView);
  const sources = await read('/api/sources', sourceList);
  for (const other of ['/api/rollouts', `${path}/series`, `${path}/verdicts`, '/api/rollouts/fees/allotment'])
    await read(other, z.unknown());
  const records = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.startsWith('records.db'))
      .map((name) => readFile(join(folder, name), 'latin1')),
  );
  return { stage, sources, got, output: [...printed, ...answers, ...records].join('\n') };
}

/** Every source as it is when nothing is wrong: twenty tries a minute, no failure, the toggle at a half. */
function healthyReply(got: Got): Reply {
  const { pathname } = got.url;
  if (isToggle(got)) return toggleAt('50');
  if (pathname.startsWith('/api/v2/')) return datadogReply(got);
  if (pathname.includes('/organizations/')) return sentryReply(got);
  return prometheusReply(got);
}

/** True of a question about a toggle. */
export function isToggle({ url }: Got): boolean {
  return url.pathname.startsWith('/flipper/');
}

export function toggleAt(percent: string): Reply {
  const gates = [
    { key: 'boolean', value: null },
    { key: 'percentage_of_actors', value: percent },
    { key: 'percentage_of_time', value: null },
    { key: 'actors', value: [] },
    { key: 'groups', value: [] },
  ];
  return { body: { features: [{ key: 'fees', state: 'conditional', gates }] } };
}

/** Values for every bucket up to now; `tries` and `fails` are told apart by the name in the query. */
export function datadogReply(got: Got, tries = 20, through = Date.now()): Reply {
  const { from, to, interval = minute, queries } = askedOf(got);
  const times = stampsOf(from, Math.min(to, through), interval);
  return timeseries(
    times,
    queries.map(({ query = '' }, i) => ({
      query: i,
      values: times.map(() => (query.includes('fails') ? 0 : tries)),
    })),
  );
}

function prometheusReply({ url, body }: Got): Reply {
  const asked = new URLSearchParams(body === '' ? url.search : body);
  const [from, to, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
  const last = Math.min(to ?? 0, Date.now() / 1000);
  const value = (asked.get('query') ?? '').includes('fails') ? '0' : '20';
  const values = stampsOf(from ?? 0, last + 0.001, step ?? 60).map((at) => [at, value]);
  return { body: { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } } };
}

function sentryReply({ url }: Got): Reply {
  const asked = url.searchParams;
  // Sentry's times are UTC, with or without saying so.
  const [from, to] = ['start', 'end'].map((name) =>
    Date.parse(`${(asked.get(name) ?? '').replace(/Z$/, '')}Z`),
  );
  const value = (asked.get('query') ?? '').includes('fails') ? 0 : 20;
  const values = stampsOf(from ?? 0, Math.min(to ?? 0, Date.now()), minute).map((timestamp) => ({
    timestamp,
    value,
    incomplete: false,
  }));
  const meta = { valueType: 'integer', valueUnit: null, interval: minute, dataScanned: 'full' };
  return {
    body: {
      meta: { dataset: 'spans', start: from, end: to },
      timeSeries: [{ yAxis: 'count()', meta, values }],
    },
  };
}

function stampsOf(from: number, to: number, step: number): readonly number[] {
  const length = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, i) => from + i * step);
}
