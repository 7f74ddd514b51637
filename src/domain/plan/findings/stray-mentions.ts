import type { Finding } from '../plan.ts';
import type { Entry } from '../prose/entry.ts';
import { readPercents } from '../prose/percent-text.ts';
import { fault, listed, quote, type Rule } from './fault.ts';
import { planningSections, rampOf } from './plan-facts.ts';

const everybody = /\b(?:users?|user base|veterans|traffic|applicants|population|of the base)\b/i;

/** Percentages that words mention and no stage has. */
export const strayPercents: Rule = (plan) => {
  const ramp = rampOf(plan);
  const percents = new Set(ramp.flatMap((stage) => stage.percent ?? []));
  const known = new Set([...percents, 0, 100]);
  if (percents.size < 2) return [];
  const own = new Set([
    ...plan.criteria.map((criterion) => criterion.line),
    ...ramp.map((stage) => stage.line),
    ...plan.overview.map((row) => row.line),
  ]);
  const sections = planningSections(plan).filter(
    (section) => section.level > 1 && !/\bkpi|objective|key result/i.test(section.heading.text),
  );
  return sections
    .flatMap((section) => section.entries)
    .filter((entry) => !own.has(entry.line) && isRampWord(entry))
    .flatMap((entry) => {
      const stray = readPercents(entry.text).all.filter((percent) => !known.has(percent));
      const stages = listed([...known].filter((percent) => percent > 0).map((percent) => `${percent}%`));
      return stray.length === 0
        ? []
        : [
            fault(
              'must-fix',
              'percent-not-a-stage',
              entry.line,
              `${quote(entry.text, 60)} speaks of ${listed(stray.map((percent) => `${percent}%`))}, but the stages are ${stages}: increments that don't match the stages. Somebody will set the wrong one. Make text and stages agree.`,
            ),
          ];
    });
};

function isRampWord(entry: Entry): boolean {
  const { text } = entry;
  if (entry.kind !== 'item' && entry.kind !== 'line') return false;
  if (
    text.length > 400 ||
    /[<>≤≥±]|\brate\b|\blatency\b|\berror|\bincrease of\b|\bdrop|\bbaseline|\bstaging\b|\bcomplain|\bdecrease|\blast (?:year|month)|\btest coverage/i.test(
      text,
    )
  )
    return false;
  const percents = readPercents(text);
  const list = /\d+%(?:\s*[,/]\s*\d+%){2,}/.test(text);
  const opens =
    /\b(?:roll(?:ed|ing)?[- ]?out|release|ramp|enable|expand|expos|launch|increase access|available|turn(?:ed)? on|limit(?:ing)?)\w*\b.{0,60}\d+\s?%/i.test(
      text,
    ) && everybody.test(text);
  return list || (opens && percents.single !== null && !/\(e\.g\.|for example/i.test(text));
}

/** Criteria that name percentages of stages which do not exist. */
export const strayCriteria: Rule = (plan) => {
  const known = new Set(rampOf(plan).flatMap((stage) => (stage.percent === null ? [] : [stage.percent])));
  if (known.size < 2) return [];
  return plan.criteria.flatMap((criterion) => {
    const lead = /(?:^|:\s*)(\d+%(?:\s*[/,&]\s*\d+%)*)(?=\s*:)/.exec(criterion.text)?.[1];
    const stray =
      lead === undefined
        ? []
        : readPercents(lead.replaceAll('/', ' , ')).all.filter((percent) => !known.has(percent));
    return stray.length === 0
      ? []
      : [
          fault(
            'look',
            'criterion-for-no-stage',
            criterion.line,
            `This criterion is for ${listed(stray.map((percent) => `${percent}%`))}, but no such stage exists. Either the criterion or the stages have a slip.`,
          ),
        ];
  });
};

/** A list of percentages to tick off that leaves stages out. */
export const shortChecklist: Rule = (plan) => {
  const items = plan.checklist.filter((item) => /^\W*\d+(?:\.\d+)?\s*%\W*$/.test(item.text));
  const listedPercents = new Set(items.flatMap((item) => readPercents(item.text).all));
  const missing = rampOf(plan).flatMap((stage) =>
    stage.percent === null || listedPercents.has(stage.percent) ? [] : [stage.percent],
  );
  const last = items.at(-1);
  if (last === undefined || items.length < 2 || missing.length === 0) return [];
  return [
    fault(
      'look',
      'checklist-short-of-stages',
      last.line,
      `The checklist ends without ${listed(missing.map((percent) => `${percent}%`))}, though the plan has such a stage. Add the box, or take the stage out.`,
    ),
  ];
};

/** "Every few days" against stages of one day. */
export const cadence: Rule = (plan) => {
  const lengths = new Set(rampOf(plan).flatMap((stage) => stage.length?.seconds ?? []));
  const [only] = lengths;
  if (lengths.size !== 1 || only === undefined) return [];
  const says: readonly (readonly [RegExp, (seconds: number) => boolean])[] = [
    [/\bevery (?:few|couple of|two|three|2|3|several) days\b/i, (seconds) => seconds < 2 * 86_400],
    [/\b(?:every|each) day\b|\bdaily\b/i, (seconds) => seconds > 86_400],
    [/\b(?:every|each) week\b|\bweekly\b/i, (seconds) => seconds < 5 * 86_400],
    [/\bevery (?:few|couple of|two|three|2|3) weeks\b/i, (seconds) => seconds < 10 * 86_400],
  ];
  return planningSections(plan)
    .flatMap((section) => section.entries)
    .flatMap((entry): readonly Finding[] => {
      if (!/\b(?:increas|ramp|roll|expand|advanc|progress)/i.test(entry.text)) return [];
      const clash = says.find(([pattern, differs]) => pattern.test(entry.text) && differs(only));
      const words = clash?.[0].exec(entry.text)?.[0];
      const length = plan.stages.find((stage) => stage.length?.seconds === only)?.length?.text ?? '';
      return words === undefined
        ? []
        : [
            fault(
              'look',
              'cadence-conflict',
              entry.line,
              `The text says the rollout increases ${quote(words)}, but every stage lasts ${quote(length)}. Which is right? Make them agree.`,
            ),
          ];
    });
};

/** Criteria and boxes for a lettered stage that the plan does not have. */
export const strayStages: Rule = (plan) => {
  const known = new Set(plan.stages.flatMap((stage) => stage.id ?? []));
  if (![...known].some((id) => /^stage:[a-h]$/.test(id))) return [];
  return [...plan.criteria, ...plan.checklist].flatMap(({ text, line }) => {
    const letter = /\b[Ss]tage ([A-H])\b/.exec(text)?.[1]?.toLowerCase();
    return letter === undefined || known.has(`stage:${letter}`)
      ? []
      : [
          fault(
            'look',
            'no-such-stage',
            line,
            `${quote(text, 50)} is for a stage that does not exist in the plan. Correct the letter, or add the stage.`,
          ),
        ];
  });
};
