import type { Finding } from '../plan.ts';
import type { Entry } from '../prose/entry.ts';
import { readPercents } from '../prose/percent-text.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { fault, listed, quote, type Rule } from './fault.ts';
import { planningSections, rampOf } from './plan-facts.ts';

/** A ramp that goes down is often on purpose, and must be said to be. */
export const downSteps: Rule = (plan) => {
  const ramp = rampOf(plan).filter((stage) => stage.percent !== null);
  return ramp.flatMap((stage, i) => {
    const before = ramp[i - 1];
    if (before?.percent == null || stage.percent === null || stage.percent >= before.percent) return [];
    const isOtherToggle =
      /_/.test(stage.phase ?? '') || (before.phase !== stage.phase && stage.id === 'stage:a');
    const isAgain = ramp.slice(0, i).some((other) => other.label === stage.label);
    if (isOtherToggle || isAgain) return [];
    return [
      fault(
        'look',
        'percentage-goes-down',
        stage.line,
        `The percentage goes down from ${before.percent}% to ${stage.percent}%. People who had the feature lose it. Say that it is on purpose, or correct it.`,
      ),
    ];
  });
};

/** A plan whose stages never reach everybody. */
export const rampEnd: Rule = (plan) => {
  const ramp = rampOf(plan);
  const highest = Math.max(...ramp.map((stage) => stage.percent ?? 0));
  const last = ramp.at(-1);
  if (last === undefined || ramp.length < 2 || highest >= 100) return [];
  return [
    fault(
      'note',
      'ramp-incomplete',
      last.line,
      `Nothing in the plan reaches 100%: the highest stage is ${highest}%. Say when everybody gets it, or that it stops there.`,
    ),
  ];
};

const everybody = /\b(?:users?|user base|veterans|traffic|applicants|population|of the base)\b/i;

