import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import type { Plan, Stage } from '../../../src/domain/plan/plan.ts';
import { checkInsOf } from '../../../src/domain/report/check-ins.ts';
import { standing, type Figure } from '../../../src/domain/report/figure.ts';
import { kpiResult } from '../../../src/domain/report/kpi-result.ts';
import { measureFigures } from '../../../src/domain/report/measure-figure.ts';
import type { ReportEvidence } from '../../../src/domain/report/build-sections.ts';
import type { StageEvidence } from '../../../src/domain/report/report-evidence.ts';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import { judgeStage } from '../../../src/domain/verdict/judge-stage.ts';
import type { Run } from '../../../src/domain/verdict/run.ts';
import { exampleSource } from '../../../src/server/proxy/example/example-source.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** When the first stage of a reported launch started. */
export const launchStart = Date.UTC(2025, 6, 16, 13);

/** Reads a plan that must be readable. */
export function planOf(markdown: string): Plan {
  const read = readPlan(markdown);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}

/** A launch whose every stage ran for a day, one after another, on the plan's own example data. */
export async function reportWorld(plan: Plan): Promise<ReportEvidence> {
  const ran = plan.stages.filter((stage) => !stage.off);
  const stages: StageEvidence[] = [];
  for (const [i, stage] of ran.entries()) stages.push(await stageWorld(plan, stage, i));
  const looks = checkInsOf(
    plan,
    stages.map((one) => one.run),
  );
  const checkIns: ReportEvidence['checkIns'][number][] = [];
  for (const checkIn of looks) {
    if (checkIn.window === null) continue;
    const figures = standing(await figuresOf(plan, checkIn.window.from, checkIn.window.to, hour));
    const kpis = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
    checkIns.push({ checkIn, evidence: { figures, kpis, answers: {} } });
  }
  return { stages, checkIns, answers: {} };
}

async function stageWorld(plan: Plan, stage: Stage, i: number): Promise<StageEvidence> {
  const start = launchStart + i * day;
  const run: Run = {
    id: `run-${stage.id}`,
    stage: stage.id,
    attempt: 1,
    start,
    end: start + day,
    length: stage.length,
    openedBy: 'Ana',
    closedBy: 'Ana',
  };
  const series = await seriesOf(plan, start, start + day, 10 * minute);
  const verdict = judgeStage({
    plan,
    stage,
    run,
    series,
    allotments: new Map(),
    findings: [],
    previous: null,
    now: start + day + hour,
    cadence: 10 * minute,
  });
  return {
    stage: stage.id,
    label: stage.label,
    run,
    readings: verdict.readings,
    traffic: verdict.traffic,
    figures: measureFigures(plan, series, { from: start, to: start + day }),
    observations: [
      {
        topic: 'downstream',
        criterion: null,
        said: { kind: 'yes-no-na', answer: 'no' },
        note: '',
        ticket: null,
        at: start,
      },
      {
        topic: 'complaints',
        criterion: 'complaints',
        said: { kind: 'count', count: 0 },
        note: '',
        ticket: null,
        at: start,
      },
      {
        topic: 'test cases',
        criterion: null,
        said: { kind: 'count', count: 0 },
        note: '',
        ticket: null,
        at: start,
      },
    ],
    rollbacks: [],
    answers: {},
    frozenAt: start + day + hour,
  };
}

async function figuresOf(plan: Plan, from: number, to: number, width: number): Promise<readonly Figure[]> {
  return measureFigures(plan, await seriesOf(plan, from, to, width), { from, to });
}

async function seriesOf(
  plan: Plan,
  from: number,
  to: number,
  width: number,
): Promise<ReadonlyMap<string, SeriesResult>> {
  const source = exampleSource({ now: () => to + hour });
  const results = await Promise.all(
    plan.signals.map((signal) =>
      source.read({ ...signal, window: { from, to }, width, anchor: from }, new AbortController().signal),
    ),
  );
  return new Map(results.map((result) => [result.id, result]));
}
