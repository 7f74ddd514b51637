import type { Hono } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { second } from '#domain/time/time.ts';
import type { AppDeps } from './app-deps.ts';
import type { Numbered } from './changes.ts';

/** A comment this often keeps proxies from closing a quiet stream, and tells the page that the server lives. */
const keepAlive = 10 * second;

/** A reader with more than this unread has gone to sleep: its stream ends, and it can come back for what it missed. */
const mostUnread = 500;

/**
 * `GET /api/events`: what is worth reading again. Each change has an `id:`; a reader that comes back with the last it saw
 * (`Last-Event-ID`, which browsers send by themselves) gets what it missed, or is told to read everything again.
 */
export function eventsRoute(app: Hono, deps: AppDeps): void {
  const { changes } = deps;
  app.get('/api/events', (c) =>
    streamSSE(c, async (stream) => {
      const lastSeen = c.req.header('last-event-id') ?? '';
      const sending = inTurn(stream);
      // Listening comes first: what happens while the missed is sent must not be missed in turn.
      const stopListening = changes.subscribe((one) => sending.send(changed(one)));
      for (const message of greeting(lastSeen, deps)) sending.send(message);
      const timer = setInterval(() => sending.send({ event: 'alive', data: '{}' }), keepAlive);
      await new Promise<void>((resolve) => {
        const stopClosing = changes.onClose(resolve);
        const leave = (): void => {
          stopClosing();
          resolve();
        };
        sending.onFull(leave);
        stream.onAbort(leave);
      });
      clearInterval(timer);
      stopListening();
    }),
  );
}

type Message = Parameters<SSEStreamingApi['writeSSE']>[0];

function changed({ id, event }: Numbered): Message {
  return { event: 'changed', id, data: JSON.stringify(event) };
}

/** What a reader is told first: with what it has missed, or with every rollout where that is not known any more. */
function greeting(lastSeen: string, { changes, library, now }: AppDeps): readonly Message[] {
  const hello: Message = { event: 'hello', data: '{}', retry: 3000 };
  const id = changes.newest();
  if (lastSeen === '') return [{ ...hello, id }];
  const missed = changes.since(lastSeen);
  if (missed !== null) return [hello, ...missed.map(changed)];
  const all = library.all().map((rollout): Message => {
    const data = JSON.stringify({ rollout: rollout.id, stage: null, at: now(), state: null });
    return { event: 'changed', data };
  });
  // The new id comes last: a reader that breaks off before has still missed something.
  return [hello, ...all, { event: 'alive', data: '{}', id }];
}

interface Sending {
  send(message: Message): void;
  onFull(listener: () => void): void;
}

/** Sends one message after the other; a reader that does not read is noticed. */
function inTurn(stream: SSEStreamingApi): Sending {
  let unread = 0;
  let full: (() => void) | undefined;
  return {
    send: (message) => {
      unread += 1;
      if (unread > mostUnread) full?.();
      else void stream.writeSSE(message).finally(() => (unread -= 1));
    },
    onFull: (listener) => {
      full = listener;
    },
  };
}
