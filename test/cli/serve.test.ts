import Database from 'libsql';
import { createServer, type Server } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { health, rolloutList } from '../../src/contract/rollout.ts';
import { compose, version } from '../../src/cli/compose.ts';
import { readServeConfig, type ServeConfig } from '../../src/cli/serve-config.ts';
import { serve } from '../../src/cli/serve.ts';

let folder: string;
let out: string[];
let errors: string[];
let greeted: Promise<string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-serve-'));
  out = [];
  errors = [];
  greeted = new Promise((resolve) => {
    vi.spyOn(console, 'log').mockImplementation((text: string) => {
      out.push(text);
      resolve(text);
    });
  });
  vi.spyOn(console, 'error').mockImplementation((text: string) => errors.push(text));
});

afterEach(() => rm(folder, { recursive: true }));

/** Any free port, nothing on disk, the plans of the test's own folder. */
const inMemory = (): Record<string, string> => ({
  STAGEWATCH_PORT: '0',
  STAGEWATCH_DATA: ':memory:',
  STAGEWATCH_PLANS: folder,
});

function config(env: Record<string, string>): ServeConfig {
  const read = readServeConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

const plan = (source: string, query: string): string => `# ${source} plan

\`\`\`stagewatch
toggles: [{ key: fees }]
stages: [{ id: half, percent: 50, length: 1h }]
signals:
  tries: { source: ${source}, kind: count, query: "${query}" }
criteria:
  - { id: tries, label: Tries, count: tries, limit: "> 0" }
example: { stage: half, started: 30m }
\`\`\`
`;

const example = plan('example', 'count total=60 over=1h seed=tries');

/** Runs the server until it has greeted, asks it, and stops it as a signal would, without sending one. */
async function served<T>(
  env: Record<string, string>,
  ask: (url: string) => Promise<T>,
): Promise<{ readonly answer: T; readonly code: number }> {
  const before = new Set(process.listeners('SIGTERM'));
  const code = serve(env);
  const url = /http:\S+/.exec(await greeted)?.[0] ?? '';
  const stop = process.listeners('SIGTERM').filter((listener) => !before.has(listener));
  expect(stop).toHaveLength(1);
  try {
    return { answer: await ask(url), code: await stopped(code, stop) };
  } finally {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      for (const listener of stop) process.removeListener(name, listener);
    }
  }
}

async function stopped(code: Promise<number>, stop: readonly NodeJS.SignalsListener[]): Promise<number> {
  for (const listener of stop) listener('SIGTERM');
  return code;
}

it('serves the API where it says, and stops with 0', async () => {
  await writeFile(join(folder, 'made-up.md'), example);
  const { answer, code } = await served(inMemory(), async (url) => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    const [well, list] = await Promise.all([fetch(`${url}/api/health`), fetch(`${url}/api/rollouts`)]);
    return { well: health.parse(await well.json()), list: rolloutList.parse(await list.json()) };
  });
  expect(answer.well).toMatchObject({ status: 'ok', version, store: 'embedded' });
  expect(answer.list.map((one) => [one.id, one.example])).toEqual([['made-up', true]]);
  expect([code, errors]).toEqual([0, []]);
});

it('greets with what it watches, what is made up and what it cannot read', async () => {
  await writeFile(join(folder, 'made-up.md'), example);
  await writeFile(join(folder, 'real.md'), plan('prometheus', 'tries_total'));
  await writeFile(join(folder, 'broken.md'), example.replace('"> 0"', 'soon'));
  await served(inMemory(), async () => null);
  expect(out).toHaveLength(1);
  expect(out[0]).toContain(`3 rollouts from ${folder}, 1 of them with example data`);
  expect(out[0]).toContain("Can't read broken.md: line 9: ");
  expect(out[0]).toContain('STAGEWATCH_PROMETHEUS_URL=');
  expect(out[0]).toMatch(/Stop with Ctrl\+C\.$/);
});

