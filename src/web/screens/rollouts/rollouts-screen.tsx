import { useQuery } from '@tanstack/react-query';
import { Suspense, type JSX } from 'react';
import { Link } from 'react-router';
import type { RolloutItem } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutsQuery } from '../../data/queries.ts';
import { useAnnounce, useTabShape, useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { tabShape, verdictLook } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import {
  ageItem,
  groupRollouts,
  listTitle,
  listZone,
  sayLeft,
  sayOnIt,
  sayWatcher,
  worstOf,
} from './rollouts-model.ts';

// Which rollout needs someone comes first; what is due after a launch loads after it.
const CheckInsDue = later(async () => (await import('./check-ins-due.tsx')).CheckInsDue);

/** Which rollout needs someone now? */
export function RolloutsScreen(): JSX.Element {
  const query = useQuery(rolloutsQuery);
  const { now, lostSince, stalled, skew } = useConnection();
  const items = (query.data ?? []).map((item) => ageItem(item, now, lostSince, stalled));
  const worst = worstOf(items);
  useTitle(listTitle(items, now));
  useTabShape(worst === undefined ? null : tabShape(worst.verdict.state));
  return (
    <>
      <h1>Rollouts</h1>
      <Load
        query={query}
        waiting={<output>Loading rollouts...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(told) => (
          <>
            {told.map((item) => (
              <Spoken key={item.id} item={item} />
            ))}
            <Groups items={items} now={now} checkedAt={query.dataUpdatedAt - skew} />
          </>
        )}
      </Load>
      <Suspense fallback={null}>
        <CheckInsDue />
      </Suspense>
      <Finished items={items} now={now} />
    </>
  );
}

/** Says what a rollout has become. That the connection is lost is said once, not for each. */
function Spoken({ item }: { readonly item: RolloutItem }): null {
  const { state, word, reason } = item.verdict;
  const urgent = state === 'roll-back' || state === 'blind';
  const words = `${item.title}: ${word}. ${reason}`;
  useAnnounce({ about: `list ${item.id}`, state, urgent, first: urgent ? words : '', changed: words });
  return null;
}

function Groups(props: {
  readonly items: readonly RolloutItem[];
  readonly now: number;
  readonly checkedAt: number;
}): JSX.Element {
  const { items, now, checkedAt } = props;
  if (items.length === 0) {
    return (
      <p>
        No rollouts yet. <Link to="/rollouts/new">Import a release plan</Link> to start, or put one into the
        plans folder and restart.
      </p>
    );
  }
  const groups = groupRollouts(items, now).filter((group) => group.id !== 'finished');
  return (
    <>
      {groups.map((group) => (
        <section key={group.id} className="sw-section" aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`}>{group.title}</h2>
          {group.items.length === 0 ? (
            <p>
              Nothing needs anyone right now. Last checked{' '}
              <TimeText at={checkedAt} now={now} zone={listZone(items)} />.
            </p>
          ) : (
            <Rows items={group.items} now={now} />
          )}
        </section>
      ))}
    </>
  );
}

/** What is over comes last, and closed. */
function Finished({
  items,
  now,
}: {
  readonly items: readonly RolloutItem[];
  readonly now: number;
}): JSX.Element | null {
  const group = groupRollouts(items, now).find((one) => one.id === 'finished');
  if (group === undefined) return null;
  return (
    <details className="sw-section">
      <summary>{`${group.title} (${group.items.length})`}</summary>
      <Rows items={group.items} now={now} />
    </details>
  );
}

function Rows({ items, now }: { readonly items: readonly RolloutItem[]; readonly now: number }): JSX.Element {
  return (
    <ul className="sw-list">
      {items.map((item) => (
        <Row key={item.id} item={item} now={now} />
      ))}
    </ul>
  );
}

function Row({ item, now }: { readonly item: RolloutItem; readonly now: number }): JSX.Element {
  const { label } = item.stage;
  const share = item.stage.percent === null ? '' : `${item.stage.percent}%`;
  // "Phase 1: 50%" says it already.
  const percent = share === '' || label.split(/\s/).includes(share) ? '' : ` (${share})`;
  return (
    <li className="sw-row">
      <div>
        {item.unreadable === null ? (
          <Link to={`/rollouts/${item.id}/stages/${item.stage.id}`}>{item.title}</Link>
        ) : (
          <strong>{item.title}</strong>
        )}
        <div className="sw-small sw-quiet">
          {label}
          {percent}
        </div>
        {item.example ? <ExampleTag /> : null}
      </div>
      <div>
        <Tag look={verdictLook[item.verdict.state]} word={item.verdict.word} />
        <p>
          <Prose text={item.verdict.reason} />
        </p>
        {item.unreadable === null ? null : <p className="sw-small">{item.verdict.evidence}</p>}
      </div>
      <div className="sw-small sw-quiet">
        <div>{sayLeft(item, now)}</div>
        <div>{sayWatcher(item)}</div>
        <div>{sayOnIt(item)}</div>
      </div>
    </li>
  );
}
