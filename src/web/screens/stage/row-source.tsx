import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { saySource } from '#domain/verdict/say-value.ts';
import { seriesQuery } from '../../data/queries.ts';
import { atOf } from './at-of.ts';

/** Below a row whose source failed: the query that failed, the source itself, and where the plan says it. */
export function RowSource(props: {
  readonly view: StageView;
  readonly criterion: string;
}): JSX.Element | null {
  const { view } = props;
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id, atOf(view)));
  const criterion = view.criteria.find((one) => one.id === props.criterion);
  if (criterion === undefined || query.data === undefined) return null;
  const signals = signalsOf(criterion);
  return (
    <>
      {query.data.series
        .filter((one) => signals.includes(one.id))
        .map((one) => (one.status === 'error' ? <Failed key={one.id} result={one} /> : null))}
      <div>
        <Link to={`/rollouts/${view.rollout.id}/plan#line-${criterion.line}`}>See it in the plan</Link>
      </div>
    </>
  );
}

function Failed({
  result,
}: {
  readonly result: Extract<SeriesResult, { readonly status: 'error' }>;
}): JSX.Element {
  const { id, source, lastGood } = result;
  const query = result.query ?? lastGood?.provenance.query;
  const link = lastGood?.provenance.link;
  return (
    <div>
      Query of {id}: {query === undefined ? 'not known.' : <code>{query}</code>}{' '}
      {link !== undefined && /^https?:\/\//.test(link) ? (
        <a href={link} target="_blank" rel="noreferrer">
          Open {id} in {saySource(source)} (opens in a new tab)
        </a>
      ) : null}
    </div>
  );
}

function signalsOf({ chart }: CriterionView): readonly string[] {
  if (chart === null) return [];
  return chart.kind === 'ratio' ? [chart.numerator, chart.denominator] : [chart.signal];
}
