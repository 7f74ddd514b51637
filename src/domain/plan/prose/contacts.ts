import { isBlank } from './blank.ts';
import type { Entry } from './entry.ts';
import { childrenOf, fieldKind, splitLabel } from './field.ts';
import type { ProseContact } from './prose-plan.ts';
import { emailPattern, phonesIn, replacePhones } from './people-patterns.ts';
import type { Section } from './section.ts';

const roleWords =
  '(?:(?:lead|senior|delivery|product|project|program|release|engineering|technical|tech|front[- ]?end|back[- ]?end|full[- ]?stack|quality|data|ux|content|design|platform|maintenance|on-?call|mhv|octo|depo|vsp|fe|be|qa|dev|sre)[ -]?){0,3}(?:managers?|engineers?|developers?|devs?|analysts?|owners?|leads?|designers?|contacts?|team|sres?|pms?|pos?|dms?|octo|qa|director|responder|ops|operations)';
/** Words for what somebody does in a team. */
export const rolePattern = new RegExp(String.raw`\b${roleWords}\b`, 'gi');
const phonePattern = /(?:\+?1[-. ]?)?(?:\(\d{3}\)\s?|\d{3}[-. ])?\d{3}[-. ]\d{4}\b/g;
const namePattern =
  /\b\p{Lu}[\p{Ll}’'-]+(?:\s+\(\p{Lu}[\p{Ll}]+\))?(?:\s+(?:de|van|von|la|De|La)?\s?\p{Lu}[\p{Ll}\p{Lu}’'-]+)+/gu;
const contactHeading =
  /\bcontacts?\b|\bincident|\bon-?call\b|\bescalat|\bwho to (?:call|contact)\b|\bsupport\b.{0,12}\bplan\b/i;

/** Reads who watches and who is called, and at which hours. */
export function readContacts(sections: readonly Section[]): readonly ProseContact[] {
  return sections.flatMap((section) => {
    const isContacts = isContactSection(section);
    let topic = section.heading.text;
    return section.entries.flatMap((entry, i) => {
      const field = splitLabel(entry.text);
      if (fieldKind(field?.label ?? entry.text) === 'monitor')
        return watchers(entry, field?.value ?? '', childrenOf(section.entries, i));
      if (!isContacts) return [];
      if (entry.strong && field?.value !== undefined && field.value === '') topic = field.label;
      else if (entry.strong) topic = entry.text.replace(/\s*:\s*$/, '');
      return called(entry, topic);
    });
  });
}

/** Whether a section says whom to call. */
export function isContactSection(section: Section): boolean {
  return [section, ...section.path].some(
    (outer) =>
      outer.level > 1 && !/\bplan\b/i.test(outer.heading.text) && contactHeading.test(outer.heading.text),
  );
}

function watchers(entry: Entry, value: string, children: readonly Entry[]): readonly ProseContact[] {
  const texts = [value, ...children.map((child) => child.text)].filter(
    (text) => text !== '' && !isBlank(text),
  );
  return texts.map((text) => contactOf('dashboards', 'always', text, entry.line));
}

const afterHours =
  /\b(?:after|off|outside|non)[- ]?(?:business |working )?hours\b|\bnights?\b|\bweekends?\b|\bon-?call\b/i;
const businessHours = /\b(?:business|working|office|core) hours\b|\bduring the day\b|\bweekdays?\b/i;

function hoursIn(text: string): 'after' | 'business' | null {
  if (afterHours.test(text)) return 'after';
  return businessHours.test(text) ? 'business' : null;
}

function called(entry: Entry, topic: string): readonly ProseContact[] {
  const { text } = entry;
  const hours = hoursIn(text);
  const calls = /\b(?:contact|call|page|reach out|notify|ping|escalate|alert|email)\b/i.test(text);
  const lists = new RegExp(String.raw`\s[-–—:]\s+.*${roleWords}`, 'i').test(text);
  if (hours === null && !calls && !lists) return [];
  return [contactOf(topic, hours ?? 'always', text, entry.line)];
}

function contactOf(topic: string, hours: ProseContact['hours'], text: string, line: number): ProseContact {
  const short = text.slice(0, 500);
  const roles = [...short.matchAll(rolePattern)].map((match) => match[0].trim());
  const via = /\bvia ([a-z][a-z ,/]{2,40})|\b(slack|pagerduty|e-?mail|phone|cell|teams)\b/i.exec(short);
  const bare = short
    .replace(rolePattern, ' ')
    .replace(/\b(?:Contact|Slack|VA|Action|During|Business|After|Off|Hours|Reach)\b/g, ' ');
  return {
    for: withoutPeople(topic),
    hours,
    role: [...new Set(roles)].join(', '),
    via: (via?.[1] ?? via?.[2])?.trim().toLowerCase() ?? null,
    line,
    people: {
      names: [...bare.matchAll(namePattern)].map((match) => match[0]),
      emails: short.match(emailPattern) ?? [],
      phones: [...new Set([...(short.match(phonePattern) ?? []), ...phonesIn(short, true)])],
    },
  };
}

/** Takes names, addresses and numbers out of words that will be shown. */
export function withoutPeople(text: string): string {
  return replacePhones(text.replace(emailPattern, ''), '')
    .replace(phonePattern, '')
    .replace(/@[\w-]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
