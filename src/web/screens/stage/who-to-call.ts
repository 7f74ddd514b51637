import type { ContactList } from '#contract/contacts.ts';

type Contact = ContactList[number];

/** Words that say nothing of a kind of failure. */
const common: ReadonlySet<string> = new Set([
  'high',
  'from',
  'with',
  'that',
  'this',
  'broke',
  'limit',
  'over',
]);

/**
 * Whom to call now about a failure: of those for this hour, the ones whose kind shares a word with it; where none does, all
 * for this hour, since somebody must be called.
 */
export function whoToCall(contacts: ContactList, about: string): readonly Contact[] {
  const now = contacts.filter((one) => one.now);
  const words = stems(about);
  const fitting = now.filter((one) => stems(one.for).some((word) => words.includes(word)));
  return fitting.length > 0 ? fitting : now;
}

/** "Errors" and "error rate" are of one kind. */
function stems(text: string): readonly string[] {
  const words: readonly string[] = text.toLowerCase().match(/[a-z]{4,}/g) ?? [];
  return words.filter((word) => !common.has(word)).map((word) => word.replace(/(?:ing|ures?|s|ed)$/, ''));
}

/** "Front-end engineer, Slack". */
export function sayContact({ role, via, number }: Contact): string {
  const how = number ?? via;
  return how === null ? role : `${role}, ${via === null || number === null ? how : `${via} ${number}`}`;
}
