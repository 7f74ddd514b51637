import { useQueries, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Rollout, StageView } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery, seriesQuery, stageQuery } from '../../data/queries.ts';
import { chartModel, type ChartModel } from '../../ui/chart-model.ts';
import { limitLine, type LimitLine } from '../../ui/chart-limit.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Kept } from '../../ui/kept.ts';
import { Load } from '../../ui/load.tsx';
import { SmallMultiple } from '../../ui/small-multiple.tsx';
import { criterionAddress } from './criterion-model.ts';

/** The same criterion in the stages before, side by side on one scale. They are read once somebody opens them. */
export function EarlierSection(props: { readonly view: StageView; readonly criterion: string }): JSX.Element {
  const [search] = useSearchParams();
  const [isOpen, setOpen] = useState(search.get('open') === 'earlier');
  return (
    <section className="sw-section" aria-labelledby="earlier">
      <h2 id="earlier">In earlier stages</h2>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Show this criterion in the stages before</summary>
        {isOpen ? <Opened {...props} /> : null}
      </details>
    </section>
  );
}

function Opened(props: { readonly view: StageView; readonly criterion: string }): JSX.Element {
  const query = useQuery(rolloutQuery(props.view.rollout.id));
  return (
    <Load
      query={query}
      waiting={<output>Loading the stages...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(rollout) => <Multiples {...props} stages={stagesBefore(rollout, props.view.stage.id)} />}
    </Load>
  );
}

/** The stages before one, that have run, in the plan's order; and itself, to compare with. */
function stagesBefore({ stages }: Rollout, id: string): Rollout['stages'] {
  const i = stages.findIndex((one) => one.id === id);
  return stages.slice(0, i + 1).filter((one) => one.runs.length > 0);
}

interface Multiple {
  readonly stage: Rollout['stages'][number];
  readonly model: ChartModel | string;
  readonly limit: LimitLine | null;
}

function Multiples(props: {
  readonly view: StageView;
  readonly criterion: string;
  readonly stages: Rollout['stages'];
}): JSX.Element {
  const { view, criterion, stages } = props;
  const at = view.at === null ? null : new Date(view.at).toISOString();
  const rollout = view.rollout.id;
  // What is over changes no more: it is read once.
  const once = { refetchInterval: false as const };
  const views = useQueries({
    queries: stages.map(({ id }) => ({ ...stageQuery(rollout, id, at), ...once })),
  });
  const series = useQueries({
    queries: stages.map(({ id }) => ({ ...seriesQuery(rollout, id, at), ...once })),
  });
  const failed = [...views, ...series].find((one) => one.error !== null);
  if (stages.every((one) => one.id === view.stage.id)) return <p>No stage before this one has run.</p>;
  const drawn = stages.flatMap((stage, i): readonly Multiple[] => {
    const there = views[i]?.data;
    const answer = series[i]?.data;
    if (there === undefined || answer === undefined) return [];
    const one = there.criteria.find((other) => other.id === criterion);
    if (one === undefined || one.chart === null)
      return [{ stage, model: 'This stage does not judge it.', limit: null }];
    const reading = there.verdict.readings.find((other) => other.criterion === criterion);
    return [{ stage, model: chartModel(one.chart, answer.series), limit: limitLine(one, reading) }];
  });
  const top = Math.max(...drawn.map(highestOf));
  return (
    <>
      {failed?.error === undefined || failed.error === null ? null : (
        <Kept value={failed.data !== undefined}>
          <FailureNotice {...sayError(failed.error)} onRetry={() => void failed.refetch()} />
        </Kept>
      )}
      {drawn.length < stages.length && failed === undefined ? <output>Loading the series...</output> : null}
      <div className="sw-multiples">
        {drawn.map(({ stage, model, limit }) => (
          <SmallMultiple
            key={stage.id}
            id={stage.id}
            label={stage.label}
            zone={view.rollout.zone}
            {...{ model, limit, top }}
            link={
              <Link to={criterionAddress({ rollout: view.rollout, stage }, criterion, view.at)}>
                Open<span className="sw-hidden"> {stage.label}</span>
              </Link>
            }
          />
        ))}
      </div>
    </>
  );
}

/** What the one scale of all must hold. */
function highestOf({ model, limit }: Multiple): number {
  if (typeof model === 'string') return 0;
  return model.points.reduce((high, point) => Math.max(high, point.value ?? 0), limit?.value ?? 0);
}
