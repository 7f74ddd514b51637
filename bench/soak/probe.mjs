/**
 * Loaded into the server under test with `--import`: on a message it collects garbage and tells its memory and its open
 * files. The server itself is the built one, unchanged.
 */
import { readdirSync } from 'node:fs';

process.on('message', (message) => {
  if (message !== 'measure') return;
  globalThis.gc();
  globalThis.gc();
  process.send({ rss: process.memoryUsage.rss(), files: readdirSync('/proc/self/fd').length });
});
// The channel to the bench must not keep a stopped server alive.
process.channel?.unref();
