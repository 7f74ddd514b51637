import type { ProsePlan } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { planningSections, rampOf } from './plan-facts.ts';

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
        `An open question stands before the next stage: ${quote(entry.text)}. Answer it, or name who decides; under "gates" in the stagewatch block it holds that stage until somebody closes it.`,
      ),
    );

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
