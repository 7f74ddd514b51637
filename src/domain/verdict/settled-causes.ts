import { sayDuration } from '../time/duration.ts';
import type { Finding, Plan, Stage } from '../plan/plan.ts';
import type { SeriesResult } from '../series/series.ts';
import { stagePercent } from '../plan/stage-percent.ts';
import type { EpochMs } from '../time/time.ts';
import { endSentence } from './end-sentence.ts';
import { openGates } from './gates-after.ts';
import { isRequired, type Reading } from './reading.ts';
import { plannedEnd, type Run } from './run.ts';
import { sayShare } from './say-value.ts';
import { roomOf } from './room-left.ts';
import type { TrafficReading } from './traffic-reading.ts';
import type { Cause } from './verdict.ts';

export interface SettledInput {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly run: Run;
  readonly findings: readonly Finding[];
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly now: EpochMs;
  readonly closedGates?: readonly string[] | undefined;
}

/** What was judged: the rows and the traffic. */
interface Judged {
  readonly readings: readonly Reading[];
  readonly traffic: readonly TrafficReading[];
}

/**
 * What is left to say when nothing is wrong: keep watching while the window runs, and ready once it is over and
 * every required criterion is met. Open must-fix findings and gates hold the way to ready, never the watching.
 */
export function settledCauses(input: SettledInput, judged: Judged, over: boolean): readonly Cause[] {
  const required = judged.readings.filter(isRequired);
  const met = required.filter(
    (reading) => reading.state === 'met' || reading.state === 'close' || reading.accepted !== null,
  );
  const held = over ? heldBy(input) : [];
  // Where nothing counts, nothing wrong can be seen: that is no reason to say that nothing is.
  if (required.length === 0) return [nothingCounts(input), ...held];
  if (held.length > 0) return held;
  const allMet = met.length === required.length;
  return over && allMet && isReadThrough(input, required)
    ? [ready(input, required, judged)]
    : [watching(input, required, met)];
}

/** The window is over for the data too: what came in its last minutes has been read. */
function isReadThrough({ run, series }: SettledInput, required: readonly Reading[]): boolean {
  const end = plannedEnd(run);
  if (end === null) return true;
  return required.every(({ signals, judgedThrough, accepted }) => {
    // What a person accepted without a reading has no data to wait for.
    if (accepted !== null && judgedThrough === null) return true;
    const widths = signals.map((id) => {
      const one = series.get(id);
      return one === undefined || one.status === 'error' ? 0 : one.data.width;
    });
    // The bucket the window ends in is not part of it.
    return judgedThrough !== null && judgedThrough > end - Math.max(1, ...widths);
  });
}

function heldBy({ plan, stage, findings, closedGates = [] }: SettledInput): readonly Cause[] {
  const open = findings.filter((one) => one.severity === 'must-fix');
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  const gates = openGates(plan, stage, closedGates);
  const causes: Cause[] = gates.map((gate) => ({
    state: 'people',
    reason: endSentence(`Before ${next?.label ?? 'the next stage'}: ${gate.text}`),
    evidence: 'The plan makes this a gate, and nobody has recorded that it is closed.',
    next: 'Close the gate before you advance.',
    about: null,
  }));
  const [first] = open;
  if (first !== undefined) {
    causes.push({
      state: 'people',
      reason: `The plan has ${open.length} fault${open.length === 1 ? '' : 's'} that must be fixed before you advance.`,
      evidence: first.message,
      next: 'Fix the plan, or accept the finding in it with a reason.',
      about: null,
    });
  }
  return causes;
}

function nothingCounts({ stage, plan }: SettledInput): Cause {
  return {
    state: 'no-limit',
    reason: 'No criterion counts at this stage, so nothing can be seen to break.',
    evidence: `${stage.label} has 0 criteria with a limit or a baseline; the plan has ${plan.criteria.length} criteria in all.`,
    next: 'Bind the plan’s criteria to signals or questions, and give them limits.',
    about: null,
  };
}

function ready(input: SettledInput, required: readonly Reading[], judged: Judged): Cause {
  const { plan, stage } = input;
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  return {
    state: 'ready',
    reason: required.some((reading) => reading.accepted !== null)
      ? 'The window is over; every required criterion is met or accepted.'
      : 'Every required criterion is met and the window is over.',
    evidence: [...required.map(saySubject), ...sayBeside(judged)].join(' '),
    next: sayAfter(next),
    about: null,
  };
}

/** What to do once the stage is good: a next stage may turn the toggle off on purpose. */
function sayAfter(next: Stage | undefined): string {
  if (next === undefined) return 'Record the decision. This was the last stage.';
  if (next.off) return 'Record the decision, then turn the toggle off in Flipper, as the plan says.';
  const percent = stagePercent(next);
  return `Record the decision, then set ${percent === null ? next.label : `${percent}%`} in Flipper.`;
}

function watching({ run, now }: SettledInput, required: readonly Reading[], met: readonly Reading[]): Cause {
  const end = plannedEnd(run);
  const left = sayLeft(end, now);
  return {
    state: 'watching',
    reason: `${sayCalm(required)} ${left}`,
    evidence:
      `${met.length} of ${required.length} required criteria are shown to be inside their limits. ${closest(required)}`.trim(),
    next: 'Keep watching. The page changes by itself.',
    about: null,
  };
}

/** Close is met, and the first thing to look at. */
function sayCalm(required: readonly Reading[]): string {
  const close = required
    .filter((reading) => reading.state === 'close' && reading.accepted === null)
    .map((reading) => reading.label);
  if (close.length === 0) return 'Nothing is wrong.';
  return `Nothing is wrong yet. ${close.join(', ')} ${close.length === 1 ? 'is close to its limit' : 'are close to their limits'}.`;
}

/** The traffic, and what people answered: beside the criteria they make a stage ready. */
function sayBeside({ readings, traffic }: Judged): readonly string[] {
  return [
    ...traffic.map(({ toggle, observed, planned }) =>
      observed === null
        ? `Traffic on \`${toggle}\`: not measured.`
        : `Traffic on \`${toggle}\`: ${sayShare(observed)}${planned === null ? '' : ` against ${planned}%`}.`,
    ),
    ...readings.filter((reading) => reading.group === 'people').map(saySubject),
  ];
}

function saySubject(reading: Reading): string {
  const { accepted } = reading;
  const by = accepted === null ? '' : ` Accepted by ${accepted.by}: ${endSentence(accepted.reason)}`;
  return `${reading.label}: ${reading.evidence}${by}`;
}

function sayLeft(end: EpochMs | null, now: EpochMs): string {
  if (end === null) return 'The plan gives this stage no length.';
  return now < end
    ? `The stage runs for ${sayDuration(end - now)} more.`
    : 'The planned window is over; its last data are still to be read or judged.';
}

/** The row with the least room under its limit, and what is still to be shown where that is another. */
function closest(required: readonly Reading[]): string {
  const open = required.filter((reading) => reading.accepted === null);
  const [least] = open
    .flatMap((reading) => {
      const room = roomOf(reading);
      return room === null ? [] : [{ reading, room }];
    })
    .toSorted((a, b) => a.room - b.room);
  const undecided = open.find((reading) => reading.state === 'not-enough-data');
  if (least === undefined) return undecided === undefined ? '' : saySubject(undecided);
  const near = `Closest: ${saySubject(least.reading)}`;
  return undecided === undefined || undecided === least.reading
    ? near
    : `${near} Not shown yet: ${saySubject(undecided)}`;
}
