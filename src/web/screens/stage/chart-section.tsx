import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type JSX } from 'react';
import { useSearchParams } from 'react-router';
import type { StageJudging } from '#contract/judging.ts';
import type { CriterionView, StageSeries, StageView } from '#contract/rollout.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { sayError } from '../../data/fetch-json.ts';
import { elsewhereQuery } from '../../data/elsewhere.ts';
import { judgingQuery } from '../../data/judging-query.ts';
import { logQuery } from '../../data/log.ts';
import { seriesQuery } from '../../data/queries.ts';
import { ChartCursorProvider } from '../../ui/chart-cursor.tsx';
import { chartModel, type ChartModel } from '../../ui/chart-model.ts';
import type { OldLine } from '../../ui/charts-lines.tsx';
import { CriterionFigure, type ChartFrame } from '../../ui/criterion-figure.tsx';
import { CursorSlider } from '../../ui/cursor-slider.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { oldLine } from '../../ui/old-line.ts';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { stageMarks } from '../../ui/stage-marks.ts';
import { useKept } from '../../ui/use-kept.ts';
import { useShownZone, ZoneSwitch } from '../../ui/zone-choice.tsx';
import { EventsSection } from './events-section.tsx';
import { readFilter } from './event-filter.ts';
import { atOf } from './at-of.ts';
import { CursorFromAddress } from './cursor-from-address.tsx';
import { useChartsOpen } from './use-charts-open.ts';
import { useInTurn } from './use-in-turn.ts';

/** As many charts as a person takes in; the rest on request. */
const few = 7;

/** One chart per criterion, on one time axis with one cursor and the same lettered events, each with its table. */
export function ChartSection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id, atOf(view)));
  const [isOpen, open] = useChartsOpen();
  return (
    <section className="sw-section" aria-labelledby="charts">
      <h2 id="charts">Charts</h2>
      {isOpen ? (
        <Load
          query={query}
          waiting={<output>Loading charts...</output>}
          renderFailed={(error) => (
            <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />
          )}
        >
          {(answer) => <Charts view={view} answer={answer} />}
        </Load>
      ) : (
        <button type="button" className="sw-noprint" aria-expanded="false" onClick={open}>
          Show the charts
        </button>
      )}
    </section>
  );
}

/** What one chart is drawn from. */
interface Wanted {
  readonly id: string;
  readonly criterion: CriterionView;
  readonly reading: Reading | undefined;
  readonly frame: ChartFrame;
  readonly answer: StageSeries;
  readonly judging: StageJudging | undefined;
}

interface Drawn extends Pick<Wanted, 'criterion' | 'reading' | 'frame'> {
  readonly model: ChartModel | string;
  readonly old: OldLine | null;
}

function drawnOf({ criterion, reading, frame, answer, judging }: Wanted): Drawn {
  const model = criterion.chart === null ? '' : chartModel(criterion.chart, answer.series);
  return { criterion, reading, frame, model, old: oldLine(criterion, judging, answer.series, answer.window) };
}

function Charts(props: { readonly view: StageView; readonly answer: StageSeries }): JSX.Element {
  const { view, answer } = props;
  const { zone } = view.rollout;
  const [search, setSearch] = useSearchParams();
  const shown = useShownZone(zone);
  const filter = readFilter(search.get('events'));
  const log = useQuery(logQuery(view.rollout.id));
  const elsewhere = useQuery({
    ...elsewhereQuery(view.rollout.id, view.stage.id, atOf(view)),
    enabled: filter === 'everything',
  });
  const marks = useMemo(
    () =>
      stageMarks(
        view,
        answer,
        { log: log.data ?? [], elsewhere: elsewhere.data?.entries ?? [] },
        { filter, zone: shown },
      ),
    [view, answer, log.data, elsewhere.data, filter, shown],
  );
  const drawn = useDrawn(view, answer, useKept(marks.frame));
  const asked = search.get('open');
  const all = search.get('charts') === 'all' || drawn.findIndex((one) => one.criterion.id === asked) >= few;
  const visible = useMemo(() => (all ? drawn : drawn.slice(0, few)), [all, drawn]);
  const read = useMemo(
    () =>
      visible.flatMap(({ criterion: { label }, model }) =>
        typeof model === 'string' ? [] : [{ label, model }],
      ),
    [visible],
  );
  useScrollTo(asked, drawn.length > 0);
  return (
    <ChartCursorProvider>
      <CursorFromAddress />
      <ZoneSwitch planZone={zone} />
      <CursorSlider window={answer.window} width={answer.window.width} zone={zone} charts={read} />
      <Figures drawn={visible} zone={zone} asked={asked} />
      {visible.length === drawn.length ? null : (
        <button
          type="button"
          className="sw-noprint"
          onClick={() =>
            setSearch((before) => new URLSearchParams([...before, ['charts', 'all']]), {
              replace: true,
              preventScrollReset: true,
            })
          }
        >
          Show the rest: {drawn.length - visible.length} more charts
        </button>
      )}
      <EventsSection
        view={view}
        marks={marks}
        filter={filter}
        sources={filter === 'everything' ? [log, elsewhere] : [log]}
        leftOut={filter === 'everything' ? (elsewhere.data?.leftOut ?? []) : []}
      />
    </ChartCursorProvider>
  );
}

/** A figure for each, and one more of their drawings a frame. Apart, so that only figures are looked at each time. */
function Figures(props: {
  readonly drawn: readonly Drawn[];
  readonly zone: string;
  /** The criterion that the address asks for. */
  readonly asked: string | null;
}): readonly JSX.Element[] {
  const { drawn, zone, asked } = props;
  const mounted = useOnePerFrame(drawn.length);
  return drawn.map(({ criterion, reading, frame, model, old }, i) => (
    <PanelBoundary key={criterion.id} title={`The chart of ${criterion.label}`}>
      <CriterionFigure
        {...{ criterion, reading, frame, model, old, zone }}
        ready={i < mounted}
        open={criterion.id === asked}
      />
    </PanelBoundary>
  ));
}

/** What each chart draws; made again only when there is something new. */
function useDrawn(view: StageView, answer: StageSeries, frame: ChartFrame): readonly Drawn[] {
  const { rollout, stage, criteria, verdict } = view;
  // What the past was costs the sources a question: it is asked only where something is compared with it.
  const isCompared = verdict.readings.some((one) => one.comparedWith !== null);
  const { data: judging } = useQuery({ ...judgingQuery(rollout.id, stage.id), enabled: isCompared });
  const { readings } = verdict;
  const wanted = useMemo(
    () =>
      criteria
        .filter((criterion) => criterion.chart !== null)
        .map((criterion): Wanted => {
          const reading = readings.find((one) => one.criterion === criterion.id);
          return { id: criterion.id, criterion, reading, frame, answer, judging };
        }),
    [criteria, readings, frame, judging, answer],
  );
  return useInTurn(wanted, drawnOf);
}

/** Counts up by one a frame: mounting all charts at once would block the page for a third of a second. */
function useOnePerFrame(total: number): number {
  const [mounted, setMounted] = useState(0);
  useEffect(() => {
    if (mounted >= total) return undefined;
    const frame = requestAnimationFrame(() => setMounted((n) => n + 1));
    return () => cancelAnimationFrame(frame);
  }, [mounted, total]);
  return mounted;
}

/** Brings the chart that an address asks for into view, once. */
function useScrollTo(criterion: string | null, ready: boolean): void {
  useEffect(() => {
    if (criterion !== null && ready)
      document.querySelector(`#figure-${CSS.escape(criterion)}`)?.scrollIntoView();
  }, [criterion, ready]);
}
