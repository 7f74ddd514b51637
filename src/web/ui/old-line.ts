import type { StageJudging } from '#contract/judging.ts';
import type { CriterionView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import type { Window } from '#domain/time/time.ts';
import { chartModel, type ChartModel } from './chart-model.ts';
import type { OldLine } from './charts-lines.tsx';

type Chart = NonNullable<CriterionView['chart']>;

/** The old path's signals of a criterion that is compared with it; none otherwise. */
export function controlOf(judging: StageJudging | undefined, id: string): Readonly<Record<string, string>> {
  const baseline = baselineOf(judging, id);
  return baseline?.kind === 'control' ? baseline.signals : {};
}

function baselineOf(
  judging: StageJudging | undefined,
  id: string,
): StageJudging['criteria'][number]['baseline'] {
  return judging?.criteria.find((one) => one.id === id)?.baseline ?? null;
}

/**
 * The chart of the old path on the same axis: rates and durations only. A bare count of three times as many people says
 * nothing beside the other.
 */
function oldChart(chart: Chart, { signal, of }: Readonly<Record<string, string>>): Chart | null {
  if (signal === undefined) return null;
  switch (chart.kind) {
    case 'ratio':
      return of === undefined ? null : { ...chart, numerator: signal, denominator: of };
    case 'slower':
    case 'single':
      return { ...chart, signal };
    case 'window-sum':
      return null;
  }
}

/**
 * What a criterion is compared with, as a line beside it: the old path at the same time, or the stage before, laid so that both
 * begin together. None where it can't be drawn on the same axis, or was not read: the sources say why.
 */
export function oldLine(
  { id, chart }: CriterionView,
  judging: StageJudging | undefined,
  series: readonly SeriesResult[],
  window: Window,
): OldLine | null {
  if (chart === null) return null;
  const control = oldChart(chart, controlOf(judging, id));
  if (control !== null) return named(chartModel(control, series), 'Old path');
  const before = judging?.past.previousStage ?? null;
  if (baselineOf(judging, id)?.kind !== 'previous stage' || before === null) return null;
  const line = named(chartModel(chart, before.series), before.label);
  return line === null ? null : { ...line, model: shifted(line.model, window.from - before.window.from) };
}

function named(model: ChartModel | string, label: string): OldLine | null {
  return typeof model === 'string' || model.unit === 'count' ? null : { model, label };
}

/** A line moved in time, and to this stage's grid as near as its own allows. */
function shifted(model: ChartModel, by: number): ChartModel {
  const moved = (points: ChartModel['points']): ChartModel['points'] =>
    points.map((point) => ({ ...point, at: point.at + by }));
  return {
    ...model,
    start: model.start + by,
    points: moved(model.points),
    open: moved(model.open),
    gapSpans: model.gapSpans.map(({ from, to }) => ({ from: from + by, to: to + by })),
    quiet: new Set([...model.quiet].map((at) => at + by)),
  };
}
