import type { JSX } from 'react';
import type { ReportView } from '#contract/report-view.ts';

/** The change first: what would be written where, and what is in dispute. */
export function DiffSection({ view }: { readonly view: ReportView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="diff">
      <h2 id="diff">What changes in {view.file}</h2>
      {view.conflicts.length === 0 ? null : <Conflicts view={view} />}
      {view.diff === '' ? (
        <p>Nothing: no stage has ended and no check-in is due, or the plan says it all already.</p>
      ) : (
        <pre className="sw-patch">
          {linesOf(view.diff).map((line) => (
            <DiffLine key={line.key} text={line.text} />
          ))}
        </pre>
      )}
      {view.left.length === 0 ? null : (
        <p className="sw-small">
          {view.left.length} {view.left.length === 1 ? 'value' : 'values'} of the team are left alone.
        </p>
      )}
    </section>
  );
}

function linesOf(diff: string): readonly { readonly key: string; readonly text: string }[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map((text, i) => ({ key: `${i}:${text}`, text }));
}

function DiffLine({ text }: { readonly text: string }): JSX.Element {
  if (/^\+(?!\+\+)/.test(text)) return <ins>{text}</ins>;
  if (/^-(?!--)/.test(text)) return <del>{text}</del>;
  return <>{`${text}\n`}</>;
}

function Conflicts({ view }: { readonly view: ReportView }): JSX.Element {
  return (
    <>
      <h3>In dispute</h3>
      <p>Somebody changed what was written here. Theirs stays; the evidence says otherwise.</p>
      <table className="sw-stack">
        <caption>Values in dispute</caption>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">In the plan</th>
            <th scope="col">By the evidence</th>
          </tr>
        </thead>
        <tbody>
          {view.conflicts.map((one) => (
            <tr key={`${one.subject} ${one.label}`}>
              <th scope="row">
                {one.label} (line {one.line})
              </th>
              <td data-label="In the plan">{one.theirs}</td>
              <td data-label="By the evidence">{one.ours}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
