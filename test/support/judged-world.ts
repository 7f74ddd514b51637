import { readPlan } from '../../src/domain/plan/read-plan.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import { judgeStage, type JudgeInput } from '../../src/domain/verdict/judge-stage.ts';
import type { Past } from '../../src/domain/verdict/past.ts';
import type { Reading } from '../../src/domain/verdict/reading.ts';
import type { Verdict } from '../../src/domain/verdict/verdict.ts';
import { byId, madeSeries } from './made-series.ts';

const minute = 60_000;

/** When the stage of a judged world starts. */
export const worldStart = Date.UTC(2025, 6, 28, 13);

/** A small plan with the criteria and signals given, one stage of an hour after another of an hour. */
export function worldPlan(world: {
  readonly criteria: string;
  readonly signals: readonly string[];
  readonly stages?: string;
  readonly rest?: string;
  readonly kinds?: Readonly<Record<string, string>>;
}): Plan {
  const signals = world.signals.map(
    (id) => `  ${id}: { source: prometheus, kind: ${world.kinds?.[id] ?? 'counter'}, query: ${id} }`,
  );
  const stages =
    world.stages ?? '  - { id: a, percent: 5, length: 1h }\n  - { id: b, percent: 25, length: 1h }';
  const read = readPlan(
    `# World\n\n\`\`\`stagewatch\ntoggles: [{ key: t }]\nstages:\n${stages}\nsignals:\n${signals.join('\n')}\ncriteria:\n${world.criteria}\n${world.rest ?? ''}\n\`\`\`\n`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}

/** Constant buckets of a minute for each signal, or the values given. */
export function worldSeries(
  values: Readonly<Record<string, number | readonly (number | null)[]>>,
  minutes: number,
  start = worldStart,
): ReadonlyMap<string, SeriesResult> {
  return byId(
    ...Object.entries(values).map(([id, value]) =>
      madeSeries({ id, start, values: typeof value === 'number' ? flat(value, minutes) : value }),
    ),
  );
}

/** `value` in every one of so many minutes. */
export function flat(value: number, minutes: number): readonly number[] {
  return Array.from({ length: minutes }, () => value);
}

/** A stretch of the past, an hour long unless said otherwise. */
export function worldPast(
  label: string,
  values: Readonly<Record<string, number | readonly (number | null)[]>>,
  more: { readonly minutes?: number; readonly percent?: number | null } = {},
): Past {
  const minutes = more.minutes ?? 60;
  const from = worldStart - 7 * 24 * 60 * minute;
  return {
    label,
    window: { from, to: from + minutes * minute },
    percent: more.percent ?? null,
    series: worldSeries(values, minutes, from),
  };
}

interface JudgedWorld extends Partial<JudgeInput> {
  readonly series: JudgeInput['series'];
  readonly minutes: number;
  readonly id?: string;
}

/** Judges the stage `id` of a plan after so many minutes. */
export function judgeWorld(plan: Plan, world: JudgedWorld): Verdict {
  return judgeStage(worldInput(plan, world));
}

/** What the judge is given for the stage `id` of a plan after so many minutes. */
export function worldInput(plan: Plan, world: JudgedWorld): JudgeInput {
  const stage = plan.stages.find((one) => one.id === (world.id ?? 'b'));
  if (stage === undefined) throw new Error('The plan has no such stage.');
  const percent = stage.audience.kind === 'percent' ? (stage.audience.percents['t'] ?? null) : null;
  return {
    plan,
    stage,
    run: {
      id: 'r',
      stage: stage.id,
      attempt: 1,
      start: worldStart,
      end: null,
      length: stage.length,
      openedBy: 'test',
      closedBy: null,
    },
    allotments: new Map([
      [
        't',
        {
          status: 'ok',
          allotment: {
            toggle: 't',
            percent,
            everyone: false,
            percentOfActors: percent,
            percentOfTime: null,
            actors: 0,
            groups: 0,
            expression: false,
            origin: 'flipper',
            at: worldStart,
            by: null,
            since: null,
          },
        },
      ],
    ]),
    findings: [],
    previous: null,
    now: worldStart + world.minutes * minute,
    cadence: minute,
    ...world,
  };
}

/** The reading of one criterion. */
export function readingOf(verdict: Verdict, id: string): Reading {
  const found = verdict.readings.find((one) => one.criterion === id);
  if (found === undefined) throw new Error(`There is no reading of ${id}.`);
  return found;
}
