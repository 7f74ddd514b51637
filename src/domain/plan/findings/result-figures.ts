import type { Field } from '../prose/field.ts';
import { numberPattern, readNumber } from '../prose/number-text.ts';

/** Figures of one stage or check-in. */
export interface Figures {
  readonly users: { readonly value: number; readonly line: number } | null;
  readonly success: number | null;
  readonly failed: number | null;
  readonly line: number;
  readonly fraction: {
    readonly top: number;
    readonly bottom: number;
    readonly rate: number | null;
    readonly line: number;
  } | null;
  readonly share: { readonly percent: number; readonly isError: boolean; readonly line: number } | null;
}

export const n = `(${numberPattern})`;

/** Reads users, successes and failures from the result fields of a stage or check-in. */
export function figuresOf(fields: readonly Field[]): Figures {
  const texts = fields
    .filter((field) => field.isResult || field.kind === 'kpi')
    .map((field) => ({ field, text: `${field.label}: ${field.value}`.slice(0, 600) }));
  const find = (pattern: RegExp) => {
    const found = texts.find(({ text }) => pattern.test(text));
    return found === undefined ? null : { match: pattern.exec(found.text), line: found.field.line };
  };
  const number = (pattern: RegExp): number | null => readNumber(find(pattern)?.match?.[1] ?? '');
  const users = fields.find((field) => field.kind === 'unique-users');
  const count = readNumber(new RegExp(`^\\W*(?:≈|~)?\\s*${n}`).exec(users?.value ?? '')?.[1] ?? '');
  return {
    users: users === undefined || count === null ? null : { value: count, line: users.line },
    success:
      number(new RegExp(`${n}\\s+(?:successful|successes|succeeded)`, 'i')) ??
      number(new RegExp(`\\(success\\)[^\\n]*?:\\s*${n}(?!\\s?%)`, 'i')),
    failed: number(new RegExp(`${n}\\s+(?:errors?|failures?|failed)\\b`, 'i')),
    line: find(/success/i)?.line ?? users?.line ?? 0,
    fraction: fractionOf(texts),
    share: shareOf(texts),
  };
}

type Texts = readonly { readonly field: Field; readonly text: string }[];

const fractionPattern = new RegExp(`\\(${n}\\s*/\\s*${n}\\)`);

/** "5.7% error rate (27/472)" */
function fractionOf(texts: Texts): Figures['fraction'] {
  const found = texts.find(({ text }) => fractionPattern.test(text));
  if (found === undefined) return null;
  const [, top = '', bottom = ''] = fractionPattern.exec(found.text) ?? [];
  const rate = /(\d+(?:\.\d+)?)\s?%\s+(?:\w+\s+){0,3}\(/.exec(found.text)?.[1];
  return {
    top: readNumber(top) ?? 0,
    bottom: readNumber(bottom) ?? 0,
    rate: rate === undefined ? null : Number(rate),
    line: found.field.line,
  };
}

const sharePattern =
  /(\d+(?:\.\d+)?)\s?%\s*(?:success|error|fail)\w*|(?:error|failure|success) rate\b[^%\n]{0,120}?:\s*(\d+(?:\.\d+)?)\s?%/i;

/** "86% success", "Error rate: 3%" */
function shareOf(texts: Texts): Figures['share'] {
  const found = texts.find(({ text }) => sharePattern.test(text));
  const match = sharePattern.exec(found?.text ?? '');
  if (found === undefined || match === null) return null;
  return {
    percent: Number(match[1] ?? match[2]),
    isError: /error|fail/i.test(match[0]),
    line: found.field.line,
  };
}
