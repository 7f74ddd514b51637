import type { ContactList } from '#contract/contacts.ts';

/** When somebody is to be called, in words. */
export const hoursWords = { business: 'Business hours', after: 'After hours', always: 'Any hour' } as const;

/**
 * Whether it is known which contacts are those for this hour. A plan without business hours leaves nobody out, so that both
 * those of business hours and those after them are given: they can't all be for now.
 */
export function isHourKnown(contacts: ContactList): boolean {
  const now = new Set(contacts.filter((one) => one.now).map((one) => one.hours));
  return !(now.has('business') && now.has('after'));
}

export const hourUnknown =
  'The plan gives no business hours, so which of them is to be called at this hour is not known.';
