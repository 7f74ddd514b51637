import * as z from 'zod';
import { parseDuration } from '#domain/time/duration.ts';
import type { Ms } from '#domain/time/time.ts';
import type { FlipperConfig } from './flipper/flipper-source.ts';
import type { PrometheusConfig } from './prometheus/prometheus-source.ts';

/** Where the proxy may ask. Base addresses come from here only, never from a plan. */
export interface ProxyConfig {
  readonly prometheus: PrometheusConfig | null;
  readonly flipper: FlipperConfig | null;
}

export type ReadProxyConfig =
  | { readonly ok: true; readonly config: ProxyConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

const address = z.url({
  protocol: /^https?$/,
  error: 'is not an http(s) address such as http://127.0.0.1:9090',
});
const length = z
  .string()
  .transform((text) => parseDuration(text))
  .refine((ms) => ms !== undefined && ms >= 0, 'is not a length of time such as 30s')
  .transform((ms) => ms ?? 0);

const environment = z.object({
  STAGEWATCH_PROMETHEUS_URL: address.optional(),
  STAGEWATCH_PROMETHEUS_TOKEN: z.string().min(1).optional(),
  STAGEWATCH_PROMETHEUS_USER: z.string().min(1).optional(),
  STAGEWATCH_PROMETHEUS_PASSWORD: z.string().optional(),
  STAGEWATCH_PROMETHEUS_LAG: length.optional(),
  STAGEWATCH_FLIPPER_URL: address.optional(),
  STAGEWATCH_FLIPPER_TOKEN: z.string().min(1).optional(),
  STAGEWATCH_DEADLINE: length.optional(),
});

/** Two scrapes at Prometheus' usual 15 seconds: until then a bucket may still lack its last sample. */
const defaultLag: Ms = 30_000;
const defaultDeadline: Ms = 15_000;

/** Reads the sources from the environment; lists every fault, not only the first. Values of secrets are never printed. */
export function readProxyConfig(env: Readonly<Record<string, string | undefined>>): ReadProxyConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    };
  }
  const {
    STAGEWATCH_PROMETHEUS_URL: url,
    STAGEWATCH_PROMETHEUS_TOKEN: token,
    STAGEWATCH_PROMETHEUS_USER: user,
    STAGEWATCH_PROMETHEUS_PASSWORD: password,
    STAGEWATCH_PROMETHEUS_LAG: lag,
    STAGEWATCH_FLIPPER_URL: flipper,
    STAGEWATCH_FLIPPER_TOKEN: flipperToken,
    STAGEWATCH_DEADLINE: deadline,
  } = parsed.data;
  const withUser = [url, flipper].find((one) => one !== undefined && new URL(one).username !== '');
  if (withUser !== undefined) {
    return {
      ok: false,
      problems: [
        'An address must not hold a user or password: use STAGEWATCH_PROMETHEUS_USER and _PASSWORD, or a token.',
      ],
    };
  }
  const limit = deadline ?? defaultDeadline;
  return {
    ok: true,
    config: {
      prometheus:
        url === undefined
          ? null
          : { url, headers: authorization(token, user, password), lag: lag ?? defaultLag, deadline: limit },
      flipper:
        flipper === undefined
          ? null
          : { url: flipper, headers: authorization(flipperToken, undefined, undefined), deadline: limit },
    },
  };
}

function authorization(
  token: string | undefined,
  user: string | undefined,
  password: string | undefined,
): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (user === undefined) return {};
  return { authorization: `Basic ${btoa(`${user}:${password ?? ''}`)}` };
}
