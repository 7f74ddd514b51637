import type { JSX } from 'react';
import { saySource } from '#domain/verdict/say-value.ts';
import type { SourceRow } from './criterion-model.ts';

/** The exact queries, by signal, with a way to the source itself at the same times, or which setting would give one. */
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
                {row.link === null ? (
                  <NoLink row={row} />
                ) : (
                  <>
                    {' '}
                    <a href={row.link} rel="noreferrer">
                      Open {row.signal} in {placeOf(row)} at the same times
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

/** A Prometheus that is asked through Grafana is looked at there. */
function placeOf({ source, link }: SourceRow): string {
  return link?.includes('/explore?') === true && source === 'prometheus' ? 'Grafana' : saySource(source);
}

const settings: Readonly<Record<string, string>> = {
  datadog: 'STAGEWATCH_DATADOG_LINK',
  prometheus: 'STAGEWATCH_PROMETHEUS_LINK',
  sentry: 'STAGEWATCH_SENTRY_LINK',
};

function NoLink({ row }: { readonly row: SourceRow }): JSX.Element | null {
  const setting = settings[row.source];
  if (row.query === 'Not known') return null;
  return (
    <div className="sw-small sw-quiet">
      {setting === undefined ? (
        'It has no page of its own to open.'
      ) : (
        <>
          No link: the server knows no page of {saySource(row.source)} for it. Setting <code>{setting}</code>{' '}
          adds one.
        </>
      )}
    </div>
  );
}
