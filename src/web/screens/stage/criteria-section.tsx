import { memo, Suspense, type JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { BulletBar } from '../../ui/bullet-bar.tsx';
import { isLeftOut } from '../../ui/left-out.ts';
import { readingLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { useRowOrder } from './row-order.ts';
import { criterionGroups, type CriterionRow } from './stage-model.ts';

// The numbers come first; how they have gone needs the whole series.
const TrendCell = later(async () => memo((await import('./later-parts.ts')).TrendCell));
// Only a row whose source failed shows its query.
const RowSource = later(async () => (await import('./later-parts.ts')).RowSource);
const DataAge = later(async () => (await import('./later-parts.ts')).DataAge);

/** Every criterion as now, limit, room, trend, evidence and state. */
export function CriteriaSection({ view }: { readonly view: StageView }): JSX.Element {
  const { groups, sort } = useRowOrder(criterionGroups(view));
  const left = view.criteria.filter((one) => isLeftOut(view.verdict, one.id));
  return (
    <section className="sw-section" aria-labelledby="criteria">
      <h2 id="criteria">Criteria</h2>
      {groups.length === 0 ? <p>Nothing has been judged yet.</p> : null}
      {left.length === 0 ? null : (
        <p>No longer judged, after the decision to advance: {left.map((one) => one.label).join(', ')}.</p>
      )}
      {sort === null ? null : (
        <p>
          <button type="button" className="sw-button" onClick={sort}>
            Sort by state
          </button>{' '}
          States have changed since the rows were put in order.
        </p>
      )}
      {groups.map((group) => (
        <table key={group.id} className="sw-stack sw-criteria">
          <caption>{group.title}</caption>
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Now and limit</th>
              <th scope="col">Trend</th>
              <th scope="col">Evidence</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row) => (
              <Row key={row.id} view={view} row={row} to={criterionPath(view, row.id)} />
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

function Row(props: {
  readonly view: StageView;
  readonly row: CriterionRow;
  readonly to: string;
}): JSX.Element {
  const { view, row, to } = props;
  return (
    <tr>
      <th scope="row">
        <Link to={to}>{row.label}</Link>
        <div className="sw-quiet">{row.kind}</div>
      </th>
      <td>
        <div className="sw-value">{row.value}</div>
        {row.last === null ? null : <div className="sw-quiet">{row.last}</div>}
        {row.limit}
        <BulletBar reading={row.reading} />
        {row.worst === null ? null : (
          <div className="sw-quiet">
            <Link to={minutePath(view, row)}>{row.worst}</Link>
          </div>
        )}
        {row.since === null ? null : <div className="sw-quiet">{row.since}</div>}
      </td>
      <td className="sw-trend">
        <Suspense fallback="Reading...">
          <TrendCell view={view} reading={row.reading} />
        </Suspense>
      </td>
      <td>
        {row.evidence}
        {row.compared === null ? null : <div className="sw-quiet">{row.compared}</div>}
        {row.parts.map((part) => (
          <div key={part.key} className="sw-quiet">
            {part.text}
          </div>
        ))}
        {row.reading.state === 'source-error' ? (
          <Suspense fallback={null}>
            <RowSource view={view} criterion={row.id} />
          </Suspense>
        ) : null}
        {row.reading.judgedThrough === null ? null : (
          <Suspense fallback={null}>
            <DataAge view={view} through={row.reading.judgedThrough} />
          </Suspense>
        )}
      </td>
      <td>
        <Tag look={readingLook[row.reading.state]} word={row.tag} />
        {row.accepted === null ? null : <div className="sw-quiet">{row.accepted}</div>}
      </td>
    </tr>
  );
}

/** The chart of a criterion on this page, read at the minute its worst began. */
function minutePath(view: StageView, { id, reading }: CriterionRow): string {
  const search = new URLSearchParams({ open: id });
  if (view.at !== null) search.set('at', new Date(view.at).toISOString());
  if (reading.worst !== null) search.set('minute', new Date(reading.worst.window.from).toISOString());
  return `?${search.toString()}`;
}

/** The page of a criterion, at the same moment as this one. */
function criterionPath(view: StageView, id: string): string {
  const at = view.at === null ? '' : `?at=${new Date(view.at).toISOString()}`;
  return `/rollouts/${view.rollout.id}/stages/${view.stage.id}/criteria/${encodeURIComponent(id)}${at}`;
}
