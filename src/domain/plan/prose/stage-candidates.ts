import { blankKind } from './blank.ts';
import { readFields, type Field } from './field.ts';
import { readPercents } from './percent-text.ts';
import { isApart, isOverview, readStageName, type StageName } from './stage-name.ts';
import { liesIn, type Section } from './section.ts';
import { fieldPercent } from './stage-values.ts';

/** More steps than any ramp has; keeps a file of nothing but headings from taking all day. */
const most = 200;

/** A section that may be a stage, with everything that belongs to it. */
export interface Candidate {
  readonly name: StageName;
  readonly section: Section;
  /** The section and those below it that are not steps or check-ins of their own. */
  readonly parts: readonly Section[];
  readonly fields: readonly Field[];
  /** Further steps stand below it. */
  readonly isGroup: boolean;
}

/** Finds the sections that name a step of the ramp. */
export function stageCandidates(sections: readonly Section[]): readonly Candidate[] {
  const named = sections.flatMap((section) => {
    const isBelow = section.path.some(
      (outer) => isApart(outer.heading.text) && readStageName(outer.heading.text) === null,
    );
    const name = isBelow || isApart(section.heading.text) ? null : readStageName(section.heading.text);
    return name === null ? [] : [{ name, section }];
  });
  const proper = named.filter(({ section }) => !isListed(section));
  const steps = (proper.some(({ name }) => name.kind === 'stage') ? proper : named).slice(0, most);
  const heads = new Set(steps.map(({ section }) => section.heading));
  return steps.map(({ name, section }, i) => {
    const next = steps[i + 1];
    // Stages often stand on the same level as the phase they belong to.
    const leads = name.kind === 'phase' && next?.name.kind === 'stage' && next.section.level >= section.level;
    const holds = steps.some((other) => liesIn(other.section, section.heading));
    const parts = sections.filter(
      (part) =>
        part === section ||
        (liesIn(part, section.heading) &&
          !heads.has(part.heading) &&
          !part.path.some(
            (outer) => outer !== section && heads.has(outer.heading) && liesIn(outer, section.heading),
          ) &&
          ![part, ...part.path.filter((outer) => liesIn(outer, section.heading))].some((outer) =>
            isApart(outer.heading.text),
          )),
    );
    const fields = fieldsOf(parts);
    // A stage with a length or percentage of its own stays one, even where the next was indented below it.
    const isOwn =
      name.kind === 'stage' && fields.some((field) => field.kind === 'percent' || field.kind === 'length');
    return { name, section, parts, fields, isGroup: leads || (holds && !isOwn) };
  });
}

function isListed(section: Section): boolean {
  return section.path.some((outer) => isOverview(outer.heading.text));
}

/** The fields of sections; those below a Results heading are marked as results. */
export function fieldsOf(parts: readonly Section[]): readonly Field[] {
  return parts.flatMap((part) => {
    const isResults = [part, ...part.path].some((section) =>
      /^\W*(?:actual )?(?:results?|outcomes?)\b/i.test(section.heading.text),
    );
    return readFields(part.entries, () => isResults);
  });
}

/** Whether a candidate is a step of the ramp, and not only a title or a test that was never meant to happen. */
export function isStep(candidate: Candidate): boolean {
  const { name, fields, section, isGroup } = candidate;
  if (isGroup) return false;
  const asked = fields.filter((field) => !field.isResult);
  switch (name.kind) {
    case 'stage':
    case 'go-live':
      return !/\bn\/a\b/i.test(section.heading.text) || asked.length > 0;
    case 'testing':
      return isTestHeld(candidate, asked);
    case 'phase':
      return (
        readPercents(section.heading.text).all.length > 0 ||
        fieldPercent(
          fields,
          candidate.parts.flatMap((part) => part.entries),
        ) !== null ||
        asked.some((field) =>
          ['percent', 'length', 'date', 'actual-date', 'date-or-length', 'users'].includes(field.kind),
        )
      );
  }
}

const testKinds: ReadonlySet<string> = new Set([
  'date-or-length',
  'date',
  'length',
  'users',
  'recruit',
  'conduct',
  'percent',
]);

function isTestHeld({ section, parts }: Candidate, asked: readonly Field[]): boolean {
  if (/\bn\/a\b|\bskipp/i.test(section.heading.text)) return false;
  const users = asked.find((field) => field.kind === 'users');
  if (users !== undefined && blankKind(users.value) === 'not-applicable') return false;
  const told = asked.filter((field) => testKinds.has(field.kind));
  const filled = told.filter((field) => {
    const kind = blankKind(field.value);
    return kind === null || (kind === 'put-off' && field.value.length > 12);
  });
  if (filled.length > 0) return true;
  const words = parts
    .flatMap((part) => part.entries)
    .filter((entry) => entry.kind !== 'row' && entry.text !== '');
  const isRefused = words.some((entry) =>
    /\b(?:no|not|never|won['’]t|advised against|skip\w*|without|n\/a)\b/i.test(entry.text.slice(0, 160)),
  );
  const isNamed = /\buat\b|acceptance|pilot|\bmoderated\b/i.test(section.heading.text);
  return isNamed && told.length === 0 && words.length > 0 && !isRefused;
}
