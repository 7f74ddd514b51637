import { readPercents } from '../prose/percent-text.ts';
import { fault, quote, type Rule } from './fault.ts';

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
