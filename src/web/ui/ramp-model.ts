import type { StageView } from '#contract/rollout.ts';
import type { EpochMs, Ms, Window } from '#domain/time/time.ts';

type Stage = StageView['stage'];
type Allotment = StageView['allotments'][number];

/** A toggle was seen to give something else. */
interface ToggleChange {
  readonly at: EpochMs;
  readonly toggle: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** A stretch of time at one percentage; `null` where it is not known. */
export interface Step extends Window {
  readonly percent: number | null;
}

/** The ramp of toggles that move together: as planned, and as it happened. */
export interface RampLine {
  readonly toggles: readonly string[];
  readonly planned: readonly Step[];
  readonly happened: readonly Step[];
  /** Where what happened is read from: the toggles' own changes, or the runs and what their stages plan. */
  readonly from: 'toggles' | 'runs';
}

/** Every line, and how far the plan's dates were moved to lie beside what happened. */
export interface Ramp {
  readonly lines: readonly RampLine[];
  readonly moved: Ms;
}

export interface RampInput {
  readonly toggles: readonly string[];
  readonly stages: readonly Stage[];
  readonly changes: readonly ToggleChange[];
  readonly allotments: readonly Allotment[];
  readonly now: EpochMs;
}

/** One line per group of toggles that are planned alike and went alike. Steps need not rise, and what is not known stays open. */
export function rampOf(input: RampInput): Ramp {
  const names = input.toggles.length === 0 ? [''] : input.toggles;
  const starts = plannedStarts(input.stages);
  const moved = moveOf(input, starts);
  const lines = names.map((toggle): RampLine => {
    const own = input.changes.filter((one) => one.toggle === toggle).toSorted((a, b) => a.at - b.at);
    const planned = plannedSteps(input.stages, starts, toggle);
    return {
      toggles: toggle === '' ? [] : [toggle],
      planned: joined(planned.map((step) => ({ ...step, from: step.from + moved, to: step.to + moved }))),
      happened: joined(own.length === 0 ? stepsOfRuns(input, toggle) : stepsOfChanges(input, toggle, own)),
      from: own.length === 0 ? 'runs' : 'toggles',
    };
  });
  return { lines: lines.reduce(grouped, []), moved };
}

function grouped(groups: readonly RampLine[], line: RampLine): readonly RampLine[] {
  const same = groups.find((one) => isAlike(one, line));
  if (same === undefined) return [...groups, line];
  return groups.map((one) => (one === same ? { ...one, toggles: [...one.toggles, ...line.toggles] } : one));
}

/** What a stage plans for a toggle: nothing while it is off or for named people alone; `null` where the plan is silent. */
export function plannedPercent(stage: Stage, toggle: string): number | null {
  if (stage.off || stage.actors !== null) return 0;
  const percents = Object.values(stage.percents);
  return stage.percents[toggle] ?? (toggle === '' && percents.length > 0 ? Math.max(...percents) : null);
}

/** A stage is to begin at its own date, else where the one before it was to end, else when it first ran. */
function plannedStarts(stages: readonly Stage[]): readonly (EpochMs | null)[] {
  let end: EpochMs | null = null;
  return stages.map((stage) => {
    const start: EpochMs | null = stage.plannedStart ?? end ?? stage.runs[0]?.start ?? null;
    end = start === null || stage.length === null ? null : start + stage.length;
    return start;
  });
}

/** The planned line stops where the plan gives no length, unless the next stage tells when it is over. */
function plannedSteps(
  stages: readonly Stage[],
  starts: readonly (EpochMs | null)[],
  toggle: string,
): readonly Step[] {
  return stages.flatMap((stage, i) => {
    const from = starts[i] ?? null;
    if (from === null) return [];
    const next = starts.slice(i + 1).find((one) => one !== null) ?? null;
    const until = stage.length === null ? next : from + stage.length;
    // Two dates of a plan may contradict each other; then the later stage holds.
    const to = until === null || (next !== null && next < until) ? (next ?? from) : until;
    return to > from ? [{ from, to, percent: plannedPercent(stage, toggle) }] : [];
  });
}

/**
 * How far to move the plan's dates. Where they lie further from what happened than both are long, one picture of the two
 * would show neither; then the first stage that ran is laid on its real start, and the page says so.
 */
function moveOf({ stages, now }: RampInput, starts: readonly (EpochMs | null)[]): Ms {
  const dated = stages.flatMap((stage, i) => {
    const planned = starts[i] ?? null;
    return planned === null ? [] : [{ planned, end: planned + (stage.length ?? 0), run: stage.runs[0] }];
  });
  const ran = dated.find((one) => one.run !== undefined);
  if (ran?.run === undefined) return 0;
  const plan = {
    from: Math.min(...dated.map((one) => one.planned)),
    to: Math.max(...dated.map((one) => one.end)),
  };
  const real = { from: Math.min(...stages.flatMap((one) => one.runs.map((run) => run.start))), to: now };
  const apart = Math.max(real.from - plan.to, plan.from - real.to);
  const longest = Math.max(plan.to - plan.from, real.to - real.from);
  return apart > longest ? ran.run.start - ran.planned : 0;
}

/** What the toggle was seen to give. After its last change it is known only where it can be read now. */
function stepsOfChanges(
  { allotments, now, stages }: RampInput,
  toggle: string,
  changes: readonly ToggleChange[],
): readonly Step[] {
  const current = allotments.find((one) => one.toggle === toggle);
  const [first] = changes;
  const begin = Math.min(...stages.flatMap((stage) => stage.runs.map((run) => run.start)));
  const before =
    first === undefined || first.from === null || begin >= first.at
      ? []
      : [{ from: begin, to: first.at, percent: first.from }];
  const after = changes.map((one, i): Step => {
    const next = changes[i + 1];
    const readable = next !== undefined || current?.percent === one.to;
    return { from: one.at, to: next?.at ?? now, percent: readable ? one.to : null };
  });
  return withCurrent([...before, ...after], current, now);
}

/** Where no change of the toggle is on record: each run at what its stage plans, and nothing known between runs. */
function stepsOfRuns({ stages, allotments, now }: RampInput, toggle: string): readonly Step[] {
  const runs = stages
    .flatMap((stage) => stage.runs.map((run) => ({ run, percent: plannedPercent(stage, toggle) })))
    .toSorted((a, b) => a.run.start - b.run.start);
  const steps = runs.flatMap(({ run, percent }, i): readonly Step[] => {
    const to = run.end ?? now;
    const next = runs[i + 1]?.run.start ?? now;
    const own = { from: run.start, to, percent };
    return next > to ? [own, { from: to, to: next, percent: null }] : [own];
  });
  return withCurrent(
    steps,
    allotments.find((one) => one.toggle === toggle),
    now,
  );
}

/** What a toggle gives now is known since it was last seen to change; it holds over what the runs would say. */
function withCurrent(steps: readonly Step[], current: Allotment | undefined, now: EpochMs): readonly Step[] {
  const last = steps.at(-1);
  if (last === undefined || current === undefined || current.percent === null) return steps;
  if (last.percent === current.percent) return steps;
  const since = Math.min(Math.max(current.since ?? current.at, last.from), now);
  if (since >= now) return steps;
  const before = since > last.from ? [{ ...last, to: since }] : [];
  return [...steps.slice(0, -1), ...before, { from: since, to: now, percent: current.percent }];
}

/** Steps at one percentage that touch become one; empty ones go. */
function joined(steps: readonly Step[]): readonly Step[] {
  const all: Step[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (step.to <= step.from) continue;
    if (last?.percent === step.percent && last.to === step.from)
      all[all.length - 1] = { ...last, to: step.to };
    else all.push(step);
  }
  return all;
}

function isAlike(a: RampLine, b: RampLine): boolean {
  return a.from === b.from && isSame(a.planned, b.planned) && isSame(a.happened, b.happened);
}

function isSame(a: readonly Step[], b: readonly Step[]): boolean {
  return (
    a.length === b.length &&
    a.every((step, i) => {
      const other = b[i];
      return step.from === other?.from && step.to === other.to && step.percent === other.percent;
    })
  );
}
