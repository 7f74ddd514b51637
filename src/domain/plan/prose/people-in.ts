import type { Entry } from './entry.ts';
import { isContactSection, rolePattern } from './contacts.ts';
import { ordinaryWords } from './ordinary-words.ts';
import { emailPattern, phonesIn, replacePhones } from './people-patterns.ts';
import type { ProsePlan } from './prose-plan.ts';

/** The people a plan names, as they must not leave it. */
export interface People {
  /** Whole names: two words and more, or the only one known. */
  readonly names: readonly (readonly string[])[];
  /** Numbers that only here are known to be phones'. */
  readonly phones: readonly string[];
  /** Words in small letters somewhere in the plan, or in its title: part of a name they may be, but not alone. */
  readonly common: ReadonlySet<string>;
}

/** More than any plan names; keeps a broken file from becoming a huge pattern. */
const most = 200;

// Words are bounded, so that no text takes long.
const word = String.raw`(?<!\p{L})\p{Lu}[\p{L}’']{1,30}(?:-[\p{L}’']{1,30}){0,2}`;
const initial = String.raw`\p{Lu}\.?`;
const name = String.raw`${word}(?:[ \t]+(?:\([^()]{1,20}\)[ \t]+)?(?:(?:de|van|von|der|la|le|el|al|bin)[ \t]+)*(?:${word}|${initial}(?=[ \t]))){0,4}`;
const and = String.raw`(?:,|[ \t]+(?:and|or|&))[ \t]+`;
const several = `${name}(?:${and}${name}){0,5}`;
const separators = new RegExp(and, 'u');
const gap = String.raw`[\s,;:|<(\[–—"'*-]{0,6}(?:mailto:|tel:)?`;
const mark = '\u0000';
const role = '\u0001';
const by = String.raw`(?:(?:[Aa]t|[Oo]n|[Vv]ia|[Cc]ell|[Pp]hone|[Mm]obile|[Ee]-?mail|[Tt]el)[ .:]*)?`;
const before = new RegExp(`(${name})${gap}${by}${mark}`, 'gu');
const after = new RegExp(String.raw`${mark}[\s,;:|>()\]–—"'*-]{0,6}(${name})`, 'gu');
const ofRole = new RegExp(String.raw`${role}[ \t]*[-–—:,(|][ \t]*(${several})`, 'gu');
const withRole = new RegExp(
  String.raw`(${several})[ \t]*[-–—:,(|][ \t]*(?:the[ \t]+|our[ \t]+)?${role}`,
  'gu',
);
const called = new RegExp(
  String.raw`\b(?:[Tt]ell|[Cc]ontact|[Aa]sk|[Cc]all|[Pp]age|[Pp]ing|[Nn]otify|[Ee]mail|[Tt]ext|[Aa]lert|[Rr]each(?: out)?(?: to)?|[Ee]scalate(?:s|d)? to|[Mm]essage)[ \t]+(${name})`,
  'gu',
);
const whole = new RegExp(`^${name}$`, 'u');
const personColumn = /\b(?:name|contact|who|person|people|owner|lead|assignee|poc)\b/i;

/** Finds the people a plan names: its contacts, whoever stands beside an address or a number, and whoever is to be told. */
export function peopleIn(plan: ProsePlan): People {
  const common = commonWords(plan);
  const lines = new Set(plan.contacts.map((contact) => contact.line));
  const calls = new Set(
    plan.sections
      .filter(isContactSection)
      .flatMap((section) => section.entries)
      .concat(plan.entries.filter((entry) => lines.has(entry.line))),
  );
  const found = [
    // Capitals alone don't make a person: "Health Applications" is a team where the plan speaks of health and applications.
    ...plan.contacts
      .flatMap((contact) => contact.people.names)
      .filter((one) => !one.split(/\s+/).every((part) => common.has(part.toLowerCase()))),
    ...plan.entries.flatMap((entry) => besideAddress(entry, calls.has(entry))),
    ...[...calls].flatMap((entry) => namesCalled(entry)),
  ].filter((one) => !isOfTitle(one, plan));
  const names = new Map<string, readonly string[]>();
  for (const one of found) {
    const words = wordsOf(one);
    if (words.length > 0) names.set(words.join(' ').toLowerCase(), words);
  }
  const phones = [...calls].flatMap((entry) => phonesIn(entry.text, true));
  return { names: [...names.values()].slice(0, most), phones: [...new Set(phones)].slice(0, most), common };
}

