/**
 * Runs the command line in a clone: builds what is missing or older than its source, then hands over.
 * Nothing but the command itself writes to standard output.
 */
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

ensureBuilt('cli');
if (process.argv[2] === 'serve') ensureBuilt('web');

// Stopping npm stops the shell it started, and the shell passes nothing on: without this the server would live on.
const { ppid } = process;
if (process.env['npm_lifecycle_event'] !== undefined) {
  setInterval(() => {
    if (process.ppid !== ppid) process.kill(process.pid, 'SIGTERM');
  }, 250).unref();
}

const built = new URL('../../dist/cli/stagewatch.js', import.meta.url);
process.argv[1] = fileURLToPath(built);
await import(built.href);
