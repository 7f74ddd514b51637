import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { second } from '#domain/time/time.ts';
import type { Changes } from './changes.ts';

/** A comment this often keeps proxies from closing a quiet stream, and tells the page that the server lives. */
const keepAlive = 10 * second;

export function eventsRoute(app: Hono, changes: Changes): void {
  app.get('/api/events', (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ event: 'hello', data: '{}', retry: 3000 });
      const stopListening = changes.subscribe((event, id) => {
        void stream.writeSSE({ event: 'changed', id: String(id), data: JSON.stringify(event) });
      });
      const timer = setInterval(() => {
        void stream.writeSSE({ event: 'alive', data: '{}' });
      }, keepAlive);
      await new Promise<void>((resolve) => {
        const stopClosing = changes.onClose(resolve);
        stream.onAbort(() => {
          stopClosing();
          resolve();
        });
      });
      clearInterval(timer);
      stopListening();
    }),
  );
}
