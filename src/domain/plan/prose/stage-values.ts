import { blankKind, isBlank } from './blank.ts';
import { readDates, type WrittenRange } from './date-text.ts';
import type { Entry } from './entry.ts';
import type { Field, FieldKind } from './field.ts';
import { isLengthHint, readLength, type LengthText } from './length-text.ts';
import { readPercents } from './percent-text.ts';
import { readUsers, readUsersBesidePercent } from './users-text.ts';

/** The first planning field of a kind. */
export function planned(fields: readonly Field[], ...kinds: readonly FieldKind[]): Field | undefined {
  return fields.find((field) => !field.isResult && kinds.includes(field.kind));
}

/** The percentage a stage's own field gives; a marker ("x%") or a range gives none. */
export function fieldPercent(fields: readonly Field[], entries: readonly Entry[]): number | null {
  const field = planned(fields, 'percent');
  if (field !== undefined) return isBlank(field.value) ? null : percentIn(field.value);
  const bullet = entries.find(
    (entry) =>
      entry.kind === 'item' &&
      /^\W*~?\d+(?:\.\d+)?\s*%\s+(?:of|users|traffic|veterans|rollout|gating)/i.test(entry.text),
  );
  return bullet === undefined || /[<>≤≥]/.test(bullet.text) ? null : readPercents(bullet.text).single;
}

function percentIn(value: string): number | null {
  for (const line of value.split('\n')) {
    const percents = readPercents(line);
    if (percents.all.length > 0) return percents.single;
  }
  // "Percentage of users: 25" leaves its sign out.
  const bare = /^\s*(\d{1,3}(?:\.\d+)?)\s*$/.exec(value)?.[1];
  return bare === undefined || Number(bare) > 100 ? null : Number(bare);
}

/** The number of people planned: where the plan asks for it, or beside the percentage. */
export function plannedUsers(fields: readonly Field[], label: string): number | null {
  const asked = planned(fields, 'users');
  if (asked !== undefined && blankKind(asked.value) === null) {
    const first = asked.value.split('\n')[0] ?? '';
    if (!/%/.test(first)) return readUsers(first);
  }
  const percent = planned(fields, 'percent');
  const value = percent?.value ?? '';
  if (percent !== undefined && !isBlank(value)) {
    for (const line of value.split('\n')) {
      const users = readUsersBesidePercent(line);
      if (users !== null) return users;
    }
  }
  return percent === undefined &&
    /\b\d[\d,]* (?:users|veterans|participants|people|testers|staff|employees)\b/i.test(label)
    ? readUsersBesidePercent(label)
    : null;
}

/** The planned length from the stage's fields; dates in a length field are no length. */
export function plannedLength(fields: readonly Field[]): LengthText | null {
  for (const kind of ['length', 'date-or-length', 'date'] as const) {
    for (const field of fields.filter((one) => one.kind === kind && !one.isResult)) {
      const length = lengthIn(field);
      if (length !== null) return length;
    }
  }
  return null;
}

function lengthIn(field: Field): LengthText | null {
  const value = field.value.replaceAll('\n', '; ');
  const kind = blankKind(value);
  if (kind === 'not-applicable' || isLengthHint(value)) return null;
  // "3 days - 5/X/25" still says three days.
  if (kind !== null) return kind === 'date-marker' ? readLength(value) : null;
  const first = field.value.split('\n')[0] ?? '';
  const hasDates = readDates(first).length > 0;
  // Brackets hold hints and actual lengths; the plan's own figure stands before them.
  const bare = first.replace(/\([^)]*\)/g, ' ').trim();
  const length = readLength(bare) ?? readLength(first);
  if (length !== null)
    return length.seconds === null && /\b(?:forward|until)\b/i.test(first)
      ? { text: first.slice(0, 120), seconds: null }
      : length;
  if (field.kind !== 'length' || hasDates || /^\W*skip/i.test(first)) return null;
  return { text: first.slice(0, 120), seconds: null };
}

/** Dates a stage gives, and whether they are recorded as having happened. */
export interface StageDates {
  readonly range: WrittenRange;
  readonly line: number;
  readonly isActual: boolean;
}

const plannedKinds: ReadonlySet<FieldKind> = new Set(['date', 'date-or-length', 'length']);

function isEndLabel(field: Field): boolean {
  return /^\W*(?:\w+ )?(?:end|ends|ended|finish|until|through)\b/i.test(field.label);
}

const happened =
  /\b(?:turned on|went live|launched|started|enabled|released|ramped(?: up)?|increased|rolled out|moved to|flipped|ran|deployed)\b/i;
const willHappen =
  /\b(?:ramp up|increase|roll(?:ed)? ?out|launch|turn(?:ed)? on|enable|deployed|go live|begin|start)\b/i;

/** The stage's own dates: recorded ones before planned ones, fields before prose. */
export function stageDates(
  fields: readonly Field[],
  entries: readonly Entry[],
  label: string,
  line: number,
  notes: readonly Entry[] = entries,
): StageDates | null {
  const started = fields.filter((field) => !isEndLabel(field));
  const found =
    fromFields(
      started.filter((field) => field.kind === 'actual-date'),
      true,
    ) ??
    fromLog(notes) ??
    fromFields(
      started.filter((field) => !field.isResult && plannedKinds.has(field.kind)),
      false,
    ) ??
    fromProse(entries) ??
    fromText(label, line, false);
  const end = fromFields(fields.filter(isEndLabel), false);
  if (found === null || end === null || found.range.end !== null) return found;
  return { ...found, range: { ...found.range, end: end.range.start } };
}

function fromFields(fields: readonly Field[], isActual: boolean): StageDates | null {
  for (const field of fields) {
    if (blankKind(field.value) !== null && !/\d{1,2}\/\d{1,2}|\b20\d\d\b/.test(field.value)) continue;
    if (['put-off', 'not-applicable', 'date-marker'].includes(blankKind(field.value) ?? '')) continue;
    for (const [i, text] of field.value.split('\n').entries()) {
      const found = fromText(
        text,
        field.inline === '' ? (field.children[i]?.line ?? field.line) : field.line,
        isActual,
      );
      if (found !== null) return found;
    }
  }
  return null;
}

/** "Turned on 2/18 8:51a PT": a note of what happened at the stage. */
function fromLog(entries: readonly Entry[]): StageDates | null {
  const note = entries.find((entry) =>
    /^\W*(?:turned on|went live|launched|started|enabled|released|ran|flipped on)\b/i.test(entry.text),
  );
  return note === undefined ? null : fromText(note.text, note.line, true);
}

function fromProse(entries: readonly Entry[]): StageDates | null {
  for (const entry of entries) {
    if (entry.kind !== 'line' && entry.kind !== 'item') continue;
    const before = entry.text.split(/\d{1,2}\/|\b20\d\d\b/)[0] ?? '';
    if (
      /:/.test(before) ||
      !(willHappen.test(before) || happened.test(before)) ||
      /\bif\b|tested|fixed|complete/i.test(before)
    )
      continue;
    const found = fromText(entry.text, entry.line, happened.test(before) || /\bdecided\b/i.test(before));
    if (found !== null) return found;
  }
  return null;
}

function fromText(text: string, line: number, isActual: boolean): StageDates | null {
  const ranges = readDates(text);
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return null;
  const isSeveral = ranges.length > 1 && !isActual && ranges.every((one) => one.end !== null);
  return { range: isSeveral ? { ...first, end: last.end } : first, line, isActual };
}
