import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { Link, useParams } from 'react-router';
import type { ReportView } from '#contract/report-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayError } from '../../data/fetch-json.ts';
import { reportQuery } from '../../data/reports.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { usePrintFooter } from '../../ui/print-footer.ts';
import { ExampleTag } from '../../ui/tag.tsx';
import { TrendFigure } from '../../ui/trend-figure.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DiffSection } from './diff-section.tsx';
import { EnteredSection } from './entered-section.tsx';
import { SectionsSection } from './sections-section.tsx';

/** What goes into the plan, and on paper? */
export function ReportScreen(): JSX.Element {
  const { id = '' } = useParams();
  const [insert, setInsert] = useState(false);
  const query = useQuery(reportQuery(id, insert));
  useTitle(`${query.data === undefined ? 'Report' : `Report - ${query.data.rollout.title}`} - Stagewatch`);
  return (
    <Load
      query={query}
      waiting={
        <>
          <h1>Report</h1>
          <output>Writing the report...</output>
        </>
      }
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(view) => <Report view={view} insert={insert} onInsert={setInsert} />}
    </Load>
  );
}

function Report(props: {
  readonly view: ReportView;
  readonly insert: boolean;
  readonly onInsert: (insert: boolean) => void;
}): JSX.Element {
  const { view } = props;
  const { id, title, zone } = view.rollout;
  const api = `/api/rollouts/${encodeURIComponent(id)}`;
  usePrintFooter(`${title}. ${sayFrozen(view)}`);
  return (
    <>
      <h1>
        <Link to={`/rollouts/${id}`}>{title}</Link> &rsaquo; Report
      </h1>
      <p className="sw-chips">
        {view.example ? <ExampleTag /> : null}
        <span className="sw-quiet">Written {sayInstant(view.madeAt, zone)}</span>
      </p>
      {view.summaries.map((one) => (
        <p key={one.id} className="sw-summary">
          <Link to={`/rollouts/${id}/kpis/${one.id}`}>{one.label} after launch</Link>: {one.summary}
        </p>
      ))}
      <div className="sw-form sw-noprint">
        <CopyButton text={() => view.markdown} what="the whole plan" />
        <CopyButton text={() => view.pullRequest} what="the text of the pull request" />
        <button type="button" onClick={() => window.print()}>
          Print or save as PDF
        </button>
        <a href={`${api}/report.md`}>Markdown</a>
        <a href={`${api}/report.json`}>JSON</a>
        <a href={`${api}/results.csv`}>CSV</a>
      </div>
      <p className="sw-noprint">
        <label htmlFor="report-insert" className="sw-check">
          <input
            id="report-insert"
            type="checkbox"
            checked={props.insert}
            onChange={(event) => props.onInsert(event.target.checked)}
          />
          Add the sections the plan lacks
        </label>
      </p>
      <DiffSection view={view} />
      <SectionsSection view={view} />
      <EnteredSection view={view} />
      {view.trends.length === 0 ? null : (
        <section className="sw-section" aria-labelledby="trend">
          <h2 id="trend">From first stage to now</h2>
          {view.trends.map((trend) => (
            <TrendFigure key={trend.kpi} trend={trend} />
          ))}
        </section>
      )}
      <Rollbacks view={view} />
    </>
  );
}

/** As of when the pages speak, for their foot. */
function sayFrozen({ frozenAt, rollout, example }: ReportView): string {
  const made = example ? ' Example data.' : '';
  if (frozenAt === null) return `No evidence frozen yet.${made}`;
  return `Evidence frozen ${sayInstant(frozenAt, rollout.zone)}.${made}`;
}

function Rollbacks({ view }: { readonly view: ReportView }): JSX.Element | null {
  if (view.rollbacks.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="rollbacks">
      <h2 id="rollbacks">Roll backs</h2>
      {view.rollbacks.map((one) => (
        <div key={one.lines.join()} className="sw-whole">
          <h3>To paste at the bottom of {one.stage}</h3>
          <pre className="sw-patch">{one.lines.join('\n')}</pre>
          <CopyButton text={() => one.lines.join('\n')} what={`the roll back of ${one.stage}`} />
        </div>
      ))}
    </section>
  );
}
