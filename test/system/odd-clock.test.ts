import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { TZDate } from '@date-fns/tz';
import { expect, it } from 'vitest';
import { localDay } from '../../src/domain/time/zone.ts';

const begins = Date.parse(process.env['STAGEWATCH_TEST_CLOCK'] ?? '2026-12-01T01:30:00Z');
const hour = 3_600_000;

it('begins each file at one moment, whatever the machine’s clock says', () => {
  expect(Date.now()).toBeGreaterThan(begins);
  expect(Date.now()).toBeLessThan(begins + hour);
});

it('begins where New York and UTC are on different days', () => {
  const at = Date.parse('2026-12-01T01:30:00Z');
  expect([localDay(at, 'America/New_York'), localDay(at, 'UTC')]).toEqual(['2026-11-30', '2026-12-01']);
});

it('is the only clock: of dates made in any way, of zones, of a server’s answers and of a worker', async () => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answered = (await fetch(`http://127.0.0.1:${port}/`)).headers.get('date') ?? '';
  server.close();
  const worker = new Worker(
    new URL(
      'data:text/javascript,import{parentPort}from"node:worker_threads";parentPort.postMessage(Date.now())',
    ),
  );
  const [inWorker]: unknown[] = await once(worker, 'message');
  const read = [new Date(), Date(), TZDate.tz('America/New_York'), answered, Number(inWorker)];
  for (const one of read) expect(Math.abs(Number(new Date(one)) - Date.now())).toBeLessThan(hour);
});

it('leaves every date that is given as it is', () => {
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date() instanceof Date).toBe(true);
  expect(new Date().constructor).toBe(Date);
  expect(Date.UTC(2026, 0)).toBe(Date.parse('2026-01-01T00:00:00Z'));
});
