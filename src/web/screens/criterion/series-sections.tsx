import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, type JSX } from 'react';
import { useSearchParams } from 'react-router';
import type { StageSeries, StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { judgingQuery } from '../../data/judging-query.ts';
import { logQuery } from '../../data/log.ts';
import { seriesQuery, verdictsQuery } from '../../data/queries.ts';
import { ChartCursorProvider } from '../../ui/chart-cursor.tsx';
import { limitLine } from '../../ui/chart-limit.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { CriterionFigure } from '../../ui/criterion-figure.tsx';
import { CursorSlider } from '../../ui/cursor-slider.tsx';
import { EventsTable } from '../../ui/events-table.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Kept } from '../../ui/kept.ts';
import { Load } from '../../ui/load.tsx';
import { controlOf, oldLine } from '../../ui/old-line.ts';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { stageMarks } from '../../ui/stage-marks.ts';
import { useShownZone, ZoneSwitch } from '../../ui/zone-choice.tsx';
import { BeyondSection } from './beyond-section.tsx';
import { criterionAddress, sourceRows, type CriterionStanding } from './criterion-model.ts';
import { readShown, ShownLines } from './shown-lines.tsx';
import { SourceSection } from './source-section.tsx';
import { TrySection } from './try-section.tsx';

// Asked for by few, and made of other stages' series.
const EarlierSection = later(async () => (await import('./earlier-section.tsx')).EarlierSection);

interface Props {
  readonly view: StageView;
  readonly standing: CriterionStanding;
}

/** What is drawn from the series: chart and table, where it broke, the sources, earlier stages, and the trial of another limit. */
export function SeriesSections(props: Props): JSX.Element {
  const { view } = props;
  const at = view.at === null ? null : new Date(view.at).toISOString();
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id, at));
  return (
    <Load
      query={query}
      waiting={<output>Loading the series...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(answer) => <Drawn {...props} answer={answer} />}
    </Load>
  );
}

function Drawn(props: Props & { readonly answer: StageSeries }): JSX.Element {
  const { view, standing, answer } = props;
  const { criterion, reading } = standing;
  const { data: judging } = useQuery(judgingQuery(view.rollout.id, view.stage.id));
  const control = controlOf(judging, criterion.id);
  return (
    <>
      <ChartPart {...props} />
      <SourceSection
        rows={sourceRows([...(reading?.signals ?? []), ...Object.values(control)], answer.series)}
      />
      {criterion.chart === null ? null : (
        <PanelBoundary title="Earlier stages">
          <Suspense fallback={null}>
            <EarlierSection view={view} criterion={criterion.id} />
          </Suspense>
        </PanelBoundary>
      )}
      {view.at === null ? (
        <PanelBoundary title="Trying another limit">
          <TrySection key={criterion.id} view={view} criterion={criterion.id} series={answer.series} />
        </PanelBoundary>
      ) : (
        <p>Trying another limit belongs to now: go to live to do it.</p>
      )}
    </>
  );
}

/** When a judgement of the shown run was kept, oldest first; `null` while that is not known. */
function useKept({ rollout, stage, run, at }: StageView): readonly number[] | null {
  const { data } = useQuery(verdictsQuery(rollout.id, stage.id));
  if (data === undefined) return null;
  return data
    .flatMap((one) => (one.run === run?.id && one.at <= (at ?? Infinity) ? [one.at] : []))
    .toSorted((a, b) => a - b);
}

/** The chart with its events, and the stretches beyond the limit. */
function ChartPart({ view, standing, answer }: Props & { readonly answer: StageSeries }): JSX.Element | null {
  const { criterion, reading } = standing;
  const { zone } = view.rollout;
  const [search] = useSearchParams();
  const shown = useShownZone(zone);
  const { data: judging } = useQuery(judgingQuery(view.rollout.id, view.stage.id));
  const log = useQuery(logQuery(view.rollout.id));
  const kept = useKept(view);
  const model = useMemo(
    () => (criterion.chart === null ? 'Nothing to draw.' : chartModel(criterion.chart, answer.series)),
    [criterion.chart, answer.series],
  );
  const old = useMemo(
    () => oldLine(criterion, judging, answer.series, answer.window),
    [criterion, judging, answer],
  );
  const marks = useMemo(
    () => stageMarks(view, answer, { log: log.data ?? [], elsewhere: [] }, { filter: 'ours', zone: shown }),
    [view, answer, log.data, shown],
  );
  if (criterion.chart === null) return null;
  const lines = readShown(search.get('series'));
  const limit = limitLine(criterion, reading ?? undefined);
  return (
    <ChartCursorProvider>
      <section className="sw-section" aria-labelledby="chart">
        <h2 id="chart">Chart</h2>
        <ZoneSwitch planZone={zone} />
        {old === null ? null : <ShownLines oldLabel={old.label} shown={lines} />}
        {typeof model === 'string' ? null : (
          <CursorSlider
            window={answer.window}
            width={answer.window.width}
            zone={zone}
            charts={[{ label: criterion.label, model }]}
          />
        )}
        <PanelBoundary title={`The chart of ${criterion.label}`}>
          <CriterionFigure
            {...{ criterion, model, zone }}
            reading={reading ?? undefined}
            frame={marks.frame}
            old={old !== null && lines.old ? old : null}
            showNew={old === null || lines.new}
            open={search.get('open') === 'table'}
            ready
          />
        </PanelBoundary>
        {log.error === null ? null : (
          <Kept value={log.data !== undefined}>
            <FailureNotice {...sayError(log.error)} onRetry={() => void log.refetch()} />
          </Kept>
        )}
        <EventsTable
          isRead={log.data !== undefined}
          events={marks.frame.events}
          more={marks.more}
          zone={zone}
          linkTo={(at) => criterionAddress(view, criterion.id, Math.min(at, view.serverNow))}
        />
      </section>
      {typeof model === 'string' || limit === null ? null : (
        <BeyondSection
          {...{ model, limit, zone, kept }}
          linkTo={(at) => criterionAddress(view, criterion.id, at)}
        />
      )}
    </ChartCursorProvider>
  );
}
