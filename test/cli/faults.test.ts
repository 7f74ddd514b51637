import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StageView } from '../../src/contract/rollout.ts';
import type { Got, Reply } from '../server/proxy/upstream-rig.ts';
import { datadogReply, isToggle, runOver, toggleAt, type SourceName, type Told } from './faulty-world.ts';

type State = StageView['verdict']['state'];

/** One row of the table in docs/sources.md: a failure, made on a real server, and what the page must make of it. */
interface Fault {
  readonly name: string;
  readonly source: SourceName;
  /** Answers questions to the source; toggles are read as usual. */
  readonly reply: (got: Got, healthy: Reply) => Reply;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
  /** What the sources screen calls the source. */
  readonly health?: string;
  /** Whether it fails in part or, unless said, in everything. */
  readonly sourceState?: 'partial';
  readonly state?: State;
  /** Whose circuit is open in the end. */
  readonly open?: string;
}

const always =
  (reply: Reply): Fault['reply'] =>
  () =>
    reply;
const login: Reply = { headers: { 'content-type': 'text/html' }, body: '<html><form>log in</form></html>' };

/** Twenty tries a minute, but not for the last quarter of an hour. */
const lateReply = (got: Got): Reply => datadogReply(got, 20, Date.now() - 15 * 60_000);

const isV1 = ({ url }: Got): boolean => url.pathname === '/api/v1/query';

function wideReply({ url }: Got): Reply {
  const from = Number(url.searchParams.get('from'));
  const pointlist = [[Math.ceil(from / 300) * 300_000, 100]];
  return { body: { status: 'ok', series: [{ interval: 300, scope: '*', pointlist }] } };
}

/** The same numbers, of which Sentry says that it did not look at everything. */
function inPart({ body }: Reply): Reply {
  return { body: JSON.parse(JSON.stringify(body).replace('"full"', '"partial"')) };
}

/** Long enough for what answers, where something is waited for in vain. */
const brief = { STAGEWATCH_DEADLINE: '2s' };

const faults: readonly Fault[] = [
  {
    name: 'Datadog key refused, scope missing',
    source: 'datadog',
    reply: always({ status: 403, body: { errors: ['Forbidden'] } }),
    says: /Datadog refused the key .*STAGEWATCH_DATADOG_APP_KEY/,
    health: 'forbidden',
  },
  {
    name: 'Sentry, Prometheus, Flipper want a login',
    source: 'sentry',
    reply: always({ status: 401, body: { detail: 'Invalid token' } }),
    says: /Sentry .*STAGEWATCH_SENTRY_TOKEN/,
    health: 'unauthorized',
  },
  {
    name: 'a login page, or a redirect to one',
    source: 'prometheus',
    reply: always(login),
    says: /Prometheus .*login|log in/i,
    health: 'unauthorized',
  },
  {
    name: 'no such path, organisation, monitor, toggle',
    source: 'sentry',
    reply: always({ status: 404, body: { detail: 'The requested resource does not exist' } }),
    says: /Sentry/,
    health: 'not_found',
  },
  {
    name: 'wrong query',
    source: 'prometheus',
    reply: always({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end' },
    }),
    says: /parse error: unexpected end/,
    health: 'bad_query',
  },
  {
    name: 'an error in a 200',
    source: 'datadog',
    reply: always({ body: { errors: 'Rule is not valid' } }),
    says: /Rule is not valid/,
    health: 'bad_query',
  },
  {
    name: 'time no longer held',
    source: 'datadog',
    reply: always({
      status: 400,
      body: { errors: ['Queries ending outside the retention date are invalid'] },
    }),
    says: /retention|no longer/,
    health: 'window_unsupported',
  },
  {
    name: 'limit used up',
    source: 'datadog',
    reply: always({
      status: 429,
      headers: {
        'x-ratelimit-name': 'q',
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '60',
      },
    }),
    says: /limit|fewer requests/,
    health: 'rate_limited',
  },
  {
    name: "Stagewatch's own budget used up",
    source: 'prometheus',
    reply: (_, healthy) => healthy,
    env: { STAGEWATCH_PER_MINUTE: '1' },
    says: /Stagewatch's own budget/,
    health: 'rate_limited',
    // The first query of the minute is still answered.
    sourceState: 'partial',
  },
  {
    name: 'source fails',
    source: 'datadog',
    reply: always({ status: 502, body: '<html>bad gateway</html>' }),
    says: /Datadog answered .*502|HTTP 502/,
    health: 'upstream_unavailable',
  },
  {
    name: 'source fails again and again',
    source: 'prometheus',
    reply: always({ status: 500, body: 'oops' }),
    says: /HTTP 500|left alone for a moment/,
    open: '/api/v1/query_range',
  },
  {
    name: 'source not there',
    source: 'prometheus',
    reply: (_, healthy) => healthy,
    env: { STAGEWATCH_PROMETHEUS_URL: 'http://127.0.0.1:9' },
    says: /Prometheus can't be reached/,
    health: 'upstream_unavailable',
  },
  {
    name: 'no answer',
    source: 'prometheus',
    reply: always({ hangs: true }),
    env: brief,
    says: /did not answer/,
    health: 'timeout',
  },
  {
    name: 'a query that takes too long',
    source: 'sentry',
    reply: always({ status: 400, body: { detail: 'Query timeout. Please try again.' } }),
    says: /Sentry/,
    health: 'timeout',
  },
  {
    name: 'answer too large',
    source: 'prometheus',
    reply: always({ body: 'x'.repeat(33_000_000) }),
    says: /more than \d+ MB/,
    health: 'too_many_points',
  },
  {
    name: 'broken JSON',
    source: 'datadog',
    reply: always({ body: '{"data":' }),
    says: /Datadog/,
    health: 'schema_drift',
  },
  {
    name: 'another shape',
    source: 'sentry',
    reply: always({ body: { hello: 'world' } }),
    says: /Sentry/,
    health: 'schema_drift',
  },
  {
    name: 'clocks apart',
    source: 'prometheus',
    reply: (_, healthy) => ({ ...healthy, headers: { date: new Date(Date.now() - 600_000).toUTCString() } }),
    says: /clock/i,
    health: 'clock_skew',
  },
  {
    name: 'buckets wider than asked',
    source: 'datadog',
    reply: (got) => (isV1(got) ? wideReply(got) : { status: 404, body: { errors: ['Not found'] } }),
    says: /widened the buckets to 300 s/,
    health: 'too_many_points',
  },
  {
    name: 'a part is missing',
    source: 'sentry',
    reply: (_, healthy) => inPart(healthy),
    says: /part/i,
    state: 'thin',
  },
  {
    name: 'nothing matched',
    source: 'datadog',
    reply: (got) => datadogReply(got, 20, 0),
    says: /nothing matched the query/,
  },
  {
    name: 'values stopped',
    source: 'datadog',
    reply: lateReply,
    says: /older than the 3 minutes this stage allows/,
  },
  {
    name: 'no traffic',
    source: 'datadog',
    reply: (got) => datadogReply(got, 0),
    says: /No requests seen/,
  },
];

