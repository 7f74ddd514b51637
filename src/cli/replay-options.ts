import { parseArgs } from 'node:util';

/** What `stagewatch replay` was asked for. */
export interface ReplayOptions {
  readonly plan: string;
  readonly stage: string;
  readonly series: string;
  readonly at: number | undefined;
  /** Other limits, by criterion. */
  readonly limits: ReadonlyMap<string, string>;
  readonly json: boolean;
}

const usage =
  'Write: stagewatch replay PLAN.md --stage ID --series FILE.json [--at 2025-07-28T14:00:00Z] [--limit CRITERION="< 3%"] [--json]';

const options = {
  stage: { type: 'string' },
  series: { type: 'string' },
  at: { type: 'string' },
  limit: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** Reads the options; a string says what is wrong with them. */
export function readReplayOptions(args: readonly string[]): ReplayOptions | string {
  const read = parsed(args);
  if (typeof read === 'string') return `${read} ${usage}`;
  const { values, positionals } = read;
  const [plan, extra] = positionals;
  const { stage, series, at } = values;
  if (plan === undefined || extra !== undefined || stage === undefined || series === undefined) return usage;
  const until = at === undefined ? undefined : Date.parse(at);
  if (until !== undefined && Number.isNaN(until)) return `--at ${at ?? ''} is not a time. ${usage}`;
  const limits = new Map<string, string>();
  for (const text of values.limit ?? []) {
    const sign = text.indexOf('=');
    if (sign < 1) return `--limit ${text}: name the criterion and its limit. ${usage}`;
    limits.set(text.slice(0, sign), text.slice(sign + 1));
  }
  return { plan, stage, series, at: until, limits, json: values.json ?? false };
}

function parsed(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> | string {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : 'The options can’t be read.';
  }
}
