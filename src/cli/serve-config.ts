import * as z from 'zod';
import { parseDuration } from '#domain/time/duration.ts';
import { minute, second, type Ms } from '#domain/time/time.ts';
import type { Identity } from '#server/watch/identity/identity.ts';
import { readIdentity } from './identity-config.ts';
import { readNotices, type NoticeConfig } from './notice-config.ts';
import { readProxyConfig, type ProxyConfig } from '#server/proxy/proxy-config.ts';

export interface ServeConfig {
  readonly host: string;
  readonly port: number;
  readonly plans: string | null;
  readonly data: string;
  /** Records in PostgreSQL instead of the file; holds a password. */
  readonly databaseUrl: string | null;
  readonly bucket: Ms;
  /** What `/metrics` asks for; a secret. */
  readonly metricsToken: string | null;
  readonly proxy: ProxyConfig;
  readonly identity: Identity;
  /** Where people reach Stagewatch, for links in notices. */
  readonly publicUrl: string | null;
  readonly notices: NoticeConfig;
}

export type ReadServeConfig =
  | { readonly ok: true; readonly config: ServeConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

const environment = z.object({
  STAGEWATCH_HOST: z.string().min(1).default('127.0.0.1'),
  STAGEWATCH_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port number')
    .default(4680),
  STAGEWATCH_PLANS: z.string().default('plans'),
  STAGEWATCH_DATA: z.string().min(1).default('.stagewatch/stagewatch.db'),
  STAGEWATCH_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is no address such as postgres://user:password@host/database')
    .or(z.literal(''))
    .default(''),
  STAGEWATCH_METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must have at least 16 letters and digits')
    .or(z.literal(''))
    .default(''),
  STAGEWATCH_BUCKET: z
    .string()
    .transform((text) => parseDuration(text))
    .refine(
      (ms) => ms !== undefined && ms >= second && (24 * 60 * minute) % ms === 0,
      'must divide a day and be at least 1s, such as 1m',
    )
    .transform((ms) => ms ?? minute)
    .default(minute),
});

/** Reads everything `serve` needs from the environment; lists every fault, not only the first. */
export function readServeConfig(env: Readonly<Record<string, string | undefined>>): ReadServeConfig {
  const own = environment.safeParse(env);
  const proxy = readProxyConfig(env);
  const who = readIdentity(env);
  const notices = readNotices(env);
  const problems = [
    ...(own.success ? [] : own.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)),
    ...(proxy.ok ? [] : proxy.problems),
    ...who.problems,
    ...notices.problems,
  ];
  if (!own.success || !proxy.ok || problems.length > 0) return { ok: false, problems };
  const { data } = own;
  return {
    ok: true,
    config: {
      host: data.STAGEWATCH_HOST,
      port: data.STAGEWATCH_PORT,
      plans: data.STAGEWATCH_PLANS === '' ? null : data.STAGEWATCH_PLANS,
      data: data.STAGEWATCH_DATA,
      databaseUrl: data.STAGEWATCH_DATABASE_URL === '' ? null : data.STAGEWATCH_DATABASE_URL,
      bucket: data.STAGEWATCH_BUCKET,
      metricsToken: data.STAGEWATCH_METRICS_TOKEN === '' ? null : data.STAGEWATCH_METRICS_TOKEN,
      proxy: proxy.config,
      identity: who.identity,
      publicUrl: who.publicUrl,
      notices: notices.config,
    },
  };
}
