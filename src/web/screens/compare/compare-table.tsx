import type { JSX } from 'react';
import { Link } from 'react-router';
import type { Comparison } from '#contract/compare.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { readingLook, verdictLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { sayBasis, sayCell, sayRun, sayTolerance } from './compare-model.ts';

type Row = Comparison['rows'][number];

/** One column per stage and one row per criterion: rates with what they rest on, the state in a word, and the answer. */
export function CompareTable({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const { columns, rows, rollout } = comparison;
  const table = (
    <table className="sw-stack">
      <caption>
        Rates and averages of each stage’s newest run, as last judged. Counts are left out: more people have
        more errors.
      </caption>
      <thead>
        <tr>
          <th scope="col">Criterion</th>
          {columns.map((column) => (
            <th key={column.stage} scope="col">
              <Link to={`/rollouts/${rollout.id}/stages/${column.stage}`}>{column.label}</Link>
              {column.percent === null ? '' : ` (${column.percent}%)`}
              <div>
                <Tag look={verdictLook[column.verdict.state]} word={column.verdict.word} />
              </div>
              <div className="sw-quiet">{sayRun(column, rollout.zone)}</div>
            </th>
          ))}
          <th scope="col">Constant across batches?</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.label}</th>
            {columns.map((column) => (
              <Cell key={column.stage} row={row} stage={column.stage} label={column.label} />
            ))}
            <td>
              <span className="sw-narrow">Constant across batches? </span>
              {row.steadiness.said}
              <div className="sw-quiet">{sayTolerance(row)}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <section className="sw-section" aria-labelledby="stages">
      <h2 id="stages">Stage by stage</h2>
      {columns.length > 5 ? <ScrollRegion name="Stages side by side">{table}</ScrollRegion> : table}
    </section>
  );
}

function Cell(props: { readonly row: Row; readonly stage: string; readonly label: string }): JSX.Element {
  const { row, stage, label } = props;
  const cell = row.cells.find((one) => one.stage === stage);
  if (cell === undefined) return <td>Not judged</td>;
  return (
    <td>
      <span className="sw-narrow">{label}: </span>
      <span className={cell.value === null ? '' : 'sw-value'}>{sayCell(cell, row.unit)}</span>
      <div>{sayBasis(cell, row.unit)}</div>
      {cell.state === null ? null : <Tag look={readingLook[cell.state]} word={readingTags[cell.state]} />}
    </td>
  );
}
