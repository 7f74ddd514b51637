import type { Finding } from '../plan.ts';
import { blankKind, hasHole, type BlankKind } from '../prose/blank.ts';
import { splitLabel, type Field } from '../prose/field.ts';
import { isLengthHint } from '../prose/length-text.ts';
import { fault, quote, type Rule } from './fault.ts';
import { isEmpty, planningFields, planningSections } from './plan-facts.ts';

const asked: Partial<Readonly<Record<Field['kind'], readonly [string, Finding['severity'], string]>>> = {
  date: ['date-missing', 'look', 'Nobody can say when a decision is due. Write the date, with its year.'],
  'date-or-length': [
    'date-missing',
    'look',
    'Nobody can say when it starts or ends. Write the dates or a length.',
  ],
  'actual-date': [
    'date-missing',
    'note',
    'The record has no date to compare the figures with. Write when it happened.',
  ],
  users: [
    'users-missing',
    'note',
    'Nobody can tell whether enough people were reached. Write the number planned.',
  ],
  access: ['access-missing', 'note', 'Write how the feature is kept from everybody else.'],
  dashboard: [
    'dashboard-blank',
    'look',
    'Whoever watches needs the place to look at. Put the link to the dashboard here.',
  ],
  monitor: [
    'monitor-blank',
    'look',
    'A limit that nobody watches stops nothing. Name the role that watches, and at which hours.',
  ],
  'report-to': [
    'report-to-blank',
    'look',
    'A problem seen has nowhere to go. Name the role or channel issues are reported to.',
  ],
  recruit: ['recruit-blank', 'note', 'Write how the testers are found.'],
  conduct: ['conduct-blank', 'note', 'Write how the test is held.'],
  'go-no-go': ['go-no-go-open', 'look', 'The decision to launch is undecided. Write who decided, and when.'],
};

/** Planning fields that hold nothing, or words that put the answer off. Length and percentage have rules of their own. */
export const blankFields: Rule = (plan) =>
  planningFields(plan).flatMap((field) => {
    const entry = asked[field.kind];
    if (entry === undefined || field.entry.checked !== null || field.entry.kind === 'code') return [];
    if (field.value === '' && nextHasLink(plan, field)) return [];
    const kind = blankKind(field.value.split('\n')[0] ?? '');
    if (!isOpenField(field, kind)) return [];
    const [code, severity, remedy] = entry;
    const what =
      kind === 'empty'
        ? 'is left blank'
        : `still holds a placeholder or TBD: ${quote(field.value.split('\n')[0] ?? '', 40)}`;
    return [fault(severity, code, field.line, `${quote(shortLabel(field.label), 60)} ${what}. ${remedy}`)];
  });

function isOpenField(field: Field, kind: BlankKind | null): boolean {
  if (kind === null) return isPutOffInside(field);
  if (kind === 'not-applicable' || (kind === 'lorem' && field.kind !== 'date')) return false;
  return isEmpty(field) || kind === 'put-off';
}

function isPutOffInside(field: Field): boolean {
  return (
    ['date', 'date-or-length', 'dashboard'].includes(field.kind) &&
    /\b(?:tbd|tba)\b|\?{3,}/i.test(field.value)
  );
}

/** "Links to the dashboard:" with the link in the next bullet. */
function nextHasLink(plan: Parameters<Rule>[0], field: Field): boolean {
  const next = plan.entries[plan.entries.indexOf(field.entry) + 1];
  return next !== undefined && next.links.length > 0 && splitLabel(next.text) === null;
}

function shortLabel(label: string): string {
  return label.replace(/\s*\([^)]*\)/g, '').replace(/[\s?:]+$/, '');
}

