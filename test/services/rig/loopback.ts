import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A loopback port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('No loopback port was given.');
  return address.port;
}

/** Tries until `read` gives something; at most so long. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | undefined> | T | undefined,
  atMost = 30_000,
): Promise<T> {
  const end = Date.now() + atMost;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited ${atMost / 1000} s in vain: ${what}.`);
    await sleep(100);
  }
}
