import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link, useParams } from 'react-router';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayError } from '../../data/fetch-json.ts';
import { kpiQuery } from '../../data/reports.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { usePrintFooter } from '../../ui/print-footer.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { TrendFigure } from '../../ui/trend-figure.tsx';
import { AddsUpSection } from './adds-up-section.tsx';
import { CleanUpSection } from './clean-up-section.tsx';
import { ClosingSection } from './closing-section.tsx';
import { FrozenSection } from './frozen-section.tsx';
import { KpiTable } from './kpi-table.tsx';
import { checkInLook, sayFoot, sayWindow } from './kpis-model.ts';
import { NumbersSection } from './numbers-section.tsx';
import { QuestionsSection } from './questions-section.tsx';

/** Did it do what the plan said? */
export function KpisScreen(): JSX.Element {
  const { id = '', checkin = '' } = useParams();
  const query = useQuery(kpiQuery(id, checkin));
  const title =
    query.data === undefined ? 'KPIs' : `${query.data.checkIn.label} - ${query.data.rollout.title}`;
  useTitle(`${title} - Stagewatch`);
  return (
    <Load
      query={query}
      waiting={
        <>
          <h1>KPIs</h1>
          <output>Loading the check-in...</output>
        </>
      }
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(view) => <CheckIn key={view.checkIn.id} view={view} />}
    </Load>
  );
}

function CheckIn({ view }: { readonly view: KpiView }): JSX.Element {
  const { rollout, checkIn } = view;
  const { word, look } = checkInLook[checkIn.state];
  usePrintFooter(sayFoot(view));
  return (
    <>
      <h1>
        <Link to={`/rollouts/${rollout.id}`}>{rollout.title}</Link> &rsaquo; {checkIn.label} after launch
      </h1>
      <p className="sw-chips">
        {view.example ? <ExampleTag /> : null}
        <Tag look={look} word={word} />
      </p>
      <nav aria-label="Check-ins" className="sw-chips sw-noprint">
        {view.all.map((one) => (
          <Link
            key={one.id}
            to={`/rollouts/${rollout.id}/kpis/${one.id}`}
            aria-current={one.id === checkIn.id ? 'page' : undefined}
          >
            {one.label} ({checkInLook[one.state].word.toLowerCase()})
          </Link>
        ))}
        <Link to={`/rollouts/${rollout.id}/report`}>Report</Link>
      </nav>
      <p className="sw-summary">{view.summary}</p>
      <p>{sayWindow(view)}</p>
      <KpiTable view={view} />
      <FrozenSection view={view} />
      <NumbersSection view={view} />
      <AddsUpSection view={view} />
      <section className="sw-section" aria-labelledby="trend">
        <h2 id="trend">From first stage to now</h2>
        {view.trends.length === 0 ? (
          <p>No stage and no check-in has a number for any KPI yet.</p>
        ) : (
          view.trends.map((trend) => <TrendFigure key={trend.kpi} trend={trend} />)
        )}
      </section>
      <Populations view={view} />
      <QuestionsSection view={view} />
      <CleanUpSection view={view} />
      <ClosingSection view={view} />
    </>
  );
}

function Populations({ view }: { readonly view: KpiView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="people">
      <h2 id="people">How many people</h2>
      {view.populations.length === 0 ? (
        <p>Not measured: no signal of the plan counts people.</p>
      ) : (
        <dl className="sw-facts">
          {view.populations.map((one) => (
            <div key={one.label}>
              <dt>{one.label}</dt>
              <dd>
                {one.said} <span className="sw-quiet sw-small">{one.origin}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
