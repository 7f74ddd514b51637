import type { Plan, Stage } from '../plan/plan.ts';
import { sayDuration } from '../time/duration.ts';
import { sayBothNear, sayTimeNear } from '../time/say-near.ts';
import type { EpochMs } from '../time/time.ts';
import { isRequired, type Reading } from './reading.ts';
import type { Run } from './run.ts';
import { sayCount, sayShare, saySource } from './say-value.ts';
import type { TrafficReading } from './traffic-reading.ts';
import type { Cause } from './verdict.ts';

interface BlindInput {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly run: Run;
  readonly now: EpochMs;
}

/** Required criteria whose source is late, failing or empty: one cause per source and way of not knowing. */
export function blindCauses(
  input: BlindInput,
  readings: readonly Reading[],
  traffic: readonly TrafficReading[],
): readonly Cause[] {
  const required = readings.filter((reading) => isRequired(reading));
  const blind = required.filter((reading) => isBlind(reading, input.stage));
  const sources = [...new Set(blind.map((reading) => reading.source))];
  return sources.flatMap((source): readonly Cause[] => {
    const here = blind.filter((reading) => reading.source === source);
    const silent = here.filter((reading) => reading.state === 'no-traffic');
    const dead = here.filter((reading) => reading.state !== 'no-traffic');
    return [
      ...(dead.length === 0 ? [] : [deadSource(source, dead, required.length, input)]),
      ...(silent.length === 0 ? [] : [noTraffic(source, silent, required, { ...input, traffic })]),
    ];
  });
}

function isBlind(reading: Reading, stage: Stage): boolean {
  switch (reading.state) {
    case 'stale':
    case 'source-error':
    case 'no-data':
      return true;
    case 'no-traffic':
      return expectsTraffic(stage);
    case 'met':
    case 'close':
    case 'over':
    case 'over-not-certain':
    case 'broke-earlier':
    case 'not-enough-data':
    case 'no-limit':
    case 'not-asked':
    case 'watched':
      return false;
  }
}

/** At 0 % nobody should be on the new path: silence there is what the plan asks for. */
function expectsTraffic(stage: Stage): boolean {
  if (stage.off) return false;
  return (
    stage.audience.kind !== 'percent' || Object.values(stage.audience.percents).some((percent) => percent > 0)
  );
}

function deadSource(source: string, here: readonly Reading[], required: number, { now }: BlindInput): Cause {
  const name = source === 'none' ? 'the query' : saySource(source);
  const what = `${here.length} of ${required} required criteria can't be judged: ${here.map((one) => one.label).join(', ')}.`;
  const kept = here.some((reading) => reading.last !== null)
    ? ' Last values are shown, but not counted.'
    : '';
  return {
    state: 'blind',
    reason: source === 'none' ? what : `${saySilence(source, here, now)}, so ${what}`,
    evidence: `${sayRows(here)}${kept}`,
    next: `Don't advance. Check ${name} directly, or roll back if you can't.`,
    about: source,
  };
}

/** What is wrong with a source, and for how long where that is known. */
function saySilence(source: string, here: readonly Reading[], now: EpochMs): string {
  const name = saySource(source);
  const failing = here.filter((reading) => reading.state === 'source-error');
  if (failing.length > 0) return `${name} has given no good answer${sayHowLong(failing, now)}`;
  const late = here.filter((reading) => reading.state === 'stale');
  if (late.length > 0) return `${name} has sent nothing newer${sayHowLong(late, now)}`;
  return `${name} answers, but without values`;
}

/** " for 18 minutes", by the oldest of the rows; nothing where no good answer is known. */
function sayHowLong(rows: readonly Reading[], now: EpochMs): string {
  const known = rows.map((row) => row.last?.at ?? null).filter((at) => at !== null);
  return known.length === 0 ? '' : ` for ${sayDuration(now - Math.min(...known))}`;
}

/** This many different faults are said in full. */
const mostSaid = 3;

/** Why each row can't be judged, every sentence once with the rows it is about. */
function sayRows(rows: readonly Reading[]): string {
  const sentences = [...new Set(rows.map((row) => row.evidence))];
  if (sentences.length === 1) return sentences.join('');
  const said = sentences.slice(0, mostSaid).map((sentence) => {
    const about = rows.filter((row) => row.evidence === sentence).map((row) => row.label);
    return `${about.join(', ')}: ${sentence}`;
  });
  const more = sentences.length - said.length;
  return `${said.join(' ')}${more === 0 ? '' : ` And ${more} more like these.`}`;
}

/**
 * Requests were counted and there were none, though the stage should have some. The source answers well: what it counts,
 * or how it is tagged, may be wrong.
 */
function noTraffic(
  source: string,
  here: readonly Reading[],
  required: readonly Reading[],
  input: BlindInput & { readonly traffic: readonly TrafficReading[] },
): Cause {
  const { plan, run, now, traffic } = input;
  const others = required.some((reading) => (reading.counts.of ?? 0) > 0);
  const names = here.map((one) => one.label).join(', ');
  const where = others ? `for ${names}` : 'on the new path';
  return {
    state: 'blind',
    reason: `No requests seen ${where} since ${sayTimeNear(run.start, now, plan.zone)}, ${sayDuration(now - run.start)} ago.`,
    evidence: `${sayExpected(traffic)}${here.length} of ${required.length} required criteria can't be judged: ${names}. ${saySource(source)} answers, through ${sayBothNear(throughOf(here, now), now, plan.zone)}. It may be a tagging fault, and is no sign of a healthy service.`,
    next: "Don't advance. Check the query: what it counts, and its tags.",
    about: source,
  };
}

function throughOf(here: readonly Reading[], now: EpochMs): EpochMs {
  return Math.min(...here.map((reading) => reading.judgedThrough ?? now));
}

/** How many there should be by the old path's traffic and what the toggle gives; nothing where that is not known. */
function sayExpected(traffic: readonly TrafficReading[]): string {
  const [known] = traffic.flatMap(({ toggle, unit, allotment, onOld }) => {
    const share = (allotment?.everyone === true ? 100 : (allotment?.percent ?? 0)) / 100;
    if (share <= 0 || share >= 1 || onOld === null || onOld === 0) return [];
    return [{ toggle, unit, share, n: Math.round((onOld * share) / (1 - share)) }];
  });
  if (known === undefined) return '';
  const { toggle, unit, share, n } = known;
  const of = unit === 'actors' ? 'people' : 'requests';
  return `\`${toggle}\` gives ${sayShare(share)}: about ${sayCount(n)} ${of} expected by now, going by the old path. `;
}
