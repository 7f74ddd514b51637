import { blankKind, isBlank } from '../prose/blank.ts';
import { readPercents } from '../prose/percent-text.ts';
import { fault, quote, type Rule } from './fault.ts';
import { planningSections } from './plan-facts.ts';

/** An overview row whose own cells give two percentages. */
export const overviewConflicts: Rule = (plan) =>
  plan.overview.flatMap((row) => {
    const label = readPercents(row.label).single;
    const other = row.cells
      .filter((cell) => cell !== row.label)
      .flatMap((cell) => readPercents(cell).single ?? []);
    const clash = other.find((percent) => label !== null && percent !== label);
    return clash === undefined || label === null
      ? []
      : [
          fault(
            'look',
            'overview-percent-conflict',
            row.line,
            `${quote(row.label, 40)} says ${label}%, and the same row says ${clash}% of users. Somebody will set the wrong one. Make them agree.`,
          ),
        ];
  });

/** Overview rows whose cells put everything off. */
export const overviewBlanks: Rule = (plan) => {
  const rows = plan.entries.filter(
    (entry) =>
      entry.kind === 'row' &&
      /\bphase\b|\bstage\b/i.test(entry.header[0] ?? '') &&
      entry.header.some((cell) => /date|duration|users/i.test(cell)),
  );
  const open = rows.filter((entry) => entry.cells.slice(1).some((cell) => blankKind(cell) === 'put-off'));
  const isWhole = open.length > 2 && open.every((entry) => entry.cells.slice(1).every(isBlank));
  return (isWhole ? open.slice(1, 2) : open).map((entry) =>
    fault(
      'look',
      'overview-put-off',
      entry.line,
      `The overview says TBD for ${isWhole ? 'all its phases' : quote(entry.cells[0] ?? '', 40)}: no date or length to hold the rollout to. Fill it in, or take the row out.`,
    ),
  );
};

/** Targets that a table leaves open, and headings that put off what stands below. */
export const openTargets: Rule = (plan) => {
  const rows = plan.entries.filter((entry) => {
    const column = entry.header.findIndex((cell) => /\btarget\b|\bgoal\b|\bthreshold\b/i.test(cell));
    return (
      entry.kind === 'row' &&
      column > 0 &&
      (entry.cells[0] ?? '') !== '' &&
      isBlank(entry.cells[column] ?? '')
    );
  });
  const first = rows.filter((row) =>
    rows.every((other) => other.table !== row.table || other.line >= row.line),
  );
  const headings = planningSections(plan).filter((section) => /\b(?:TBD|TBA)\b/.test(section.heading.text));
  return [
    ...first.map((row) =>
      fault(
        'look',
        'target-blank',
        row.line,
        `${quote(row.cells[0] ?? '', 40)} has no target: it is TBD or blank, so it can't be judged. Set the target, or take the row out.`,
      ),
    ),
    ...headings.map((section) =>
      fault(
        'look',
        'heading-put-off',
        section.heading.line,
        `${quote(section.heading.text, 60)} is still TBD. Fill the section in, or take it out.`,
      ),
    ),
  ];
};
