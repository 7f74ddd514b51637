import { createHmac } from 'node:crypto';
import { postJson, type Channel, type PostDeps } from './channel.ts';

/**
 * Posts the notice as it is, signed: `stagewatch-signature: t=<ms>,v1=<hex>` is the HMAC-SHA256 of `<ms>.<body>` under
 * the shared secret. `idempotency-key` is the same each time a notice is sent again.
 */
export function webhookChannel(url: string, secret: string | null, deps: PostDeps): Channel {
  return {
    name: 'webhook',
    send: (notice, signal) => {
      const body = JSON.stringify(notice);
      const headers = {
        'idempotency-key': notice.key,
        ...(secret === null ? {} : sign(body, secret, deps.now())),
      };
      return postJson(deps, url, body, headers, signal);
    },
  };
}

function sign(body: string, secret: string, at: number): Readonly<Record<string, string>> {
  const hash = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return { 'stagewatch-signature': `t=${at},v1=${hash}` };
}
