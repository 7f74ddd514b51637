import { sayBothNear } from '../time/say-near.ts';
import { toggleCauses, trafficCauses, type ToggleInput } from './causes-from-toggles.ts';
import { sayOpenGates } from './gates-after.ts';
import type { TrafficReading } from './traffic-reading.ts';
import type { Cause } from './verdict.ts';

interface OffInput extends ToggleInput {
  readonly closedGates?: readonly string[] | undefined;
}

/** Silence would not tell off from broken. */
const unknown: Cause = {
  state: 'blind',
  reason: 'Whether the feature is off is not known.',
  evidence: 'The plan names no toggle to read.',
  next: 'Name the toggle in the plan, or look in Flipper.',
  about: null,
};

/**
 * What there is to say about a stage that is off on purpose: that it is, or that a toggle still gives something or the new path
 * still has people. Its criteria have nothing to measure, so their silence is no fault.
 */
export function offCauses(input: OffInput, traffic: readonly TrafficReading[]): readonly Cause[] {
  const { plan, run, now } = input;
  const wrong = [
    ...toggleCauses(input),
    ...trafficCauses(traffic).filter((cause) => cause.state === 'traffic'),
  ];
  if (wrong.length > 0) return wrong;
  if (plan.toggles.length === 0) return [unknown];
  const seen = traffic.filter((one) => one.onNew !== null);
  const people = seen.reduce((sum, one) => sum + (one.onNew ?? 0), 0);
  const counted = seen.length === 0 ? '' : ` Seen on the new path since: ${people}.`;
  return [
    {
      state: 'off-by-plan',
      reason: 'The toggle is off at this step, as planned.',
      evidence: `Off since ${sayBothNear(run.start, now, plan.zone)}, read at ${sayBothNear(now, now, plan.zone)}.${counted}`,
      next: nextStep(input),
      about: null,
    },
  ];
}

/** What must be answered before the ramp goes on, while there is time to ask. */
function nextStep({ plan, stage, closedGates = [] }: OffInput): string {
  return sayOpenGates(plan, stage, closedGates) ?? 'Nothing to watch until the next stage starts.';
}