it('answers an address it does not have with a problem, and a page address with no API answer', async () => {
  const { answer } = await served(inMemory(), async (url) => {
    const [none, schema] = await Promise.all([fetch(`${url}/api/none`), fetch(`${url}/schema/plan.json`)]);
    return [none.status, none.headers.get('content-type'), schema.status, await schema.json()] as const;
  });
  expect(answer).toEqual([404, 'application/problem+json', 200, expect.objectContaining({ type: 'object' })]);
});

it('publishes the schema of what its webhook posts', async () => {
  const { answer } = await served(inMemory(), async (url) => {
    const published = await fetch(`${url}/schema/notice.json`);
    return z.parse(
      z.looseObject({ type: z.string(), required: z.array(z.string()) }),
      await published.json(),
    );
  });
  expect(answer).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { kind: { enum: ['alert', 'ready', 'status', 'test', 'check-in', 'kpi'] } },
  });
  expect(answer.required).toEqual(expect.arrayContaining(['key', 'verdict', 'alerts', 'toggles', 'link']));
});

it('lists every fault of its settings and starts nothing', async () => {
  expect(await serve({ ...inMemory(), STAGEWATCH_PORT: 'abc', STAGEWATCH_HOST: '0.0.0.0' })).toBe(1);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^Stagewatch can’t start:\n/);
  expect(errors[0]).toContain('STAGEWATCH_PORT is not a port number');
  expect(errors[0]).toContain('STAGEWATCH_HOST is 0.0.0.0, which others can reach');
  expect(out).toEqual([]);
});

it('says which port is taken and how to choose another, and ends with 1', async () => {
  const other = createServer();
  const port = await listening(other);
  expect(await serve({ ...inMemory(), STAGEWATCH_PORT: String(port) })).toBe(1);
  expect(errors).toEqual([
    `Port ${port} on 127.0.0.1 is taken. Stop what uses it, or choose another: STAGEWATCH_PORT=4681 npm start`,
  ]);
  expect(out).toEqual([]);
  await new Promise((resolve) => other.close(resolve));
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address === null || typeof address === 'string' ? 0 : address.port);
    });
  });
}

it('says where its records are when they cannot be opened', async () => {
  const file = join(folder, 'not-a-folder');
  await writeFile(file, '');
  const data = join(file, 'records.db');
  expect(await serve({ ...inMemory(), STAGEWATCH_DATA: data })).toBe(1);
  expect(errors).toEqual([expect.stringContaining(`Stagewatch can’t open its records at ${data}: `)]);
});

it('refuses a file that holds no records and leaves it as it was', async () => {
  const data = join(folder, 'plan.md');
  const text = 'This is a plan and no store. '.repeat(40);
  await writeFile(data, text);
  expect(await serve({ ...inMemory(), STAGEWATCH_DATA: data })).toBe(1);
  expect(errors[0]).toContain('not a database');
  expect(await readFile(data, 'utf8')).toBe(text);
});

it('ends in order where its records are locked, and says that the right to judge runs out by itself', async () => {
  const data = join(folder, 'locked.db');
  const reports: string[] = [];
  const server = await compose(config({ STAGEWATCH_DATA: data, STAGEWATCH_PLANS: '' }), (message) =>
    reports.push(message),
  );
  const other = new Database(data);
  other.exec('pragma busy_timeout = 5000');
  other.exec('begin immediate');
  await server.close();
  other.close();
  expect(reports.at(-1)).toMatch(
    /^The right to judge runs out by itself, in 15 seconds: Another process has had the records locked/,
  );
}, 40_000);

it('puts everything together without a socket, and remembers over a restart', async () => {
  await writeFile(join(folder, 'made-up.md'), example);
  const settings = config({ STAGEWATCH_DATA: join(folder, 'records.db'), STAGEWATCH_PLANS: '' });
  const reports: string[] = [];
  const first = await compose(settings, (message) => reports.push(message));
  const saved = await first.app.request('/api/rollouts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'kept', markdown: example, who: 'Ana' }),
  });
  expect(saved.status).toBe(201);
  await first.close();
  const second = await compose(settings, (message) => reports.push(message));
  const list = rolloutList.parse(await (await second.app.request('/api/rollouts')).json());
  expect(list.map((one) => one.id)).toEqual(['kept']);
  await second.close();
  expect(reports).toEqual([]);
});
