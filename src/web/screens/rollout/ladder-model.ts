import type { Rollout } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { minute, type EpochMs } from '#domain/time/time.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { isSettled } from '#domain/verdict/severity.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';
import type { Connection } from '../../data/connection.tsx';
import { plannedPercent, type Ramp, type RampLine, type Step } from '../../ui/ramp-model.ts';

type Stage = Rollout['stages'][number];
type Run = Stage['runs'][number];

/** One stage of the ramp in words: as planned, and as it happened. */
export interface Rung {
  readonly planned: string;
  /** One line per attempt. */
  readonly happened: readonly string[];
  /** What the toggles gave. */
  readonly given: readonly string[];
  /** "Overdue 3 hours", "Ended 20 minutes early", "Off on purpose". */
  readonly marks: readonly string[];
}

/** Says a stage of the ramp. */
export function rungOf(stage: Stage, rollout: Rollout, ramp: Ramp, now: EpochMs): Rung {
  const { zone } = rollout;
  return {
    planned: sayPlanned(stage, zone),
    happened:
      stage.runs.length === 0
        ? [sayNotRun(stage, now)]
        : stage.runs.map(
            (run) => `${stage.runs.length > 1 ? `Attempt ${run.attempt}: ` : ''}${sayRun(run, zone, now)}`,
          ),
    given: sayGiven(stage, rollout, ramp, now),
    marks: [
      ...(stage.off ? ['Off on purpose'] : []),
      ...stage.runs.flatMap((run) => sayMark(run, stage, now)),
    ],
  };
}

/** A stage's verdict as it may still be shown: with the server lost or stalled only Roll back stands, and what was known says so. */
export function shownRung(
  { verdict }: Pick<Stage, 'verdict'>,
  { lostSince, stalled }: Pick<Connection, 'lostSince' | 'stalled'>,
): Stage['verdict'] {
  if ((lostSince === null && !stalled) || verdict.state === 'roll-back') return verdict;
  const reason = `Last known: ${verdict.word}. ${verdict.reason}`;
  return { state: 'blind', word: verdictWords.blind, reason };
}

/** "5%, 1 hour, from Tuesday, November 5, 2024, 2:00 p.m. ET (19:00 UTC)". */
export function sayPlanned(stage: Stage, zone: string): string {
  const length = stage.length === null ? 'no length stated' : sayDuration(stage.length);
  const start = stage.plannedStart === null ? '' : `, from ${sayInstant(stage.plannedStart, zone)}`;
  return `${sayAudience(stage)}, ${length}${start}`;
}

function sayAudience({ off, actors, percents }: Stage): string {
  if (off) return 'Off';
  if (actors !== null) return `${actors} named users`;
  const values = Object.entries(percents);
  const distinct = [...new Set(values.map(([, percent]) => percent))];
  if (distinct.length === 0) return 'No percentage stated';
  return distinct.length === 1
    ? `${distinct[0]}%`
    : values.map(([toggle, percent]) => `${toggle} ${percent}%`).join(', ');
}

function sayNotRun({ plannedStart }: Stage, now: EpochMs): string {
  if (plannedStart === null || plannedStart > now) return 'Has not run';
  return `Has not run. Its planned start passed ${sayDuration(now - plannedStart)} ago`;
}

function sayRun({ start, end }: Run, zone: string, now: EpochMs): string {
  const began = sayInstant(start, zone);
  if (end === null) return `Since ${began}, for ${sayDuration(now - start)}`;
  return `${began} to ${sayInstant(end, zone)}, for ${sayDuration(end - start)}`;
}

/** Nothing where the run kept to its length, to the minute, or where what comes after it is decided. */
function sayMark({ start, end, length, attempt }: Run, { verdict }: Stage, now: EpochMs): readonly string[] {
  if (length === null) return [];
  const off = (end ?? now) - start - length;
  if (Math.abs(off) < minute || (end === null && (off < 0 || isSettled(verdict.state)))) return [];
  const which = attempt > 1 ? ` (attempt ${attempt})` : '';
  if (end === null) return [`Overdue ${sayDuration(off)}${which}`];
  return [`Ended ${sayDuration(Math.abs(off))} ${off > 0 ? 'late' : 'early'}${which}`];
}

/** What was seen of the toggles while the stage ran; for a stage that runs, also what is read of them now. */
function sayGiven(stage: Stage, rollout: Rollout, ramp: Ramp, now: EpochMs): readonly string[] {
  if (stage.runs.length === 0) return [];
  const seen = ramp.lines.map((line) => named(line, ramp, sayDuring(line, stage.runs)));
  if (stage.runs.every((run) => run.end !== null)) return seen;
  const given = rollout.allotments.map(({ toggle, percent, origin, at }) => {
    const name = rollout.allotments.length > 1 ? `${toggle}: ` : '';
    const share = percent === null ? 'not a plain percentage' : `${percent}%`;
    return `${name}Now ${share}, ${origins[origin]} ${sayTimeNear(at, now, rollout.zone)}`;
  });
  return [...seen, ...(given.length === 0 ? ['What the toggle gives now can’t be read'] : given)];
}

const origins: Readonly<Record<Rollout['allotments'][number]['origin'], string>> = {
  flipper: 'read from Flipper',
  'toggle page': 'read from the toggle page',
  'toggle export': 'from the toggle export',
  'entered by hand': 'entered by hand',
  example: 'example data of',
};

function named({ toggles }: RampLine, { lines }: Ramp, text: string): string {
  return lines.length === 1 ? text : `${toggles.join(', ')}: ${text}`;
}

function sayDuring(line: RampLine, runs: readonly Run[]): string {
  if (line.from === 'runs') return 'Changes of the toggle are not on record';
  const within = line.happened.filter((step) =>
    runs.some((run) => step.to > run.start && step.from < (run.end ?? Infinity)),
  );
  return within.length === 0 ? 'Nothing on record' : `Seen ${saySteps(within)}`;
}

/** "5%, 50%, off, 20%": the percentages in their order. */
function saySteps(steps: readonly Step[]): string {
  return steps.map(({ percent }) => sayPercent(percent)).join(', ');
}

function sayPercent(percent: number | null): string {
  if (percent === null) return 'not known';
  return percent === 0 ? 'off' : `${percent}%`;
}

/** What the drawing shows, in a sentence or two. */
export function sayRamp(line: RampLine, { lines, moved }: Ramp, stages: readonly Stage[]): string {
  const who = lines.length === 1 ? '' : `${line.toggles.join(', ')}. `;
  const steps = stages.map((stage) =>
    stage.actors === null || stage.off
      ? sayPercent(plannedPercent(stage, line.toggles[0] ?? ''))
      : `${stage.actors} named users`,
  );
  const plan = `Planned: ${steps.join(', ')}.`;
  const undrawn = line.planned.length === 0 ? ' The plan gives no dates to draw.' : '';
  const real = line.happened.length === 0 ? 'Nothing has run yet.' : `So far: ${saySteps(line.happened)}.`;
  const shift =
    moved === 0
      ? ''
      : ` The plan’s dates lie ${sayDuration(Math.abs(moved))} ${moved > 0 ? 'earlier' : 'later'}; they are drawn from the real start.`;
  return `${who}${plan} ${real}${undrawn}${shift}`;
}
