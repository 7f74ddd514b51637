import { Suspense, type JSX } from 'react';
import type { Comparison } from '#contract/compare.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import { later } from '../../ui/later.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { barsOf, sayBasis, sayCell, topOf } from './compare-model.ts';

const StageMultiples = later(async () => (await import('../../ui/charts-multiples.tsx')).StageMultiples);

type Row = Comparison['rows'][number];

/** Each criterion that has a rate, one small drawing per stage, all of a row on one scale. */
export function MultiplesSection({ comparison }: { readonly comparison: Comparison }): JSX.Element | null {
  const rows = comparison.rows.filter(
    (row) => row.unit !== 'none' && row.cells.some((cell) => cell.value !== null),
  );
  if (rows.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="multiples">
      <h2 id="multiples">On one scale</h2>
      <p className="sw-small sw-quiet">
        A dot is the value, the bar its likely range. Every drawing of a row has the same scale, from zero.
        Where bars overlap, a difference may be chance.
      </p>
      <div className="sw-pairs">
        {rows.map((row) => (
          <Multiples key={row.id} row={row} comparison={comparison} />
        ))}
      </div>
    </section>
  );
}

function Multiples({ row, comparison }: { readonly row: Row; readonly comparison: Comparison }): JSX.Element {
  const { columns } = comparison;
  const bars = barsOf(row, columns);
  const top = topOf(bars, row.unit);
  const unit = row.unit === 'ms' ? 'ms' : 'share';
  const id = `multiples-${row.id.replaceAll(/[^\w-]/g, '-')}`;
  return (
    <figure className="sw-figure sw-whole" aria-labelledby={id}>
      <h3 id={id}>{row.label}</h3>
      <figcaption>
        {row.steadiness.said} Scale: 0 to {sayValue(Number(top.toPrecision(2)), unit)}.
      </figcaption>
      <PanelBoundary title={row.label}>
        <div aria-hidden="true">
          <Suspense fallback={null}>
            <StageMultiples bars={bars} top={top} unit={unit} />
          </Suspense>
        </div>
      </PanelBoundary>
      <details>
        <summary>Table of {row.label}</summary>
        <table className="sw-stack">
          <caption>{row.label}, stage by stage</caption>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">Value</th>
              <th scope="col">Rests on</th>
            </tr>
          </thead>
          <tbody>
            {row.cells.map((cell) => (
              <tr key={cell.stage}>
                <th scope="row">{columns.find((one) => one.stage === cell.stage)?.label ?? cell.stage}</th>
                <td>{sayCell(cell, row.unit)}</td>
                <td>{sayBasis(cell, row.unit) || 'Not measured'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
