import type { Plan, Stage } from '../plan/plan.ts';
import { sayShare } from './say-value.ts';
import type { TrafficReading } from './traffic-reading.ts';

/** Shares (0..1) of people who have none, some but not all, and all of several toggles. */
export interface MixtureShares {
  readonly none: number;
  readonly some: number;
  readonly all: number;
}

/** Who has what when a stage sets several toggles by percentage: each picks its own people. */
export interface Mixture {
  readonly toggles: readonly string[];
  readonly expected: MixtureShares;
  /** From the share seen of each toggle, picked independently; `null` unless every one of them was seen by person. */
  readonly seen: MixtureShares | null;
  readonly sentence: string;
}

/** A toggle's name is part of what Flipper hashes, so toggles pick people independently of each other. */
export function mixtureOf(shares: readonly number[]): MixtureShares {
  const all = shares.reduce((product, share) => product * share, 1);
  const none = shares.reduce((product, share) => product * (1 - share), 1);
  return { none, some: Math.max(0, 1 - all - none), all };
}

/** The mixture a stage plans and the one its traffic gives; `null` when it sets fewer than two toggles by percentage. */
export function judgeMixture(plan: Plan, stage: Stage, traffic: readonly TrafficReading[]): Mixture | null {
  const { audience } = stage;
  if (audience.kind !== 'percent') return null;
  const set = plan.toggles.flatMap(({ key }) => {
    const percent = audience.percents[key];
    return percent === undefined ? [] : [{ key, share: percent / 100 }];
  });
  if (set.length < 2) return null;
  const expected = mixtureOf(set.map(({ share }) => share));
  const observed = set.flatMap(({ key }) => {
    const reading = traffic.find((one) => one.toggle === key);
    return reading?.unit === 'actors' && reading.observed !== null ? [reading.observed] : [];
  });
  const seen = observed.length === set.length ? mixtureOf(observed) : null;
  return { toggles: set.map(({ key }) => key), expected, seen, sentence: say(set.length, expected, seen) };
}

const numbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function say(count: number, expected: MixtureShares, seen: MixtureShares | null): string {
  const toggles = `the ${numbers[count - 2] ?? String(count)} toggles`;
  const planned = `${whole(expected.some)} of people have some of ${toggles} but not all`;
  const rest = `${whole(expected.none)} have none, ${whole(expected.all)} all`;
  return seen === null
    ? `By plan ${planned} (${rest}).`
    : `By plan ${planned} (${rest}); by the shares seen it is ${whole(seen.some)}.`;
}

/** A whole percent, with decimals only where rounding would make it nobody or everybody. */
function whole(share: number): string {
  return share < 0.01 || share > 0.99 ? sayShare(share) : `${Math.round(share * 100)}%`;
}
