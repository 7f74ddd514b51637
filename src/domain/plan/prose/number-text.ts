const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Reads "4,368", "1.5k", "2M" or "three"; `null` where it is no number. */
export function readNumber(text: string): number | null {
  const word = text.trim().toLowerCase();
  const index = small.indexOf(word);
  if (index >= 0) return index;
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([km])?$/.exec(word);
  if (match === null) return null;
  const [, whole = '', fraction = '', scale] = match;
  const size = { k: 1_000, m: 1_000_000 }[scale ?? ''] ?? 1;
  return Number((Number(whole.replaceAll(',', '') + fraction) * size).toPrecision(12));
}

/** The pattern of a number in running text, with thousands, fraction and k; without sign or unit. */
export const numberPattern = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;

/** The pattern of a number word up to twelve. */
export const numberWords = small.slice(1).join('|');

/** Roman numerals as stages are numbered with them; `null` above twelve or where it is none. */
export function readRoman(text: string): number | null {
  const index = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'].indexOf(
    text.toLowerCase(),
  );
  return index < 0 ? null : index + 1;
}
