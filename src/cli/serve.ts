import { fileURLToPath } from 'node:url';
import { serve as listen } from '@hono/node-server';
import type { Library } from '#server/watch/rollouts/library.ts';
import { compose } from './compose.ts';
import { pages } from './pages.ts';
import { readServeConfig, type ServeConfig } from './serve-config.ts';

/** Beyond this a stop no longer waits for what is under way. */
const patience = 8_000;

/** `stagewatch serve`: everything in one process. Resolves with the exit code once it has stopped. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const read = readServeConfig(env);
  if (!read.ok) {
    console.error(['Stagewatch can’t start:', ...read.problems.map((one) => `  ${one}`)].join('\n'));
    return 1;
  }
  const { config } = read;
  const composed = await compose(config, (message) => console.error(message)).catch((error: unknown) => {
    console.error(
      `Stagewatch can’t open its records ${config.databaseUrl === null ? `at ${config.data}` : 'in PostgreSQL (STAGEWATCH_DATABASE_URL)'}: ${error instanceof Error ? error.message : 'unknown reason'}`,
    );
    return null;
  });
  if (composed === null) return 1;
  pages(composed.app, fileURLToPath(new URL('../web', import.meta.url)));
  return new Promise((resolve) => {
    const finish = (exit: number): void => {
      void composed.close().finally(() => resolve(exit));
    };
    const server = listen(
      { fetch: composed.app.fetch, hostname: config.host, port: config.port },
      ({ port }) => {
        console.log(greeting(config, port, composed.library));
      },
    );
    server.once('error', (error: NodeJS.ErrnoException) => {
      console.error(sayListenError(error, config));
      finish(1);
    });
    const stop = (): void => {
      setTimeout(() => resolve(0), patience).unref();
      server.close();
      finish(0);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}

function sayListenError(error: NodeJS.ErrnoException, config: ServeConfig): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${config.port} on ${config.host} is taken. Stop what uses it, or choose another: STAGEWATCH_PORT=4681 npm start`
    : `Can’t listen on ${config.host}:${config.port}: ${error.message}`;
}

function greeting(config: ServeConfig, port: number, library: Library): string {
  const all = library.all();
  const examples = all.filter((rollout) => rollout.kind === 'readable' && rollout.example).length;
  const unreadable = all.filter((rollout) => rollout.kind === 'unreadable');
  const source =
    config.proxy.prometheus === null
      ? 'Real data: set STAGEWATCH_PROMETHEUS_URL=http://your-prometheus:9090 and give a plan signals with "source: prometheus".'
      : `Prometheus: ${config.proxy.prometheus.url}`;
  return [
    `Stagewatch is at http://${config.host}:${port}`,
    `${all.length} rollouts from ${config.plans ?? 'the store'}${examples > 0 ? `, ${examples} of them with example data (made up, and labelled so)` : ''}.`,
    ...unreadable.map(
      (rollout) =>
        `Can't read ${rollout.file}: ${rollout.kind === 'unreadable' ? `line ${rollout.problems[0]?.line ?? '?'}: ${rollout.problems[0]?.message ?? ''}` : ''}`,
    ),
    source,
    'Stop with Ctrl+C.',
  ].join('\n');
}
