import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { asking, codesOf, dataOf, never, proxyOver, readOne } from './asked.ts';

const folder = fileURLToPath(new URL('../../../../shared/recorded', import.meta.url));

const answer = z.looseObject({
  /** A specification's examples name no status, or "default". */
  status: z.union([z.number(), z.string()]).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body_text: z.string().optional(),
  body: z.unknown().optional(),
});
const recording = z.looseObject({
  response: answer.optional(),
  exchanges: z.array(z.looseObject({ response: answer })).optional(),
});

interface Recorded {
  readonly name: string;
  readonly respond: () => Response;
  readonly text: string;
}

function recorded(source: string): readonly Recorded[] {
  if (!existsSync(`${folder}/${source}`)) return [];
  const files = readdirSync(`${folder}/${source}`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const read = recording.parse(JSON.parse(readFileSync(`${folder}/${source}/${file}`, 'utf8')));
      const alone = read.response === undefined ? [] : [read.response];
      const answers = [...alone, ...(read.exchanges ?? []).map((one) => one.response)];
      return answers.map((one, i) => replayed(`${source}/${file} ${i}`, one));
    });
}

function replayed(name: string, one: z.infer<typeof answer>): Recorded {
  const text = one.body_text ?? JSON.stringify(one.body ?? {});
  const status = Number(one.status ?? 200) || 500;
  const headers: Record<string, string> = {};
  for (const [header, value] of Object.entries(one.headers ?? {})) {
    // Recorded long ago: its clock is not the point here.
    if (header.toLowerCase() !== 'date') headers[header] = value;
  }
  return { name, text, respond: () => new Response(status === 204 ? null : text, { status, headers }) };
}

const prometheus = recorded('prometheus');
const flipper = recorded('flipper');

it.skipIf(prometheus.length === 0)(
  'reads every recorded answer of Prometheus as data, nothing, or a named error (needs ../shared)',
  async () => {
    expect(prometheus.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    for (const { name, respond } of prometheus) {
      for (const kind of ['count', 'counter', 'histogram', 'duration', 'gauge', 'unique'] as const) {
        const { proxy } = proxyOver(respond);
        const result = await readOne(proxy, asking('x', { kind, by: 'code' }));
        const values = result.status === 'error' ? [] : dataOf(result).values;
        const odd = values.some((value) => value !== null && !Number.isFinite(value));
        if (odd || codesOf(result).includes('internal')) wrong.push(`${name} as ${kind}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

const matrixBody = z.looseObject({
  data: z.looseObject({
    resultType: z.literal('matrix'),
    result: z.tuple([z.looseObject({ values: z.array(z.tuple([z.number(), z.string()])).min(1) })]),
  }),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

it.skipIf(prometheus.length === 0)(
  'gives recorded values back, on the grid they were recorded on (needs ../shared)',
  async () => {
    let checked = 0;
    for (const { respond, text } of prometheus) {
      const parsed = matrixBody.safeParse(jsonOf(text));
      const values = parsed.success ? parsed.data.data.result[0].values : [];
      const [first, second] = values;
      const last = values.at(-1);
      if (first === undefined || second === undefined || last === undefined) continue;
      const width = Math.round((second[0] - first[0]) * 1000);
      const [from, to] = [Math.round(first[0] * 1000) - width, Math.round(last[0] * 1000)];
      // Aligned answers only: raw samples come at any millisecond.
      if (values.some(([stamp]) => (stamp * 1000 - from) % width !== 0) || from % width !== 0) continue;
      const { proxy } = proxyOver(respond, { now: () => to });
      const result = await readOne(proxy, asking('x', { kind: 'gauge', window: { from, to }, width }));
      const known = values.map(([, value]) => Number(value)).filter((value) => Number.isFinite(value));
      expect(dataOf(result).values.filter((value) => value !== null)).toEqual(known);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(5);
  },
);

it.skipIf(flipper.length === 0)(
  'reads every recorded answer of Flipper as an allotment or a named error, without an actor (needs ../shared)',
  async () => {
    expect(flipper.length).toBeGreaterThan(100);
    const wrong: string[] = [];
    let read = 0;
    for (const { name, respond, text } of flipper) {
      const key = /"key":"([a-z_]+)"/.exec(text)?.[1] ?? 'tsa_safe_travel_letter';
      const { proxy } = proxyOver(respond);
      const [result] = await proxy.readAllotments([key], never);
      if (result?.status === 'ok') read += 1;
      else if (result?.error.code === 'internal') wrong.push(name);
      if (/User;|@/.test(JSON.stringify(result))) wrong.push(`${name} tells an actor`);
    }
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(50);
  },
);
