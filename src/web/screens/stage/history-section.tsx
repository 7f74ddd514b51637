import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView, VerdictHistory } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { verdictsQuery } from '../../data/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { verdictLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';

/** How the verdict came to be what it is, newest first. Each entry opens the page as it stood. */
export function HistorySection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(verdictsQuery(view.rollout.id, view.stage.id));
  return (
    <section className="sw-section" aria-labelledby="history">
      <h2 id="history">How the verdict changed</h2>
      <Load
        query={query}
        waiting={<output>Loading...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(all) => <Entries view={view} entries={all.filter((entry) => entry.at <= (view.at ?? Infinity))} />}
      </Load>
    </section>
  );
}

function Entries(props: { readonly view: StageView; readonly entries: VerdictHistory }): JSX.Element {
  const { view, entries } = props;
  if (entries.length === 0) return <p>No verdict has been recorded yet.</p>;
  return (
    <ol className="sw-list">
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.state}`} className="sw-row">
          <div>
            <Link to={`?at=${new Date(entry.at).toISOString()}`}>
              <Instant at={entry.at} zone={view.rollout.zone} />
            </Link>
          </div>
          <div>
            <Tag look={verdictLook[entry.state]} word={entry.word} />
            <p>
              <Prose text={entry.reason} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
