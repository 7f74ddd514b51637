import type { Evidence } from '../stats/evidence.ts';
import type { ReadingState } from './reading.ts';

/** Met with less than this part of the limit left is Close; from Close it takes a little more to be clear of it. */
const closeRoom = 0.1;
const clearRoom = 0.15;

/** A value that was over its limit is clear of it only with this part of the limit to spare, so that it does not flap. */
const backRoom = 0.05;

/** Room under a tolerated ratio: the part of the tolerated rise that is left. */
export function roomUnder(tolerated: number, value: number): number {
  return (tolerated - value) / (tolerated > 1 ? tolerated - 1 : tolerated);
}

export interface StateInput {
  readonly evidence: Evidence;
  /** Whether the value as it stands keeps the limit. */
  readonly inside: boolean;
  /** Distance from the limit as a part of it, where the value is inside. */
  readonly room: number;
  /** Too much is missing to call anything met. */
  readonly gaps: boolean;
  /** State of the same criterion at the judgement before; `null` at the first. */
  readonly before: ReadingState | null;
}

/**
 * The state of a criterion that has enough to be judged on. Breaking and meeting come from the engine; the value only
 * tells apart what is undecided. What was said before is left with a margin (hysteresis), never entered with one.
 */
export function stateFrom(input: StateInput): ReadingState {
  const { evidence, inside, room, before } = input;
  // A problem that began in mid-stage shows in the evidence long before the whole stage's value is over the limit.
  if (evidence.broken) return inside && !evidence.stillBroken ? 'broke-earlier' : 'over';
  if (!inside) return 'over-not-certain';
  if (before === 'over-not-certain' && room < backRoom && !evidence.met) return 'over-not-certain';
  if (!isMet(input)) return 'not-enough-data';
  return room < (before === 'close' ? clearRoom : closeRoom) ? 'close' : 'met';
}

function isMet({ evidence, gaps, before }: StateInput): boolean {
  const wasMet = before === 'met' || before === 'close';
  return !gaps && (evidence.met || (wasMet && evidence.staysMet));
}
