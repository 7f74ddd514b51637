import type { JSX } from 'react';
import type { ReportView } from '#contract/report-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { ResultForm } from './result-form.tsx';
import { runName } from './results-model.ts';

/** What people have entered for the Results of stages, with who said it and from where; and the form for more. */
export function EnteredSection({ view }: { readonly view: ReportView }): JSX.Element | null {
  const { zone } = view.rollout;
  const rows = view.stages.flatMap((run) => run.entered.map((one) => ({ ...one, run: runName(run) })));
  if (view.stages.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="entered">
      <h2 id="entered">What people know of the stages</h2>
      {rows.length === 0 ? (
        <p>Nobody has entered a result of a stage.</p>
      ) : (
        <table className="sw-stack">
          <caption>Entered by people, oldest first; the newest of each stands</caption>
          <thead>
            <tr>
              <th scope="col">Stage and label</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={`${one.run} ${one.about} ${one.at}`}>
                <th scope="row">
                  {one.run}: {one.about}
                </th>
                <td>
                  {one.text === '' ? 'Taken back' : one.text}
                  {one.reason === null ? null : <div className="sw-small">Because: {one.reason}</div>}
                </td>
                <td>{one.source}</td>
                <td>
                  {one.by}, {sayInstant(one.at, zone)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <details className="sw-noprint">
        <summary>Enter or correct a result</summary>
        <ResultForm view={view} />
      </details>
    </section>
  );
}
