import * as z from 'zod';
import { second, type Ms } from '#domain/time/time.ts';
import { address, bearer, name, secret } from '../environment.ts';

export interface SentryConfig {
  /** Of the installation; `/api/0` follows. */
  readonly url: string;
  /** Where people look at it, if not there. */
  readonly page?: string | undefined;
  readonly org: string;
  readonly projects: readonly string[];
  readonly environment: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly lag: Ms;
  readonly deadline: Ms;
}

export const sentryVariables = {
  STAGEWATCH_SENTRY_URL: address.optional(),
  STAGEWATCH_SENTRY_ORG: name.optional(),
  STAGEWATCH_SENTRY_TOKEN: secret.optional(),
  STAGEWATCH_SENTRY_PROJECTS: z
    .string()
    .regex(/^[\w.-]+(\s*,\s*[\w.-]+)*$/, 'is not a list such as "3, web"')
    .transform((text) => text.split(',').map((one) => one.trim()))
    .optional(),
  STAGEWATCH_SENTRY_ENVIRONMENT: name.optional(),
  /** Where people look at it, where that is another address than the one asked. */
  STAGEWATCH_SENTRY_LINK: address.optional(),
};

const variables = z.object(sentryVariables);

/** Sentry itself calls a bucket incomplete until 90 seconds after its end. */
const lag: Ms = 90 * second;

export function sentryConfig(set: z.infer<typeof variables>, deadline: Ms): SentryConfig | null {
  const { STAGEWATCH_SENTRY_URL: url, STAGEWATCH_SENTRY_ORG: org, STAGEWATCH_SENTRY_TOKEN: token } = set;
  if (url === undefined || org === undefined || token === undefined) return null;
  return {
    url: url.replace(/\/+$/, ''),
    ...(set.STAGEWATCH_SENTRY_LINK === undefined ? {} : { page: set.STAGEWATCH_SENTRY_LINK }),
    org,
    projects: set.STAGEWATCH_SENTRY_PROJECTS ?? [],
    environment: set.STAGEWATCH_SENTRY_ENVIRONMENT ?? null,
    headers: bearer(token),
    lag,
    deadline,
  };
}
