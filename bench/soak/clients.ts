import { get, type IncomingMessage } from 'node:http';

/** What one open page has been told. */
export interface Client {
  /** Numbers of the changes it got, in order. */
  readonly got: readonly number[];
  /** How often it came back after it was cut off. */
  readonly returns: number;
  /** Cuts the connection; it comes back by itself with the last id it saw. */
  cut(): void;
  close(): void;
}

/** A judgement as a page is told of it. */
export interface Told {
  readonly rollout: string;
  readonly at: number;
}

/** A page's end of the event stream, which reconnects as a browser does. */
export function startClient(url: string, judged: (told: Told) => void): Client {
  const got: number[] = [];
  const state = { returns: -1, lastId: '', closed: false };
  let current: IncomingMessage | undefined;

  const message = (text: string): void => {
    const id = /^id: (.+)$/m.exec(text)?.[1];
    if (id !== undefined) state.lastId = id;
    if (!text.includes('event: changed')) return;
    const data = /^data: (.+)$/m.exec(text)?.[1] ?? '{}';
    const rollout = /"rollout":"([^"]+)"/.exec(data)?.[1] ?? '';
    const at = Number(/"at":(\d+)/.exec(data)?.[1] ?? 0);
    got.push(Number(id?.split('-')[1] ?? Number.NaN));
    // A change without a state is no judgement.
    if (!data.includes('"state":null')) judged({ rollout, at });
  };
  const connect = (): void => {
    if (state.closed) return;
    state.returns += 1;
    const headers = state.lastId === '' ? {} : { 'last-event-id': state.lastId };
    const request = get(`${url}/api/events`, { headers, agent: false }, (response) => {
      current = response;
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const messages = (rest + chunk).split('\n\n');
        rest = messages.pop() ?? '';
        messages.forEach(message);
      });
      response.once('close', () => setTimeout(connect, 200));
    });
    request.on('error', () => undefined);
  };
  connect();
  return {
    got,
    get returns() {
      return state.returns;
    },
    cut: () => current?.destroy(),
    close: () => {
      state.closed = true;
      current?.destroy();
    },
  };
}
