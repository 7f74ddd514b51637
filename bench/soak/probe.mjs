/**
 * Loaded into the server under test with `--import`: on a message it collects garbage and tells its memory and its open
 * files. The server itself is the built one, unchanged.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Connections to the source come and go with its moods: they are told apart by its port. */
const sourcePort = Number(process.env.SOAK_SOURCE_PORT);

/** Sockets whose other end is the source, by their inode. */
function toSource() {
  const [, ...lines] = readFileSync('/proc/self/net/tcp', 'utf8').trimEnd().split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return new Set(
    fields
      .filter(([, , remote]) => Number.parseInt(remote.split(':')[1], 16) === sourcePort)
      .map((one) => `socket:[${one[9]}]`),
  );
}

function openFiles() {
  const others = toSource();
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // Listing the folder opened it, and closed it again.
      return null;
    }
  });
  return links.filter((link) => link !== null && !others.has(link)).length;
}

process.on('message', (message) => {
  if (message !== 'measure') return;
  globalThis.gc();
  globalThis.gc();
  const { user, system } = process.cpuUsage();
  process.send({ rss: process.memoryUsage.rss(), files: openFiles(), cpu: (user + system) / 1e6 });
});
// The channel to the bench must not keep a stopped server alive.
process.channel?.unref();
