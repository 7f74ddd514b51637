import * as z from 'zod';
import { parseDuration } from '#domain/time/duration.ts';
import { second, type Ms } from '#domain/time/time.ts';
import type { FlipperConfig } from './flipper/flipper-source.ts';
import type { PrometheusConfig } from './prometheus/prometheus-client.ts';

/** Where the proxy may ask. Base addresses come from here only, never from a plan. */
export interface ProxyConfig {
  readonly prometheus: PrometheusConfig | null;
  readonly flipper: FlipperConfig | null;
}

export type ReadProxyConfig =
  | { readonly ok: true; readonly config: ProxyConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

const address = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) address such as http://127.0.0.1:9090' })
  .refine(
    (text) => isBare(text),
    'must not hold a user, a password, "?" or "#": credentials have variables of their own',
  );

const length = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a length of time such as 30s or 500ms')
  .transform((text) => parseDuration(text) ?? 0);

const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'is empty, or holds a space or a character no header may hold');

const environment = z.object({
  STAGEWATCH_PROMETHEUS_URL: address.optional(),
  STAGEWATCH_PROMETHEUS_TOKEN: secret.optional(),
  STAGEWATCH_PROMETHEUS_USER: z.string().min(1, 'is empty').optional(),
  STAGEWATCH_PROMETHEUS_PASSWORD: z.string().min(1, 'is empty').optional(),
  STAGEWATCH_PROMETHEUS_LAG: length.optional(),
  STAGEWATCH_FLIPPER_URL: address.optional(),
  STAGEWATCH_FLIPPER_TOKEN: secret.optional(),
  STAGEWATCH_DEADLINE: length.optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

/** Faults between variables, found whatever the single ones hold. */
function contradictions(env: Environment): readonly string[] {
  const { STAGEWATCH_PROMETHEUS_USER: user, STAGEWATCH_PROMETHEUS_PASSWORD: password } = env;
  const token = env['STAGEWATCH_PROMETHEUS_TOKEN'];
  const out: string[] = [];
  if (token !== undefined && (user !== undefined || password !== undefined))
    out.push('STAGEWATCH_PROMETHEUS_TOKEN is set beside _USER or _PASSWORD: only one way to log in can hold');
  if ((user === undefined) !== (password === undefined))
    out.push('STAGEWATCH_PROMETHEUS_USER and STAGEWATCH_PROMETHEUS_PASSWORD go together');
  for (const source of ['PROMETHEUS', 'FLIPPER']) {
    const first = Object.keys(env).find(
      (key) => key.startsWith(`STAGEWATCH_${source}_`) && env[key] !== undefined,
    );
    if (first !== undefined && env[`STAGEWATCH_${source}_URL`] === undefined)
      out.push(`${first} does nothing without STAGEWATCH_${source}_URL`);
  }
  return out;
}

/** Two scrapes at Prometheus' usual 15 seconds: until then a bucket may still lack its last sample. */
const defaultLag: Ms = 30 * second;
const defaultDeadline: Ms = 15 * second;

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
  const { STAGEWATCH_PROMETHEUS_URL: prometheus, STAGEWATCH_FLIPPER_URL: flipper } = set;
  const { STAGEWATCH_PROMETHEUS_USER: user = '', STAGEWATCH_PROMETHEUS_PASSWORD: password } = set;
  const basic = password === undefined ? {} : { authorization: `Basic ${base64(`${user}:${password}`)}` };
  return {
    ok: true,
    config: {
      prometheus:
        prometheus === undefined
          ? null
          : {
              url: prometheus,
              headers: { ...basic, ...bearer(set.STAGEWATCH_PROMETHEUS_TOKEN) },
              lag: set.STAGEWATCH_PROMETHEUS_LAG ?? defaultLag,
              deadline,
            },
      flipper:
        flipper === undefined
          ? null
          : { url: flipper, headers: bearer(set.STAGEWATCH_FLIPPER_TOKEN), deadline },
    },
  };
}

function bearer(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function isBare(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
