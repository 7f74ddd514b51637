import { useQuery } from '@tanstack/react-query';
import { Suspense, type JSX } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { JournalEntry } from '#contract/journal.ts';
import type { Rollout } from '#contract/rollout.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { later } from '../../ui/later.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { rolloutQuery } from '../../data/queries.ts';
import { useRolloutVerdict } from '../../data/rollout-verdict.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { ExampleTag } from '../../ui/tag.tsx';
import { alertNames, sayEntry, type Names } from '../../ui/log-words.ts';
import { useVerdictTab } from '../../ui/verdict-tab.ts';
import { entriesOf, groupTitles, logGroups, readGroup } from './log-model.ts';
import { rollbacksOf } from './rollback-model.ts';

// Most rollouts are never rolled back: the record and its forms load only where there is one.
const RollbackSection = later(async () => (await import('./rollback-section.tsx')).RollbackSection);

/** Who decided what, and on what evidence? */
export function LogScreen(): JSX.Element {
  const { id = '' } = useParams();
  const query = useQuery(rolloutQuery(id));
  useVerdictTab(useRolloutVerdict(id), `Log - ${query.data?.title ?? 'Rollout'}`);
  return (
    <Load
      query={query}
      waiting={<output>Loading the log...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(rollout) => (
        <>
          <h1>
            <Link to={`/rollouts/${rollout.id}`}>{rollout.title}</Link> &rsaquo; Log
          </h1>
          {rollout.example ? (
            <p>
              <ExampleTag />
            </p>
          ) : null}
          <Log rollout={rollout} />
        </>
      )}
    </Load>
  );
}

function Log({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const query = useQuery(logQuery(rollout.id));
  return (
    <Load
      query={query}
      waiting={<output>Loading the log...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(log) => {
        const names = namesOf(rollout, log);
        const rollbacks = rollbacksOf(log);
        return (
          <>
            {rollbacks.length === 0 ? null : (
              <Suspense fallback={<output>Loading the rollback record...</output>}>
                <RollbackSection rollout={rollout.id} rollbacks={rollbacks} names={names} />
              </Suspense>
            )}
            <Entries rollout={rollout.id} log={log} names={names} />
          </>
        );
      }}
    </Load>
  );
}

function namesOf(rollout: Rollout, log: readonly JournalEntry[]): Names {
  return {
    zone: rollout.zone,
    stage: (id) => rollout.stages.find((one) => one.id === id)?.label ?? id,
    criterion: (id) => rollout.criteria.find((one) => one.id === id)?.label ?? id,
    alert: alertNames(log),
  };
}

/** The server tells no more than so many lines, newest first. */
const mostTold = 500;

function Entries(props: {
  readonly rollout: string;
  readonly log: readonly JournalEntry[];
  readonly names: Names;
}): JSX.Element {
  const [search, setSearch] = useSearchParams();
  const group = readGroup(search.get('kind'));
  const shown = entriesOf(props.log, group);
  return (
    <section className="sw-section" aria-labelledby="entries">
      <h2 id="entries">What happened</h2>
      <p className="sw-noprint">
        <label htmlFor="kind">
          Show{' '}
          <select
            id="kind"
            value={group ?? ''}
            onChange={(event) => setSearch(event.target.value === '' ? {} : { kind: event.target.value })}
          >
            <option value="">everything</option>
            {logGroups.map((one) => (
              <option key={one} value={one}>
                {groupTitles[one]}
              </option>
            ))}
          </select>
        </label>
      </p>
      {shown.length === 0 ? (
        <p>{props.log.length === 0 ? 'Nothing has been recorded yet.' : 'Nothing of this kind.'}</p>
      ) : (
        <ol className="sw-list">
          {shown.map((entry) => (
            <Entry key={entry.id} rollout={props.rollout} entry={entry} names={props.names} />
          ))}
        </ol>
      )}
      {props.log.length < mostTold ? null : (
        <p className="sw-quiet">
          These are the newest {mostTold} lines. Older ones are kept, and not shown here.
        </p>
      )}
    </section>
  );
}

function Entry(props: {
  readonly rollout: string;
  readonly entry: JournalEntry;
  readonly names: Names;
}): JSX.Element {
  const { entry, names } = props;
  const { what, more } = sayEntry(entry, names);
  const at = new Date(entry.at).toISOString();
  return (
    <li className="sw-row">
      <div>
        <time dateTime={at}>{sayInstant(entry.at, names.zone)}</time>
        <div className="sw-small sw-quiet">{entry.by}</div>
      </div>
      <div>
        <strong>{what}</strong>
        <p>
          <Prose text={more} />
        </p>
      </div>
      <div className="sw-small">
        {entry.stage === null ? (
          'The whole rollout'
        ) : (
          <Link to={`/rollouts/${props.rollout}/stages/${entry.stage}?at=${at}`}>
            {names.stage(entry.stage)} as it stood, {sayTime(entry.at, names.zone)}
          </Link>
        )}
      </div>
    </li>
  );
}