/** Percentages that words mention and no stage has. */
export const strayPercents: Rule = (plan) => {
  const ramp = rampOf(plan);
  const known = new Set([
    ...ramp.flatMap((stage) => (stage.percent === null ? [] : [stage.percent])),
    0,
    100,
  ]);
  if (known.size < 4) return [];
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

/** Several toggles turned on together do not reach the same people. */
export const togglesTogether: Rule = (plan) => {
  const count = plan.toggles.length;
  if (count < 2) return [];
  const said = plan.entries.find(
    (entry) =>
      /\bconcurrent|\bsimultaneous|\bat the same time\b|\btogether\b/i.test(entry.text) &&
      /\btoggles?\b|\bflags?\b/i.test(entry.text),
  );
  if (said === undefined) return [];
  const own = plan.phases.filter((phase) => plan.toggles.some((toggle) => phase.label.includes(toggle.key)));
  const phases =
    own.length === 0 ? '' : ` And the plan has phases of their own for ${own.length} of the toggles.`;
  const split = Math.round((1 - 0.1 ** count - 0.9 ** count) * 100);
  return [
    fault(
      'must-fix',
      'toggles-rolled-out-apart',
      said.line,
      `${count} toggles rolled out concurrently by percentage don't reach the same people: at 10% each, about ${split}% of users would have only some of them on.${phases} Use one toggle or a group, or accept it with a reason.`,
    ),
  ];
};

/** "No staged rollout" beside stages. */
export const stagedOrNot: Rule = (plan) => {
  const denied = plan.entries.find((entry) =>
    /\bnot (?:be )?(?:perform|plan|do|execut|hav)\w*(?: on)? (?:\w+ ){0,3}(?:a )?(?:staged rollout|phase ii\b)/i.test(
      entry.text,
    ),
  );
  const asked = plan.sections.find((section) => /do i need a staged rollout/i.test(section.heading.text));
  const answer = asked?.entries.find((entry) => /^\W*(?:no)\b(?!t)/i.test(entry.text));
  if (answer !== undefined && rampOf(plan).length >= 2) {
    return [
      fault(
        'look',
        'staged-rollout-contradiction',
        answer.line,
        `The plan answers "no" to a staged rollout and then lists ${rampOf(plan).length} stages. Nobody can tell which holds. Take out what does not.`,
      ),
    ];
  }
  if (denied === undefined || rampOf(plan).length < 2) return [];
  return [
    fault(
      'look',
      'staged-rollout-contradiction',
      denied.line,
      `The plan says here that there is no staged rollout, and then lists ${rampOf(plan).length} stages. Nobody can tell which holds. Take out what does not.`,
    ),
  ];
};

/** The question that stands before a stage. */
export const gates: Rule = (plan) =>
  planningSections(plan)
    .flatMap((section) => section.entries)
    .filter(
      (entry) =>
        /\bbefore (?:moving|going|advancing|proceeding|we move|starting) (?:on )?(?:to|with)\b.{0,30}\b(?:phase|stage|\d+%)/i.test(
          entry.text,
        ) && /\bconfirm|\brevisit|\bdecide|\bwhether|\?/i.test(entry.text),
    )
    .map((entry) =>
      fault(
        'look',
        'open-question-before-stage',
        entry.line,
        `An open question stands before the next stage: ${quote(entry.text)}. We made it a gate; close it, or name who decides.`,
      ),
    );

/** Criteria and boxes for a lettered stage that the plan does not have. */
export const strayStages: Rule = (plan) => {
  const known = new Set(plan.stages.flatMap((stage) => stage.id ?? []));
  if (![...known].some((id) => /^stage:[a-h]$/.test(id))) return [];
  return [...plan.criteria, ...plan.checklist].flatMap(({ text, line }) => {
    const letter = /\bstage ([A-H])\b/.exec(text)?.[1]?.toLowerCase();
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

/** The same percentage twice in a row, and users that don't grow with it. */
export const flatSteps: Rule = (plan) => {
  const ramp = rampOf(plan).filter((stage) => stage.percent !== null && stage.percent > 0);
  return ramp.flatMap((stage, i) => {
    const before = ramp[i - 1];
    if (before?.percent == null || stage.percent === null || before.label === stage.label) return [];
    if (stage.percent === before.percent && stage.percent < 100 && before.phase === stage.phase) {
      return [
        fault(
          'note',
          'percentage-stays',
          stage.line,
          `${quote(stage.label, 40)} stays at ${stage.percent}%, as the stage before it: it shows nothing new but time. Say what it is for.`,
        ),
      ];
    }
    const isOff =
      stage.users !== null &&
      before.users !== null &&
      before.users > 0 &&
      !near(stage.users / before.users, stage.percent / before.percent);
    return isOff && stage.percent > before.percent
      ? [
          fault(
            'note',
            'users-not-in-proportion',
            stage.line,
            `${stage.users ?? ''} users at ${stage.percent}% and ${before.users ?? ''} at ${before.percent}%: the expected numbers are not in proportion to the percentages. Check both.`,
          ),
        ]
      : [];
  });
};

function near(a: number, b: number): boolean {
  return Math.max(a / b, b / a) < 1.6;
}

/** Notes that say the toggle is further than the plan's record. */
export const aheadOfRecord: Rule = (plan: ProsePlan) =>
  plan.entries.flatMap((entry) => {
    const match = /\b(?:currently|already|now|is|are) (?:\w+ )?at (\d+)% in prod/i.exec(entry.text);
    const percent = match === null ? null : Number(match[1]);
    const stage = rampOf(plan).find((one) => one.percent === percent);
    const isRecorded =
      stage === undefined || stage.isActual || Object.values(stage.results).some((value) => value !== '');
    return percent === null || isRecorded
      ? []
      : [
          fault(
            'look',
            'ahead-of-record',
            entry.line,
            `The notes say it is already at ${percent}% in production, and the plan has no record of the stages before. Write down when each ran and what was seen.`,
          ),
        ];
  });

/** Canaries that need people the plan does not have. */
export const canaryUsers: Rule = (plan) => {
  const lack = plan.entries.find((entry) =>
    /\b(?:lack of|no|without|not enough) (?:\w+ )?internal (?:\w+ )?(?:users|testers)\b/i.test(entry.text),
  );
  const canary = plan.stages.find((stage) => /canary/i.test(stage.label) && stage.percent === null);
  if (lack === undefined || canary === undefined) return [];
  return [
    fault(
      'look',
      'canary-without-users',
      lack.line,
      `${quote(canary.label)} needs internal users in production, and this line says there are none. Add users, or skip the canary on record.`,
    ),
  ];
};
