import type { Environment } from '#server/proxy/environment.ts';
import { createProxy } from '#server/proxy/proxy.ts';
import { readProxyConfig } from '#server/proxy/proxy-config.ts';
import type { LiveDeps } from './check-live.ts';
import { readRetention } from './retention.ts';

export type ReadLiveDeps =
  | { readonly ok: true; readonly deps: LiveDeps }
  | { readonly ok: false; readonly problems: readonly string[] };

const now = (): number => Date.now();

/** The sources as `serve` would ask them, from the same variables. */
export function liveDeps(env: Environment): ReadLiveDeps {
  const read = readProxyConfig(env);
  const retention = readRetention(env['STAGEWATCH_RETENTION']);
  const problems = [...(read.ok ? [] : read.problems), ...(typeof retention === 'string' ? [retention] : [])];
  if (!read.ok || typeof retention === 'string') return { ok: false, problems };
  const { config } = read;
  return {
    ok: true,
    deps: {
      proxy: createProxy(config, { fetch: globalThis.fetch, now, random: Math.random }),
      now,
      retention,
      environment: (source) => (source === 'sentry' ? (config.sentry?.environment ?? null) : null),
    },
  };
}
