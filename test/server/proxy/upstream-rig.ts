import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { createProxy, type Proxy } from '../../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../../src/server/proxy/proxy-config.ts';

/** One request an upstream got. */
export interface Got {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Never answers. */
  readonly hangs?: boolean;
}

export interface Upstream {
  readonly url: string;
  readonly got: Got[];
}

/** A real HTTP server on the loopback that answers by a function; stopped with the test. */
export async function upstream(reply: (got: Got) => Reply): Promise<Upstream> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Got = {
        method: request.method ?? '',
        url: new URL(request.url ?? '/', 'http://upstream.test'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      got.push(one);
      answer(response, reply(one));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port.');
  return { url: `http://127.0.0.1:${address.port}`, got };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply.hangs === true) return;
  const { status = 200, headers = {}, body = '' } = reply;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}

/** A proxy over real fetch, with a clock that stands still and no waiting between tries. */
export function proxyOn(env: Readonly<Record<string, string>>, now: () => number): Proxy {
  const read = readProxyConfig(env);
  if (!read.ok) throw new Error(read.problems.join('; '));
  return createProxy(read.config, { fetch: globalThis.fetch, now, random: () => 0 });
}

/** What every upstream can do wrong, and what it must be called. */
export const troubles: readonly (readonly [string, string, Reply])[] = [
  ['a server error', 'upstream_unavailable', { status: 500, body: 'oops' }],
  ['a gateway that finds nobody', 'upstream_unavailable', { status: 502, body: '<html>bad gateway</html>' }],
  ['no answer', 'timeout', { hangs: true }],
  ['a body that never seems to end', 'too_many_points', { body: 'x'.repeat(33_000_000) }],
  ['broken JSON', 'schema_drift', { body: '{"data":' }],
  ['another shape', 'schema_drift', { body: { hello: 'world' } }],
  ['a login page', 'unauthorized', { headers: { 'content-type': 'text/html' }, body: '<html>log in</html>' }],
  ['a redirect', 'unauthorized', { status: 302, headers: { location: 'http://elsewhere.test/' } }],
];
