import * as z from 'zod';
import { parseDuration } from '#domain/time/duration.ts';
import { day, minute, second, type Ms } from '#domain/time/time.ts';
import type { Identity } from '#server/watch/identity/identity.ts';
import type { RetentionSettings } from '#server/watch/records/retention.ts';
import { readIdentity } from './identity-config.ts';
import { readNotices, type NoticeConfig } from './notice-config.ts';
import { address } from '#server/proxy/environment.ts';
import { readProxyConfig, type ProxyConfig } from '#server/proxy/proxy-config.ts';

/** Where records are. */
export interface RecordsConfig {
  readonly data: string;
  /** In PostgreSQL instead of the file; holds a password. */
  readonly databaseUrl: string | null;
}

export interface ServeConfig extends RecordsConfig {
  readonly host: string;
  readonly port: number;
  readonly plans: string | null;
  readonly retention: RetentionSettings;
  readonly bucket: Ms;
  /** What phone numbers are sealed with in the records; without it none are taken. A secret. */
  readonly contactKey: string | null;
  /** What `/metrics` asks for; a secret. */
  readonly metricsToken: string | null;
  readonly proxy: ProxyConfig;
  /** Flipper's screens, for people to open; never asked. */
  readonly flipperLink: string | null;
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
  STAGEWATCH_KEEP_EVIDENCE: z
    .string()
    .transform((text) => (text === '' ? null : parseDuration(text)))
    .refine((ms) => ms === null || (ms !== undefined && ms >= 7 * day), 'must be at least 7d, such as 400d')
    .transform((ms) => ms ?? null)
    .default(null),
  STAGEWATCH_CONTACT_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .or(z.literal(''))
    .default(''),
  STAGEWATCH_EXPORT: z.string().default(''),
  STAGEWATCH_METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must have at least 16 letters and digits')
    .or(z.literal(''))
    .default(''),
  STAGEWATCH_FLIPPER_LINK: address.optional(),
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

/** Reads where records are, for commands that need nothing else. */
export function readRecordsConfig(
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly config: RecordsConfig }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const read = environment.pick({ STAGEWATCH_DATA: true, STAGEWATCH_DATABASE_URL: true }).safeParse(env);
  if (!read.success)
    return {
      ok: false,
      problems: read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    };
  const { STAGEWATCH_DATA: data, STAGEWATCH_DATABASE_URL: url } = read.data;
  return { ok: true, config: { data, databaseUrl: url === '' ? null : url } };
}

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
  const retention = { keep: data.STAGEWATCH_KEEP_EVIDENCE, folder: data.STAGEWATCH_EXPORT };
  if (retention.keep !== null && retention.folder === '')
    return {
      ok: false,
      problems: [
        'STAGEWATCH_KEEP_EVIDENCE needs STAGEWATCH_EXPORT: a folder to write to before anything is deleted.',
      ],
    };
  return {
    ok: true,
    config: {
      host: data.STAGEWATCH_HOST,
      port: data.STAGEWATCH_PORT,
      plans: orNull(data.STAGEWATCH_PLANS),
      data: data.STAGEWATCH_DATA,
      databaseUrl: orNull(data.STAGEWATCH_DATABASE_URL),
      bucket: data.STAGEWATCH_BUCKET,
      retention,
      contactKey: orNull(data.STAGEWATCH_CONTACT_KEY),
      metricsToken: orNull(data.STAGEWATCH_METRICS_TOKEN),
      proxy: proxy.config,
      flipperLink: data.STAGEWATCH_FLIPPER_LINK ?? proxy.config.flipperPage?.url ?? null,
      identity: who.identity,
      publicUrl: who.publicUrl,
      notices: notices.config,
    },
  };
}

/** A variable that is set to nothing is not set. */
function orNull(text: string): string | null {
  return text === '' ? null : text;
}
