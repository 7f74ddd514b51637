import { numberPattern, readNumber } from '../plan/prose/number-text.ts';
import type { Figure } from './figure.ts';

/** A number as a person types it. */
export type TypedValue = Pick<Figure, 'unit' | 'value' | 'counts' | 'decimals' | 'note'>;

const n = `(${numberPattern})`;
const fraction = new RegExp(`^${n}\\s*(?:/|of|out of)\\s*${n}$`, 'i');
const percent = /^(\d+(?:\.(\d+))?)\s?%(?:\s*\((.+)\))?$/;
const length = /^(\d+(?:\.\d+)?)\s?(ms|s)$/i;

/**
 * Reads "2,299", "5.7%", "27 of 472", "27/472", "5.7% (27/472)" or "320 ms".
 * A fraction upside down is turned and remarked on; nothing else is corrected.
 * @returns what it means, or a sentence that says how to write it.
 */
export function readTyped(text: string): TypedValue | string {
  const words = text.trim();
  const pair = fraction.exec(words);
  if (pair !== null) return ofCounts(pair[1] ?? '', pair[2] ?? '', null);
  const share = percent.exec(words);
  if (share !== null) return ofShare(share[1] ?? '', share[2] ?? '', share[3]);
  const time = length.exec(words);
  if (time !== null) {
    const ms = Number(time[1]) * (time[2]?.toLowerCase() === 's' ? 1000 : 1);
    return { unit: 'ms', value: ms, counts: null, decimals: null, note: null };
  }
  const count = /^\d/.test(words) ? readNumber(words) : null;
  if (count !== null) return { unit: 'count', value: count, counts: null, decimals: null, note: null };
  return `"${words}" is no number. Write a count such as 2,299, a share such as 5.7%, two counts such as 27 of 472, or a time such as 320 ms.`;
}

function ofCounts(first: string, second: string, stated: TypedValue | null): TypedValue | string {
  const a = readNumber(first) ?? Number.NaN;
  const b = readNumber(second) ?? Number.NaN;
  const [events, of] = a <= b ? [a, b] : [b, a];
  // 3 of 0 is no share, and turned round it would read as none of three.
  if (b === 0 || !(of > 0) || !Number.isInteger(a) || !Number.isInteger(b))
    return `"${first} of ${second}" is no share. Write two whole numbers, the smaller first.`;
  const note = a > b ? `Written upside down ("${first}/${second}").` : null;
  return {
    unit: 'share',
    value: stated?.value ?? events / of,
    counts: { events, of },
    decimals: stated?.decimals ?? null,
    note,
  };
}

function ofShare(number: string, decimals: string, counts: string | undefined): TypedValue | string {
  // Divide the way people read it: 17.8 becomes 0.178.
  const value = Number((Number(number) / 100).toPrecision(12));
  if (value > 1) return `"${number}%" is more than 100%, which no share can reach.`;
  const stated: TypedValue = {
    unit: 'share',
    value,
    counts: null,
    decimals: decimals.length,
    note: null,
  };
  const pair = counts === undefined ? null : fraction.exec(counts.trim());
  return pair === null ? stated : ofCounts(pair[1] ?? '', pair[2] ?? '', stated);
}
