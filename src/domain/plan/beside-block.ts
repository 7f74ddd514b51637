import type { Finding, Plan } from './plan.ts';

/**
 * Blanks of the prose that the block fills: then the finding has been answered. Other findings stay, limits above all:
 * a limit that only the block knows is not in the plan people agreed to.
 */
const filledBy: Readonly<Record<string, (plan: Plan) => boolean>> = {
  'toggle-missing': (plan) => plan.toggles.length > 0,
  'stage-percent-missing': (plan) => plan.stages.every((stage) => stage.audience.kind !== 'unknown'),
  'stage-length-missing': (plan) =>
    plan.stages.slice(0, -1).every((stage) => stage.length !== null || stage.off),
  'dates-missing': (plan) => plan.stages.some((stage) => stage.start !== null),
  'phone-missing': (plan) => plan.contacts.some((contact) => contact.ref !== null),
};

/** The findings of a plan's prose that its block leaves open. */
export function besideBlock(plan: Plan, ofProse: readonly Finding[]): readonly Finding[] {
  return ofProse.filter((one) => filledBy[one.code]?.(plan) !== true);
}