/** The same for toggles: signals are well, and every limit is met. */
const toggleFaults: readonly (Pick<Fault, 'name' | 'says' | 'env'> & {
  readonly reply: Reply;
  readonly state: State;
  readonly health?: string;
})[] = [
  {
    name: 'Flipper fails',
    reply: { status: 500, body: 'oops' },
    state: 'blind',
    says: /Flipper answered HTTP 500/,
    // The page asks for toggles three times; five failures in a row are enough.
    health: 'circuit_open',
  },
  {
    name: 'Flipper hangs',
    reply: { hangs: true },
    env: brief,
    state: 'blind',
    says: /Flipper did not answer in time/,
    health: 'timeout',
  },
  {
    name: 'toggle unknown to Flipper',
    reply: { body: { features: [] } },
    state: 'blind',
    says: /knows no toggle "fees"/,
  },
  {
    name: 'toggle in another shape',
    reply: { body: { features: [{ key: 'fees', gates: [{ key: 'percentage_of_actors', value: 'many' }] }] } },
    state: 'blind',
    says: /can't read/,
  },
  {
    name: 'toggle set to something else',
    reply: toggleAt('25'),
    state: 'off-plan',
    says: /at 25%; Half is 50%/,
  },
];

/** Words of a page that would say that all is well. */
const green: ReadonlySet<State> = new Set(['ready', 'advanced', 'complete']);

function saidOn({ stage }: Told): string {
  const { verdict } = stage;
  const causes = [verdict, ...verdict.also].flatMap((one) => [one.reason, one.evidence]);
  return [...causes, ...verdict.readings.map((one) => one.evidence)].join('\n');
}

it.each(['datadog', 'prometheus', 'sentry'] as const)(
  'without a failure the stage over %s is ready, so that it is the failure that holds it',
  async (source) => {
    const { stage, sources } = await runOver(source, (_, healthy) => healthy);
    expect(stage.verdict.state).toBe('ready');
    expect(sources.find(({ id }) => id === source)?.state).toBe('ok');
  },
);

describe('a stage that would be ready', () => {
  it.each(faults)(
    'is held by: $name',
    async ({ source, reply, env, says, health, sourceState = 'failing', open, state = 'blind' }) => {
      const told = await runOver(
        source,
        (got, healthy) => (isToggle(got) ? healthy : reply(got, healthy)),
        env,
      );
      expect([told.stage.verdict.state, green.has(told.stage.verdict.state)]).toEqual([state, false]);
      expect(saidOn(told)).toMatch(says);
      expect(told.stage.verdict.readings.map((one) => one.state)).not.toContain('met');
      const own = told.sources.find(({ id }) => id === source);
      if (health !== undefined) expect([own?.state, own?.lastError?.code]).toEqual([sourceState, health]);
      if (open !== undefined) expect(own?.gate?.open.map(({ name }) => name)).toEqual([open]);
      expect(own?.lastError?.message ?? saidOn(told)).toMatch(says);
    },
  );

  it.each(toggleFaults)('is held by: $name', async ({ reply, env, state, says, health }) => {
    const told = await runOver('datadog', (got, healthy) => (isToggle(got) ? reply : healthy), env);
    expect(told.stage.verdict.state).toBe(state);
    expect(saidOn(told)).toMatch(says);
    const own = told.sources.find(({ id }) => id === 'flipper');
    if (health !== undefined) expect([own?.state, own?.lastError?.code]).toEqual(['failing', health]);
  });
});

it('has a test for every row of the table in docs/sources.md, and a row for every test', () => {
  const text = readFileSync(fileURLToPath(new URL('../../docs/sources.md', import.meta.url)), 'utf8');
  const table = text.slice(text.indexOf('## What can go wrong'), text.indexOf('## Checked against'));
  const rows = Array.from(table.matchAll(/^\| ([^|]+?) \| /gm), ([, first = '']) => first);
  const named = rows.filter((row) => row !== 'failure' && !row.startsWith('---'));
  expect(named).toEqual([...faults, ...toggleFaults].map(({ name }) => name));
});
