import { useQuery } from '@tanstack/react-query';
import { lazy, memo, Suspense, useMemo, type JSX } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useAnnounce, useTabShape, useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FrozenLine } from '../../ui/frozen-line.tsx';
import { Load } from '../../ui/load.tsx';
import { tabShape } from '../../ui/state-look.ts';
import { ExampleTag } from '../../ui/tag.tsx';
import { Checking, VerdictBanner } from '../../ui/verdict-banner.tsx';
import { ClockSection } from './clock-section.tsx';
import { CriteriaSection } from './criteria-section.tsx';
import { sayAge, stageTitle } from './stage-model.ts';
import { TrafficSection } from './traffic-section.tsx';

// The verdict, its clock and its criteria come first; who is on it, charts and forms load after their words.
const BesideVerdict = lazy(async () => ({
  default: memo((await import('./beside-verdict.tsx')).BesideVerdict),
}));
const NextControls = lazy(async () => ({
  default: memo((await import('./next-controls.tsx')).NextControls),
}));
const LaterSections = lazy(async () => ({
  default: memo((await import('./later-sections.tsx')).LaterSections),
}));

/** Advance, hold or roll back, and how do we know? */
export function StageScreen(): JSX.Element {
  const { id = '', stage = '' } = useParams();
  const [search] = useSearchParams();
  const query = useQuery(stageQuery(id, stage, search.get('at')));
  useTitle(query.data === undefined ? 'Stage - Stagewatch' : null);
  return (
    <Load
      query={query}
      waiting={
        <>
          <h1>Stage</h1>
          <Checking what="Loading stage..." />
        </>
      }
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(view) => <Stage view={view} />}
    </Load>
  );
}

function Stage({ view: answered }: { readonly view: StageView }): JSX.Element {
  const connection = useConnection();
  const { now } = connection;
  const verdict = shownVerdict(answered, connection);
  // The same object while nothing changes: the clock ticks each second, and charts and forms need not.
  const view = useMemo(() => ({ ...answered, verdict }), [answered, verdict]);
  useTitle(stageTitle(view));
  useTabShape(tabShape(verdict.state));
  const urgent = verdict.state === 'roll-back' || verdict.state === 'blind';
  useAnnounce(`${verdict.word}. ${verdict.reason}`, urgent);
  return (
    <>
      <h1>
        <Link to={`/rollouts/${view.rollout.id}`}>{view.rollout.title}</Link> &rsaquo; {view.stage.label}
      </h1>
      <p className="sw-chips sw-small">
        {view.example ? <ExampleTag /> : null}
        <span className="sw-quiet">{sayAge(view, now)}</span>
      </p>
      {view.at === null ? null : (
        <FrozenLine
          at={view.at}
          zone={view.rollout.zone}
          live={`/rollouts/${view.rollout.id}/stages/${view.stage.id}`}
        />
      )}
      <VerdictBanner verdict={verdict}>
        <Suspense fallback={null}>
          <NextControls view={view} />
        </Suspense>
      </VerdictBanner>
      <Suspense fallback={null}>
        <BesideVerdict view={view} />
      </Suspense>
      <ClockSection view={view} now={now} />
      <TrafficSection view={view} />
      <CriteriaSection view={view} />
      <Suspense fallback={<output>Loading charts and forms...</output>}>
        <LaterSections view={view} />
      </Suspense>
    </>
  );
}
