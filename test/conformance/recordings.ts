import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** One request and its answer, as recorded. What a recording lacks is `null`. */
export interface Exchange {
  readonly method: string;
  readonly url: URL | null;
  readonly asked: unknown;
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
  headers: z.record(z.string(), z.string()).nullish(),
  body_text: z.string().nullish(),
  body: z.unknown().optional(),
});
const request = z.looseObject({
  method: z.string().nullish(),
  url: z.string().nullish(),
  path: z.string().nullish(),
  body: z.unknown().optional(),
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
    url: address === null ? null : new URL(address, 'http://recorded.test'),
    asked: typeof asked.body === 'string' ? parsed(asked.body) : asked.body,
    status: statusOf(answer.status),
    headers: answer.headers ?? {},
    text,
    body: parsed(text),
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}

/** A specification's example of "any other answer" has no number: it is an unavailable one. */
function statusOf(status: number | string | null | undefined): number {
  if (status === null || status === undefined) return 200;
  return Number(status) || 503;
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
