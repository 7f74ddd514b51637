import { sayShare } from '../verdict/say-value.ts';
import type { Figure } from './figure.ts';
import { sayFigure } from './result-words.ts';

/** By how much a source says something else today than when it was frozen. */
export interface Differences {
  readonly differences: readonly {
    readonly name: string;
    readonly frozen: string;
    readonly now: string;
    /** "3 more (0.6%)". */
    readonly by: string;
  }[];
  readonly unread: readonly { readonly name: string; readonly why: string }[];
}

/** What differs between a snapshot and the source of today. The snapshot itself never changes. */
export function differencesOf(frozen: readonly Figure[], now: readonly Figure[]): Differences {
  const today = new Map(now.map((one) => [one.name, one]));
  const pairs = frozen.flatMap((was) => {
    const is = today.get(was.name);
    return is === undefined ? [] : [{ was, is }];
  });
  return {
    differences: pairs.flatMap(({ was, is }) =>
      is.value === null || was.value === is.value
        ? []
        : [{ name: was.name, frozen: sayFigure(was), now: sayFigure(is), by: sayBy(was, is.value) }],
    ),
    unread: pairs.flatMap(({ is }) =>
      is.value === null ? [{ name: is.name, why: is.problem ?? 'It has no number now.' }] : [],
    ),
  };
}

function sayBy({ value, unit }: Figure, now: number): string {
  if (value === null) return 'there was no number then';
  const more = now - value;
  const size = Math.abs(more);
  const amount = unit === 'ms' ? `${Number(size.toPrecision(3))} ms` : String(Number(size.toPrecision(6)));
  const part = value === 0 ? '' : ` (${sayShare(size / Math.abs(value))})`;
  return `${amount} ${more > 0 ? 'more' : 'less'}${part}`;
}
