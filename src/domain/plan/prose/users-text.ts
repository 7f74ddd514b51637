import { readNumber, numberPattern, numberWords } from './number-text.ts';

const people =
  'users?|veterans?|participants?|people|persons?|applicants?|actors?|claimants?|patients?|testers?|members?|individuals?|beneficiar(?:y|ies)|visitors?|employees?|staff|stakeholders?|customers?|dependents?|caregivers?|teams?|accounts?';
const amount = `(?:(?<![\\d,.])${numberPattern}(?!\\d|,\\d{3})(?:\\s?[kKmM]\\b|(?=x\\b)|\\b)|(?:${numberWords})\\b)`;
const range = new RegExp(`${amount}\\s*(?:[-–—]|to|or|,)\\s*~?${amount}`, 'i');
const rate =
  /\b(?:per|a|each|every|\/)\s*(?:day|week|month|hour|year)\b|\b(?:daily|weekly|monthly|hourly)\b/i;
const counted = new RegExp(`(${amount})\\s*x?\\s+(?:\\w+\\s+){0,3}?(?:${people})\\b`, 'i');
const leading = new RegExp(
  `^\\W*(?:about|around|approx(?:imately|\\.)?|roughly|at least|minimum(?: of)?|min\\.?|estimated|up to|up to about|~|≈)?\\s*(${amount})(?!\\s*%)x?`,
  'i',
);
const bracketed = new RegExp(
  `(?:\\(|[,;/=–—-])\\s*(?:about|around|approx(?:imately|\\.)?|roughly|~|≈|est\\.?|estimated)?\\s*(${amount})(?!\\s*%)\\s*(?:\\)|$)`,
  'i',
);

/** Reads the number of people from a field that asks for nothing else ("Desired number of users: 5 participants"). */
export function readUsers(value: string): number | null {
  const text = value.slice(0, 300);
  if (range.test(text) || rate.test(firstClause(text))) return null;
  const match = leading.exec(text) ?? counted.exec(text);
  return match === null ? null : readNumber(match[1] ?? '');
}

/** Reads the number of people beside a percentage ("10% (23,019 users)"); a rate or a range is none. */
export function readUsersBesidePercent(value: string): number | null {
  const text = value.slice(0, 300).replace(/\bx%\s*\(.*?\)/i, '');
  const afterPercent = text.replace(/^.*?(?:%|percent)/i, '');
  const own = /%|percent/i.test(text) ? afterPercent : text;
  if (range.test(own)) return null;
  const match = counted.exec(own) ?? bracketed.exec(own);
  if (match === null || rate.test(own.slice(match.index, match.index + match[0].length + 16))) return null;
  return readNumber(match[1] ?? '');
}

function firstClause(text: string): string {
  return text.split(/[.;(]/)[0] ?? text;
}
