import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { readingLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { criterionGroups, type CriterionRow } from './stage-model.ts';

/** Every criterion as now, limit, room, evidence and state. */
export function CriteriaSection({ view }: { readonly view: StageView }): JSX.Element {
  const groups = criterionGroups(view);
  return (
    <section className="sw-section" aria-labelledby="criteria">
      <h2 id="criteria">Criteria</h2>
      {groups.length === 0 ? <p>Nothing has been judged yet.</p> : null}
      {groups.map((group) => (
        <table key={group.id} className="sw-stack sw-criteria">
          <caption>{group.title}</caption>
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Now and limit</th>
              <th scope="col">Evidence</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

function Row({ row }: { readonly row: CriterionRow }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        {row.label}
        <div className="sw-quiet">{row.kind}</div>
      </th>
      <td>
        <div className="sw-value">{row.value}</div>
        {row.limit}
      </td>
      <td>{row.evidence}</td>
      <td>
        <Tag look={readingLook[row.reading.state]} word={row.tag} />
      </td>
    </tr>
  );
}
