import { ordinaryWords } from './ordinary-words.ts';
import { peopleIn, type People } from './people-in.ts';
import { emailPattern, replacePhones } from './people-patterns.ts';
import type { ProsePlan } from './prose-plan.ts';
import { readProse } from './read-prose.ts';

/** A plan's prose without its people: what may be shown, sent and printed. */
export interface BareProse {
  /** The same lines as the plan's, with nobody named in them. */
  readonly markdown: string;
  readonly prose: ProsePlan;
  /** Takes this plan's people out of any other words about it. */
  readonly hide: (text: string) => string;
}

/** Stands for whoever was named, so that a line that only named people is not read as left blank. */
const somebody = 'someone';

/**
 * Reads a plan twice: to know its people, and then without them. So nothing that is made of its words can carry a name, an
 * address or a number, however it is cut or put together later. Who is called, and when, is taken from the first reading.
 */
export function readWithoutPeople(markdown: string): BareProse {
  const first = readProse(markdown);
  const hide = hider(peopleIn(first));
  const bare = hide(markdown);
  const prose = bare === markdown ? first : readProse(bare);
  const contacts = first.contacts.map((one) => ({
    ...one,
    for: hide(one.for),
    role: hide(one.role),
    via: one.via === null ? null : hide(one.via),
  }));
  return { markdown: bare, prose: { ...prose, contacts }, hide };
}

function hider(people: People): (text: string) => string {
  const patterns = patternsOf(people);
  const runs = new RegExp(`\\b${somebody}(?:[ \\t,;:/<>–-]{1,4}${somebody})+\\b`, 'g');
  return (text) => {
    const withoutAddresses = replacePhones(text.replaceAll(emailPattern, somebody), somebody);
    const named = patterns.reduce((rest, one) => rest.replaceAll(one, somebody), withoutAddresses);
    return named === text ? text : named.replaceAll(runs, somebody);
  };
}

function patternsOf({ names, phones, common }: People): readonly RegExp[] {
  const full = names.flatMap((words) => (words.length > 1 ? formsOf(words) : []));
  const parts = [...new Set(names.flat())].filter((one) =>
    /^\p{Lu}\p{Ll}[\p{L}’'-]*$|^\p{Lu}[\p{L}’'-]{2,}$/u.test(one),
  );
  const own = parts.filter((one) => !common.has(one.toLowerCase()));
  const shared = parts.filter(
    (one) => common.has(one.toLowerCase()) && !ordinaryWords.has(one.toLowerCase()),
  );
  return [
    pattern(full, 'giu'),
    pattern(phones.map(escape), 'g'),
    pattern(
      own.flatMap((one) => [escape(one), escape(one.toUpperCase())]),
      'gu',
    ),
    // A name that is a word too is a name after "tell" and the like.
    shared.length === 0
      ? null
      : new RegExp(
          String.raw`(?<=\b(?:tell|contact|ask|call|page|ping|notify|email|by|from)[ \t]+)(?:${shared.map(escape).join('|')})(?![\p{L}\d])`,
          'gu',
        ),
  ].filter((one) => one !== null);
}

/** "First Middle Last", "First Last", "Last, First", "F. Last" */
function formsOf(words: readonly string[]): readonly string[] {
  const [first = '', last = ''] = [words[0], words.at(-1)].map((one) => escape(one ?? ''));
  const initial = escape((words[0] ?? '').charAt(0));
  return [
    words.map(escape).join(String.raw`[ \t]+`),
    String.raw`${first}[ \t]+(?:\S{1,20}[ \t]+)?${last}`,
    String.raw`${last},[ \t]*${first}`,
    String.raw`${initial}\.[ \t]*${last}`,
  ];
}

function pattern(forms: readonly string[], flags: string): RegExp | null {
  if (forms.length === 0) return null;
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return new RegExp(
    String.raw`(?<![\p{L}\d])(?:${longestFirst.join('|')})(?![\p{L}\d])`,
    flags.includes('u') ? flags : `${flags}u`,
  );
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
