import type { Context } from 'hono';
import * as z from 'zod';
import { problem } from './problem.ts';

/** Bodies above this are refused unread: a plan is at most 256 kB. */
const maxBytes = 1_000_000;

export type ReadBody<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: Response };

function refuse(response: Response): { readonly ok: false; readonly response: Response } {
  return { ok: false, response };
}

/** Reads and checks a JSON body: its size, its type, its syntax and its shape, each with its own answer. */
export async function readBody<T>(c: Context, schema: z.core.$ZodType<T>): Promise<ReadBody<T>> {
  const type = c.req.header('content-type') ?? 'none';
  if (!/^application\/json\b/i.test(type)) {
    return refuse(
      problem(c, 415, {
        title: 'Not JSON',
        detail: `The content type is ${type}.`,
        remedy: 'Send application/json.',
      }),
    );
  }
  const text = await readLimited(c.req.raw);
  if (text === undefined) {
    return refuse(
      problem(c, 413, {
        title: 'Too large',
        detail: `The body is larger than ${maxBytes / 1000} kB.`,
        remedy: 'Send less; a plan may have 256 kB.',
      }),
    );
  }
  const json = parseJson(text);
  if (json === undefined) {
    return refuse(
      problem(c, 400, {
        title: 'Broken JSON',
        detail: `The body can't be parsed: ${text.slice(0, 60)}`,
        remedy: 'Check quotes, commas and brackets.',
      }),
    );
  }
  const parsed = z.safeParse(schema, json.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const detail = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
  return refuse(
    problem(c, 422, { title: 'Not what was expected', detail, remedy: 'Correct the fields named.' }),
  );
}

async function readLimited(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
