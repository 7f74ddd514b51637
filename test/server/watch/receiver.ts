import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** What a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP receiver on this machine that answers as told. */
export interface Receiver {
  readonly url: string;
  readonly got: readonly Received[];
  /** How it answers from now on; one that does nothing hangs. */
  answer: (response: ServerResponse) => void;
  /** It is gone: nobody listens at its address any more. */
  vanish(): Promise<void>;
}

/** Starts one, on a free port unless told otherwise. */
export async function receiver(port = 0): Promise<Receiver> {
  const got: Received[] = [];
  const made: { answer: Receiver['answer'] } = { answer: (response) => response.writeHead(200).end('ok') };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      made.answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    got,
    get answer() {
      return made.answer;
    },
    set answer(next) {
      made.answer = next;
    },
    vanish: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
