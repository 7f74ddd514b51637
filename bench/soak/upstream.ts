import { createServer } from 'node:http';

export type Mood = 'well' | 'failing' | 'hanging' | 'limiting';

/** A source in Prometheus' shape that answers as it feels. */
export interface Upstream {
  readonly url: string;
  mood: Mood;
  asked: number;
  close(): void;
}

export async function startUpstream(): Promise<Upstream> {
  const state: { mood: Mood; asked: number } = { mood: 'well', asked: 0 };
  const server = createServer((request, response) => {
    state.asked += 1;
    const n = state.asked;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (state.mood === 'hanging') return;
      if (state.mood === 'limiting') {
        response.writeHead(429, { 'retry-after': '2' }).end();
        return;
      }
      if (state.mood === 'failing' && n % 10 < 5) {
        response.writeHead(500).end();
        return;
      }
      const text = matrix(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      setTimeout(() => response.writeHead(200).end(text), 5 + ((n * 97) % 45));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port.');
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

/** Twenty a bucket; of failures one in fifty. */
function matrix(form: URLSearchParams): string {
  const [from = 0, to = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
  const isFailures = form.get('query')?.includes('fails') === true;
  const values = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => {
    const at = from + k * step;
    const failures = Math.round(at / step) % 5 === 0 ? 2 : 0;
    return [at, String(isFailures ? failures : 20)];
  });
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: {}, values }] },
  });
}
