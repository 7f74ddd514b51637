import type { Kpi } from '../plan/plan.ts';
import type { Range } from '../stats/exact-binomial.ts';
import { sayCount, sayShare, sayValue } from '../verdict/say-value.ts';
import { evaluate, namesIn, parseExpression, summands, write, type Expression } from './expression.ts';
import { sayName, type Figure } from './figure.ts';

/** What became of one identity. */
export interface IdentityResult {
  readonly text: string;
  readonly result: 'true' | 'not true' | 'cannot say';
  /** With the numbers, in one or two sentences. */
  readonly said: string;
}

interface Identity {
  readonly left: Expression;
  readonly sign: '=' | '<=' | '>=' | '<' | '>';
  readonly right: Expression;
}

/** Reads "failures + successes = attempts" or "users <= attempts"; a string says what is wrong. */
function parseIdentity(text: string): Identity | string {
  const match = /^([^<>=]+)(<=|>=|=|<|>)([^<>=]+)$/.exec(text.replaceAll('≤', '<=').replaceAll('≥', '>='));
  if (match === null) return `"${text}" is no identity. Write it as "failures + successes = attempts".`;
  const left = parseExpression(match[1] ?? '');
  const right = parseExpression(match[3] ?? '');
  if (typeof left === 'string') return left;
  if (typeof right === 'string') return right;
  const sign = match[2];
  return { left, right, sign: sign === '<=' || sign === '>=' || sign === '<' || sign === '>' ? sign : '=' };
}

/** The names an identity uses; none where it can't be read. */
export function identityNames(text: string): readonly string[] {
  const read = parseIdentity(text);
  return typeof read === 'string' ? [] : [...new Set([...namesIn(read.left), ...namesIn(read.right)])];
}

/** Do the numbers add up? Each identity with the figures put in. */
export function checkIdentity(text: string, figures: ReadonlyMap<string, Figure>): IdentityResult {
  const read = parseIdentity(text);
  if (typeof read === 'string') return { text, result: 'cannot say', said: read };
  const valueOf = (name: string): number | null => figures.get(name)?.value ?? null;
  const left = evaluate(read.left, valueOf);
  const right = evaluate(read.right, valueOf);
  if (left === null || right === null) {
    const missing = identityNames(text).filter((name) => valueOf(name) === null);
    const said =
      missing.length === 0 ? 'A division by zero.' : `No number for ${missing.map(sayName).join(' and ')}.`;
    return { text, result: 'cannot say', said };
  }
  const stated = [read.left, read.right].flatMap((one) => statedShare(one, figures))[0];
  return stated === undefined
    ? compared({ ...read, text, figures }, left, right)
    : comparedRate({ ...read, text, figures }, left, right, stated);
}

interface Put extends Identity {
  readonly text: string;
  readonly figures: ReadonlyMap<string, Figure>;
}

function statedShare(one: Expression, figures: ReadonlyMap<string, Figure>): readonly Figure[] {
  const known = one.kind === 'name' ? figures.get(one.name) : undefined;
  return known?.unit === 'share' ? [known] : [];
}

function compared(put: Put, left: number, right: number): IdentityResult {
  const { text, sign } = put;
  const gap = right - left;
  const holds = sign === '=' ? Math.abs(gap) < 1e-6 : ordered(sign, left, right);
  const first = sayUp(put.left, left, put);
  const second = sayUp(put.right, right, put);
  if (!holds) return { text, result: 'not true', said: `${first}, but ${second}. ${sayGap(put, gap)}` };
  return { text, result: 'true', said: sign === '=' ? `${first}: ${second}.` : `${first}, ${second}.` };
}

function ordered(sign: Identity['sign'], left: number, right: number): boolean {
  switch (sign) {
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '=':
      return left === right;
  }
}

/** "445 + 27 = 472", or "517 attempts" for a name alone. */
function sayUp(one: Expression, value: number, { figures }: Put): string {
  const say = (name: string): string => {
    const known = figures.get(name);
    if (known?.value === undefined || known.value === null) return sayName(name);
    return `${known.origin === 'worked out' ? 'about ' : ''}${sayValue(known.value, known.unit)}`;
  };
  if (one.kind === 'name') return `${say(one.name)} ${sayName(one.name)}`;
  const about = namesIn(one).some((name) => figures.get(name)?.origin === 'worked out') ? 'about ' : '';
  return `${write(one, say)} = ${about}${sayCount(value)} ${namesIn(one).map(sayName).join(' and ')}`;
}

function sayGap({ sign, left, right }: Put, gap: number): string {
  const size = sayCount(Math.abs(gap));
  if (sign === '=') return gap > 0 ? `${size} are not accounted for.` : `${size} too many.`;
  const names = [...new Set([...namesIn(left), ...namesIn(right)])].map(sayName);
  return `Both can't be right, unless ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} count different things.`;
}

/** A rate as printed agrees when the counts round to it. */
function comparedRate(put: Put, left: number, right: number, stated: Figure): IdentityResult {
  const { text, figures } = put;
  const share = stated.value ?? 0;
  const other = put.left.kind === 'name' && put.left.name === stated.name ? right : left;
  const side = other === right ? put.right : put.left;
  const decimals = stated.decimals ?? 1;
  const agrees = Math.abs(other - share) <= 0.5 / 10 ** (decimals + 2) + 1e-12;
  const numbers = write(side, (name) => sayCount(figures.get(name)?.value ?? 0));
  const note = stated.note === null ? '' : ` ${stated.note}`;
  return agrees
    ? { text, result: 'true', said: `${numbers} = ${sayShare(other)}. It agrees.${note}` }
    : {
        text,
        result: 'not true',
        said: `${numbers} = ${sayShare(other)}, but ${sayShare(share)} is stated.${note}`,
      };
}

/**
 * The least and the most a rate can be when what a sum leaves unaccounted for all went one way or the other
 * (worst-case bounds of Manski; statistics, M6). `null` where nothing is unaccounted for.
 */
export function possibleRange(
  kpi: Kpi,
  figures: ReadonlyMap<string, Figure>,
  identities: readonly string[],
): Range | null {
  if (kpi.measure?.kind !== 'ratio') return null;
  const failed = kpi.measure.numerator.trim();
  const events = figures.get(failed)?.value ?? null;
  if (events === null) return null;
  for (const text of identities) {
    const gap = gapOf(text, failed, figures);
    if (gap !== null && gap.gap > 0) return { low: events / gap.of, high: (events + gap.gap) / gap.of };
  }
  return null;
}

/** What "failures + successes = attempts" leaves unaccounted for; `null` where it is no such sum. */
export function gapOf(
  text: string,
  failed: string,
  figures: ReadonlyMap<string, Figure>,
): { readonly gap: number; readonly of: number } | null {
  const read = parseIdentity(text);
  if (typeof read === 'string' || read.sign !== '=') return null;
  const [parts, whole] =
    (summands(read.left)?.length ?? 0) > 1
      ? [summands(read.left), read.right]
      : [summands(read.right), read.left];
  if (parts === null || !parts.includes(failed) || whole.kind !== 'name') return null;
  const values = parts.map((name) => figures.get(name)?.value ?? null);
  const of = figures.get(whole.name)?.value ?? null;
  if (of === null || of <= 0 || values.includes(null)) return null;
  const gap = of - values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return { gap, of };
}
