import * as z from 'zod';
import { parseDuration } from '#domain/time/duration.ts';

/** How single variables are read. Their faults never print a value: it may be a secret in the wrong place. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const address = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) address such as http://127.0.0.1:9090' })
  .refine(
    (text) => isBare(text),
    'must not hold a user, a password, "?" or "#": credentials have variables of their own',
  );

export const length = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a length of time such as 30s or 500ms')
  .transform((text) => parseDuration(text) ?? 0);

export const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'is empty, or holds a space or a character no header may hold');

/** A name as it may stand in a path: of an organisation, a data source, a project. */
export const name = z.string().regex(/^[\w.-]+$/, 'may hold letters, digits, "-", "_" and "." only');

export const count = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'is not a whole number above 0')
  .transform(Number);

/** `Name: value; Other: value`. */
export const headerList = z
  .string()
  .regex(
    /^\s*[\w-]+\s*:\s*[\x21-\x3a\x3c-\x7e]+(\s*;\s*[\w-]+\s*:\s*[\x21-\x3a\x3c-\x7e]+)*\s*$/,
    'is not a list of headers such as "X-Scope-OrgID: team; X-Other: value"',
  )
  .transform((text) =>
    Object.fromEntries(
      text.split(';').map((one) => {
        const colon = one.indexOf(':');
        return [one.slice(0, colon).trim().toLowerCase(), one.slice(colon + 1).trim()];
      }),
    ),
  );

export function bearer(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function isBare(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