/** Labels outside the template that were set up to be filled and were not. */
export const blankLabels: Rule = (plan) => {
  const fields = planningFields(plan, 'other', 'tracking');
  return fields.flatMap((field) => {
    const { entry } = field;
    if (
      entry.kind === 'row' ||
      entry.kind === 'code' ||
      entry.strong ||
      field.value !== '' ||
      entry.links.length > 0
    )
      return [];
    if (field.label.length > 70 || !/:\s*$/.test(entry.text) || entry.checked !== null) return [];
    if (
      isFollowed(plan, field) ||
      /tasks|steps|following|here|below|planning|results|considerations/i.test(field.label)
    )
      return [];
    if (/\bthreshold|\blimit\b/i.test(field.label)) {
      return [
        fault(
          'must-fix',
          'limit-blank',
          field.line,
          `${quote(field.label)} is left blank. Without a number this rollback limit can never trigger. Set the threshold, or say that people judge it.`,
        ),
      ];
    }
    const severity = field.kind === 'tracking' ? 'note' : 'look';
    return [
      fault(
        severity,
        'label-blank',
        field.line,
        `${quote(field.label)} is left blank: a list or value was meant here. Fill it in, or take the line out.`,
      ),
    ];
  });
};

function isFollowed(plan: Parameters<Rule>[0], field: Field): boolean {
  const section = plan.sections.find((one) => one.entries.includes(field.entry));
  const at = section?.entries.indexOf(field.entry) ?? -1;
  const next = section?.entries[at + 1];
  if (next?.kind === 'row') return true;
  const isLabelToo = next !== undefined && /^[^:]{2,60}:/.test(next.text);
  // A line introduces the lines below it; a bullet needs something nested, which readFields has looked for.
  return field.entry.kind === 'line' && next !== undefined && !isLabelToo && next.text !== '';
}

/** Lorem ipsum and the template's examples, one finding for each run of lines. */
export const templateText: Rule = (plan) => {
  const lines = planningSections(plan)
    .flatMap((section) => section.entries)
    .filter((entry) => blankKind(entry.text) === 'lorem' && entry.kind !== 'code');
  const starts = lines.filter((entry, i) => entry.line - (lines[i - 1]?.line ?? -9) > 2);
  const examples = planningFields(plan, 'criteria').filter((field) => blankKind(field.inline) === 'template');
  return [
    ...starts.map((entry) =>
      fault(
        'look',
        'template-text-left',
        entry.line,
        `The template's "lorem ipsum" is left here (${quote(entry.text, 50)}). Nothing can be planned, or compared after launch, from it. Write the test planning or KPIs themselves, or take the lines out.`,
      ),
    ),
    ...examples.map((field) =>
      fault(
        'look',
        'template-example-criteria',
        field.line,
        "The template's example criteria are left in. They were not used as your limits. Write your own success criteria with their numbers.",
      ),
    ),
  ];
};

/** "Link to the confirmation" with no link behind it. */
export const missingLinks: Rule = (plan) =>
  planningSections(plan).flatMap((section) =>
    section.entries.flatMap((entry) => {
      const asks =
        /^\W*(?:add )?link to (?!dash|the dash|any)/i.test(entry.text) &&
        entry.links.length === 0 &&
        entry.text.length < 120;
      return asks
        ? [
            fault(
              'look',
              'link-missing',
              entry.line,
              `${quote(entry.text)}: the link is missing. Nobody can check the confirmation. Add it.`,
            ),
          ]
        : [];
    }),
  );

/** Markers left in the middle of words: "above xx%", "ran on ____". */
export const holes: Rule = (plan) => {
  // A line set up under every stage is told once.
  const told = new Set<string>();
  return plan.entries.flatMap((entry) => {
    if (entry.kind === 'row' || entry.kind === 'heading' || !hasHole(entry.text)) return [];
    const words = entry.text.replace(/_{2,}|\bx+(?:\.x+)?\s?%|\[[^\]]*\]|\?{3,}|\bXXX+\b/gi, ' ');
    const value = /:\s/.test(words) || words.endsWith(':') ? words.slice(words.lastIndexOf(':') + 1) : words;
    if (value.replace(/[^\p{L}]/gu, '').length < 8 || blankKind(entry.text) !== null || isLengthHint(value))
      return [];
    if (told.has(entry.text)) return [];
    told.add(entry.text);
    return [
      fault(
        'note',
        'placeholder-left',
        entry.line,
        `A placeholder is left in ${quote(entry.text)}. Put the figure in once it is known.`,
      ),
    ];
  });
};
