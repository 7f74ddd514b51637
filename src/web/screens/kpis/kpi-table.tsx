import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayShare } from '#domain/verdict/say-value.ts';
import { Tag } from '../../ui/tag.tsx';
import { kpiLook, sayColumn } from './kpis-model.ts';

type Kpi = KpiView['kpis'][number];

/** Each KPI with its definition, its target and what it came to at each check-in. */
export function KpiTable({ view }: { readonly view: KpiView }): JSX.Element {
  const { zone } = view.rollout;
  return (
    <section className="sw-section" aria-labelledby="kpis">
      <h2 id="kpis">KPIs</h2>
      {view.kpis.length === 0 ? (
        <p>
          The plan names no KPI that can be judged. Add <code>kpis</code> to its block.
        </p>
      ) : (
        <table className="sw-stack">
          <caption>KPIs with their targets and what they came to</caption>
          <thead>
            <tr>
              <th scope="col">KPI and definition</th>
              <th scope="col">Target</th>
              {view.columns.map((column) => (
                <th key={column.id} scope="col">
                  {column.label}
                  <div className="sw-small sw-quiet">{sayColumn(column, zone)}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.kpis.map((kpi) => (
              <tr key={kpi.id}>
                <th scope="row">
                  {kpi.label}
                  <div className="sw-small sw-quiet">
                    {kpi.definition} (line {kpi.line})
                  </div>
                </th>
                <td>
                  <span className="sw-narrow">Target: </span>
                  {kpi.target ?? 'Not set in plan'}
                </td>
                {view.columns.map((column) => (
                  <Cell key={column.id} kpi={kpi} column={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Cell({
  kpi,
  column,
}: {
  readonly kpi: Kpi;
  readonly column: KpiView['columns'][number];
}): JSX.Element {
  const cell = kpi.cells.find((one) => one.column === column.id);
  if (cell === undefined) return <td>Not measured</td>;
  const { word, look } = kpiLook[cell.state];
  return (
    <td>
      <span className="sw-narrow">{column.label}: </span>
      <div>{cell.said}</div>
      <Tag look={look} word={word} />
      {cell.possible === null ? null : (
        <div className="sw-small">
          Possible, by what is not accounted for: {sayShare(cell.possible.low)} to{' '}
          {sayShare(cell.possible.high)}
        </div>
      )}
      <div className="sw-small">{cell.why}</div>
      <div className="sw-small sw-quiet">{cell.origin}</div>
    </td>
  );
}
