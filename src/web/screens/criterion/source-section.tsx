import type { JSX } from 'react';
import type { SourceRow } from './criterion-model.ts';

/** The exact queries, by signal, with a way to the source itself. */
export function SourceSection({ rows }: { readonly rows: readonly SourceRow[] }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="source">
      <h2 id="source">Where the numbers come from</h2>
      {rows.length === 0 ? (
        <p>From people: nothing is measured for this criterion.</p>
      ) : (
        <dl className="sw-facts">
          {rows.map((row) => (
            <div key={row.signal}>
              <dt>{row.signal}</dt>
              <dd>
                {row.source}: <code>{row.query}</code>
                {row.link === null ? null : (
                  <>
                    {' '}
                    <a href={row.link} rel="noreferrer">
                      Open {row.signal} in {row.source}
                    </a>
                  </>
                )}
                {row.problem === null ? null : <div>{row.problem}</div>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
