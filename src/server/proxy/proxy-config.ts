import * as z from 'zod';
import { second, type Ms } from '#domain/time/time.ts';
import { datadogConfig, datadogVariables } from './datadog/datadog-config.ts';
import type { DatadogConfig } from './datadog/datadog-ask.ts';
import { address, bearer, count, length, secret, type Environment } from './environment.ts';
import type { ToggleConfig } from './flipper/toggle-ways.ts';
import type { PrometheusConfig } from './prometheus/prometheus-client.ts';
import { prometheusConfig, prometheusVariables } from './prometheus/prometheus-config.ts';
import { sentryConfig, sentryVariables, type SentryConfig } from './sentry/sentry-config.ts';

/** Where the proxy may ask. Base addresses come from here only, never from a plan. */
export interface ProxyConfig extends ToggleConfig {
  readonly prometheus: PrometheusConfig | null;
  readonly datadog: DatadogConfig | null;
  readonly sentry: SentryConfig | null;
  /** Requests a minute to one source, whoever asks. */
  readonly perMinute: number;
}

export type ReadProxyConfig =
  | { readonly ok: true; readonly config: ProxyConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

const environment = z.object({
  ...prometheusVariables,
  ...datadogVariables,
  ...sentryVariables,
  STAGEWATCH_FLIPPER_URL: address.optional(),
  STAGEWATCH_FLIPPER_PAGE: address.optional(),
  STAGEWATCH_FLIPPER_EXPORT: z.string().min(1, 'is empty').optional(),
  STAGEWATCH_FLIPPER_TOKEN: secret.optional(),
  STAGEWATCH_DEADLINE: length.optional(),
  STAGEWATCH_PER_MINUTE: count.optional(),
});

/** The variables of a source do nothing without these. */
const needed: Readonly<Record<string, readonly string[]>> = {
  PROMETHEUS: ['URL'],
  DATADOG: ['SITE', 'API_KEY', 'APP_KEY'],
  SENTRY: ['URL', 'ORG', 'TOKEN'],
};

/** Faults between variables, found whatever the single ones hold. */
function contradictions(env: Environment): readonly string[] {
  const { STAGEWATCH_PROMETHEUS_USER: user, STAGEWATCH_PROMETHEUS_PASSWORD: password } = env;
  const token = env['STAGEWATCH_PROMETHEUS_TOKEN'];
  const out: string[] = [];
  if (token !== undefined && (user !== undefined || password !== undefined))
    out.push('STAGEWATCH_PROMETHEUS_TOKEN is set beside _USER or _PASSWORD: only one way to log in can hold');
  if ((user === undefined) !== (password === undefined))
    out.push('STAGEWATCH_PROMETHEUS_USER and STAGEWATCH_PROMETHEUS_PASSWORD go together');
  if (env['STAGEWATCH_FLIPPER_TOKEN'] !== undefined && toggleAddress(env) === undefined)
    out.push(
      'STAGEWATCH_FLIPPER_TOKEN does nothing without STAGEWATCH_FLIPPER_URL or STAGEWATCH_FLIPPER_PAGE',
    );
  for (const [source, names] of Object.entries(needed)) {
    const first = Object.keys(env).find(
      (key) => key.startsWith(`STAGEWATCH_${source}_`) && env[key] !== undefined,
    );
    if (first === undefined) continue;
    for (const name of names) {
      if (env[`STAGEWATCH_${source}_${name}`] === undefined)
        out.push(`${first} does nothing without STAGEWATCH_${source}_${name}`);
    }
  }
  return out;
}

function toggleAddress(env: Environment): string | undefined {
  return env['STAGEWATCH_FLIPPER_URL'] ?? env['STAGEWATCH_FLIPPER_PAGE'];
}

const defaultDeadline: Ms = 15 * second;
const defaultPerMinute = 600;

/** Reads the sources from the environment; lists every fault, not only the first. Values are never printed. */
export function readProxyConfig(env: Environment): ReadProxyConfig {
  const parsed = environment.safeParse(env);
  const single = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const problems = [...single, ...contradictions(env)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const set = parsed.data;
  const deadline = set.STAGEWATCH_DEADLINE ?? defaultDeadline;
  const { STAGEWATCH_FLIPPER_URL: flipper, STAGEWATCH_FLIPPER_PAGE: page } = set;
  const login = { headers: bearer(set.STAGEWATCH_FLIPPER_TOKEN), deadline };
  return {
    ok: true,
    config: {
      prometheus: prometheusConfig(set, deadline),
      datadog: datadogConfig(set, deadline),
      sentry: sentryConfig(set, deadline),
      flipper: flipper === undefined ? null : { url: flipper, ...login },
      flipperPage: page === undefined ? null : { url: page, ...login },
      flipperExport: set.STAGEWATCH_FLIPPER_EXPORT ?? null,
      perMinute: set.STAGEWATCH_PER_MINUTE ?? defaultPerMinute,
    },
  };
}
