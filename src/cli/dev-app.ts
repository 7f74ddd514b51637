import type { Hono } from 'hono';
import { compose } from './compose.ts';
import { readServeConfig } from './serve-config.ts';

declare global {
  // One server for all reloads of this module: it keeps the store open and the watcher running.
  var stagewatchDev: Promise<Hono> | undefined;
}

/** The API for Vite's development server. */
export function devApp(): Promise<Hono> {
  globalThis.stagewatchDev ??= start();
  return globalThis.stagewatchDev;
}

async function start(): Promise<Hono> {
  const read = readServeConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { app } = await compose(read.config, (message) => console.error(message));
  return app;
}