/** Names next to an address or number, and in the cells of their row; and what an address itself spells out. */
function besideAddress(entry: Entry, isCall: boolean): readonly string[] {
  const marked = markAddresses(entry.text, isCall);
  const urls = entry.links.map((link) => link.url).join(' ');
  const addresses = [...(entry.text.match(emailPattern) ?? []), ...(urls.match(emailPattern) ?? [])];
  if (marked === entry.text && addresses.length === 0) return [];
  return [
    ...[...marked.matchAll(before)].map((match) => match[1] ?? ''),
    ...[...marked.matchAll(after)].map((match) => match[1] ?? ''),
    ...entry.cells.map((cell) => cell.trim()).filter((cell) => whole.test(cell)),
    ...entry.links.filter((link) => /^(?:mailto|tel):/i.test(link.url)).map((link) => link.label),
    ...addresses.flatMap(spelledOut),
  ];
}

function markAddresses(text: string, isCall: boolean): string {
  const local = isCall || /\b(?:cell|phone|mobile|tel)\b/i.test(text);
  return replacePhones(text.replaceAll(emailPattern, mark), mark, local);
}

/** "first.last@" */
function spelledOut(address: string): readonly string[] {
  const parts = (address.split('@')[0] ?? '')
    .replaceAll(/\d+/g, '')
    .split(/[._]/)
    .filter((one) => one.length > 1);
  if (parts.length !== 2) return [];
  return [parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()).join(' ')];
}

function namesCalled(entry: Entry): readonly string[] {
  const inColumn = entry.cells.filter(
    (cell, i) => personColumn.test(entry.header[i] ?? '') && whole.test(cell.trim()),
  );
  const roles = entry.text.replaceAll(rolePattern, role);
  return [
    ...[...entry.text.matchAll(called), ...roles.matchAll(ofRole), ...roles.matchAll(withRole)].flatMap(
      (match) => (match[1] ?? '').split(separators),
    ),
    ...inColumn,
  ];
}

function isOrdinary(one: string | undefined): boolean {
  return one !== undefined && ordinaryWords.has(one.toLowerCase().replaceAll(/[^\p{L}]/gu, ''));
}

/** A name without the roles and places around it; empty where nothing of a person is left. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .replaceAll(/[,;:|<>"*]/g, ' ')
    .split(/\s+/)
    .filter((one) => one !== '');
  while (isOrdinary(words[0])) words.shift();
  while (isOrdinary(words.at(-1))) words.pop();
  // "Travel Pay Mobile Team": what is a place in the middle is a place as a whole.
  if (words.some(isOrdinary)) return [];
  const longEnough = words.filter((one) => one.replaceAll(/[^\p{L}]/gu, '').length > 1);
  return longEnough.every(
    (one) => /^\(?\p{Lu}/u.test(one) || /^(?:de|van|von|der|la|le|el|al|bin)$/.test(one),
  )
    ? words
    : [];
}

function isOfTitle(text: string, plan: ProsePlan): boolean {
  const title = (plan.title?.text ?? '').toLowerCase();
  return title.includes(text.toLowerCase());
}

function commonWords(plan: ProsePlan): ReadonlySet<string> {
  const words = plan.entries.flatMap(
    (entry) => entry.text.replaceAll(emailPattern, ' ').match(/(?<![\p{L}@])\p{Ll}{2,}/gu) ?? [],
  );
  const ofTitle = (plan.title?.text ?? '').toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return new Set([...words, ...ofTitle, ...ordinaryWords]);
}
