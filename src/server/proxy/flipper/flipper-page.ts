import { Parser } from 'htmlparser2';
import type { Allotment } from '#contract/verdict.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { upstreamFetch } from '../upstream-fetch.ts';
import { allotmentOfGates } from './flipper-schema.ts';
import type { FlipperAnswer, FlipperConfig, FlipperDeps } from './flipper-source.ts';
import { refused, unknown, wantsLogin } from './flipper-errors.ts';

/** Reads allotments from the page Flipper's own screens show of a toggle. GET only. */
export async function readFlipperPages(
  config: FlipperConfig,
  keys: readonly string[],
  deps: FlipperDeps,
  signal: AbortSignal,
): Promise<FlipperAnswer> {
  const entries = keys.map(async (key) => [key, await readPage(config, key, deps, signal)] as const);
  return new Map(await Promise.all(entries));
}

async function readPage(
  config: FlipperConfig,
  key: string,
  deps: FlipperDeps,
  signal: AbortSignal,
): Promise<Allotment | SourceFailure> {
  const answer = await upstreamFetch(
    {
      name: 'Flipper',
      url: `${config.url.replace(/\/+$/, '')}/features/${encodeURIComponent(key)}`,
      method: 'GET',
      headers: { ...config.headers, accept: 'text/html' },
      maxBytes: 4_000_000,
    },
    deps.fetch,
    signal,
  );
  if (!answer.ok) return answer;
  if (answer.status === 404) return unknown(key);
  if (answer.status !== 200) return refused(answer, deps.now(), 'STAGEWATCH_FLIPPER_PAGE');
  return pageAllotment(key, answer.text, deps.now());
}

/**
 * What the page says: its state in the header of the card, then one sentence for each kind of gate. The names of actors
 * stand on it too; they are skipped unread. An expression is not shown at all, so a conditional toggle without any
 * open gate is one.
 */
function pageAllotment(key: string, html: string, now: EpochMs): Allotment | SourceFailure {
  const said = sentencesOf(html);
  const [state, ...others] = new Set(said.flatMap((text) => states.get(text.toLowerCase()) ?? []));
  if (state === undefined && asksForLogin.test(html)) return wantsLogin(200);
  if (state === undefined || others.length > 0) return unreadable(key);
  const number = (pattern: RegExp): number | null => numberIn(said, pattern);
  const actors = number(/^Enabled for ([\d.]+)% of actors$/i);
  const time = number(/^Enabled for ([\d.]+)% of time$/i);
  // Fully on, the page shows no gates; else it shows both percentages, zero included.
  if (state !== 'on' && (actors === null || time === null)) return unreadable(key);
  const gates = {
    key,
    on: state === 'on',
    actors,
    time,
    named: number(/^Enabled for (\d+) actors?$/i) ?? 0,
    groups: number(/^Enabled for (\d+) groups?$/i) ?? 0,
  };
  const open = [actors, time, gates.named, gates.groups].some((value) => value !== null && value > 0);
  const expression = state === 'conditional' && !open;
  return allotmentOfGates({ ...gates, expression }, 'toggle page', now);
}

const asksForLogin = /<form[^>]*(login|sign|session)|type="password"/i;

const states: ReadonlyMap<string, 'on' | 'conditional' | 'off'> = new Map([
  ['fully enabled', 'on'],
  ['conditionally enabled', 'conditional'],
  ['disabled', 'off'],
]);

/** Texts of elements, in order; only those that could be the page's own words are kept. */
function sentencesOf(html: string): readonly string[] {
  const out: string[] = [];
  let text = '';
  const flush = (): void => {
    const one = text.replace(/\s+/g, ' ').trim();
    text = '';
    if (states.has(one.toLowerCase()) || /^(Enabled for|No) /i.test(one)) out.push(one);
  };
  const parser = new Parser({
    onopentag: (tag) => {
      if (tag !== 'strong' && tag !== 'span' && tag !== 'b') flush();
    },
    ontext: (piece) => {
      text += piece;
    },
    onclosetag: (tag) => {
      if (tag !== 'span') flush();
    },
  });
  parser.write(html);
  parser.end();
  return out;
}

function numberIn(said: readonly string[], pattern: RegExp): number | null {
  const found = said.flatMap((text) => pattern.exec(text)?.[1] ?? []);
  const [first] = found;
  const value = first === undefined ? NaN : Number(first);
  // Two different answers on one page are none.
  return Number.isFinite(value) && found.every((one) => one === first) ? value : null;
}

function unreadable(key: string): SourceFailure {
  const message = `The toggle page of "${key}" is not as Flipper shows it. Look at it yourself and enter the percentage by hand.`;
  return failure('schema_drift', message);
}
