import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** One request and its answer, as recorded. What a recording lacks is `null`. */
export interface Exchange {
  readonly method: string;
  readonly url: URL | null;
  readonly asked: unknown;
  /** What was asked as a form: in the address, the body, or noted beside them. */
  readonly form: URLSearchParams;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text as JSON; `undefined` where it is none. */
  readonly body: unknown;
}

export interface Recording {
  readonly file: string;
  readonly holdsData: boolean;
  /** A description of answers and no answer. */
  readonly isSchema: boolean;
  readonly exchanges: readonly Exchange[];
}

const index = z.looseObject({
  files: z.array(z.looseObject({ file: z.string(), holds_data: z.boolean().nullish() })),
});

const response = z.looseObject({
  status: z.union([z.number(), z.string()]).nullish(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).nullish(),
  body_text: z.string().nullish(),
  body: z.unknown().optional(),
});
const request = z.looseObject({
  method: z.string().nullish(),
  url: z.string().nullish(),
  path: z.string().nullish(),
  body: z.unknown().optional(),
  form: z.unknown().optional(),
});
const exchange = z.looseObject({ request: request.nullish(), response });
const file = z.looseObject({
  request: request.nullish(),
  response: response.nullish(),
  response_excerpt: z.unknown().optional(),
  exchanges: z.array(exchange).nullish(),
  schema: z.unknown().optional(),
});

/** Reads a folder of recordings by its `index.json`. */
export function readRecordings(folder: string): readonly Recording[] {
  const { files } = index.parse(read(join(folder, 'index.json')));
  return files.map((one) => {
    const found = file.parse(read(join(folder, one.file)));
    const alone =
      found.response ?? (found.response_excerpt === undefined ? null : excerpt(found.response_excerpt));
    const pairs = found.exchanges ?? (alone === null ? [] : [{ request: found.request, response: alone }]);
    return {
      file: one.file,
      holdsData: one.holds_data === true,
      isSchema: found.schema !== undefined && alone === null,
      exchanges: pairs.map(exchangeOf),
    };
  });
}

function excerpt(body: unknown): z.infer<typeof response> {
  return { status: 200, body };
}

function exchangeOf(one: z.infer<typeof exchange>): Exchange {
  const { response: answer } = one;
  const asked = one.request ?? {};
  const text = answer.body_text ?? textOf(answer.body);
  const address = asked.url ?? asked.path ?? null;
  return {
    method: asked.method ?? 'GET',
    url: urlOf(address),
    form: formOf(asked, urlOf(address)),
    asked: typeof asked.body === 'string' ? parsed(asked.body) : asked.body,
    status: statusOf(answer.status),
    headers: headersOf(answer.headers ?? {}),
    text,
    body: parsed(text),
  };
}

function urlOf(address: string | null): URL | null {
  return address !== null && URL.canParse(address, 'http://recorded.test')
    ? new URL(address, 'http://recorded.test')
    : null;
}

function formOf({ form, body }: z.infer<typeof request>, url: URL | null): URLSearchParams {
  const noted = z.record(z.string(), z.union([z.string(), z.number()])).safeParse(form);
  if (noted.success)
    return new URLSearchParams(Object.entries(noted.data).map(([key, value]) => [key, String(value)]));
  const text = typeof form === 'string' ? form : body;
  const isForm = typeof text === 'string' && /^[\w[\]%.]+=/.test(text);
  return isForm ? new URLSearchParams(text) : (url?.searchParams ?? new URLSearchParams());
}

/** Only what may stand in an answer: names and values by the book, several values in one line. */
function headersOf(
  headers: Readonly<Record<string, string | number | readonly string[]>>,
): Readonly<Record<string, string>> {
  const lines = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return Object.fromEntries(
    lines.filter(([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value)),
  );
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}

/** A specification's example of "any other answer" has no number: it is an unavailable one. */
function statusOf(status: number | string | null | undefined): number {
  if (status === null || status === undefined) return 200;
  const code = Math.trunc(Number(status));
  return code >= 200 && code <= 599 ? code : 503;
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
