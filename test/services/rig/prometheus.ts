import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrometheus } from '../../support/system-needs.ts';
import { eventually, freePort } from './loopback.ts';

export interface PrometheusOptions {
  /** `host:port` of what it scrapes every second, at `/metrics`, as job "app". */
  readonly targets: readonly string[];
  readonly args?: readonly string[];
  /** bcrypt hashes of passwords by user; then every request needs one. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A real Prometheus of our own. */
export interface RunningPrometheus {
  readonly url: string;
  /** Ends the process; its data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** Waits until every target was scraped and found well. */
  scraping(): Promise<void>;
  /** Stops it and removes its data. */
  dispose(): Promise<void>;
}

export async function startPrometheus(options: PrometheusOptions): Promise<RunningPrometheus> {
  const program = process.env['STAGEWATCH_TEST_PROMETHEUS'] ?? findPrometheus();
  if (program === undefined) throw new Error('No Prometheus. Install it, or name it in PROMETHEUS.');
  const folder = await mkdtemp(join(tmpdir(), 'stagewatch-prometheus-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'prometheus.yml'), scrapeConfig(options.targets));
  const web = join(folder, 'web.yml');
  if (options.users !== undefined) await writeFile(web, JSON.stringify({ basic_auth_users: options.users }));
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=30d',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...(options.users === undefined ? [] : [`--web.config.file=${web}`]),
    ...(options.args ?? []),
  ];
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    let said = '';
    const started = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    started.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    await eventually('Prometheus gets ready', async () => {
      if (started.exitCode !== null) throw new Error(`Prometheus ended at once:\n${said}`);
      const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
      // With passwords set it is up as soon as it refuses us.
      return answer?.status === 200 || answer?.status === 401 ? true : undefined;
    });
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      running.once('exit', () => resolve());
    });
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  };

  await start();
  return {
    url,
    start,
    stop,
    scraping: () => scraping(url, options.targets),
    dispose: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** YAML is a superset of JSON. */
function scrapeConfig(targets: readonly string[]): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '900ms' },
    scrape_configs: [{ job_name: 'app', static_configs: [{ targets }] }],
  });
}

async function scraping(url: string, targets: readonly string[]): Promise<void> {
  await eventually('every target is scraped', async () => {
    const query = new URLSearchParams({ query: 'sum(up{job="app"})' });
    const answer = await fetch(`${url}/api/v1/query?${query.toString()}`);
    return (await answer.text()).includes(`"${targets.length}"]`) ? true : undefined;
  });
}
