import { useQuery } from '@tanstack/react-query';
import { memo, Suspense, useMemo, useRef, type JSX } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';
import { later } from '../../ui/later.tsx';
import { StandingStill, useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useAnnounce, useTabShape, useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { tabShape } from '../../ui/state-look.ts';
import { ExampleTag } from '../../ui/tag.tsx';
import { sayLeft } from '../../ui/time-left.ts';
import { Checking, VerdictBanner } from '../../ui/verdict-banner.tsx';
import { ClockSection } from './clock-section.tsx';
import { CriteriaSection } from './criteria-section.tsx';
import { sayAge, stageTitle } from './stage-model.ts';
import { TrafficSection } from './traffic-section.tsx';
import { usePause } from './use-pause.ts';

// The verdict, its clock and its criteria come first; who is on it, charts and forms load after their words.
const BesideVerdict = later(async () => memo((await import('./later-parts.ts')).BesideVerdict));
const NextControls = later(async () => memo((await import('./later-parts.ts')).NextControls));
const HeaderToggles = later(async () => memo((await import('./later-parts.ts')).HeaderToggles));
const StageTags = later(async () => memo((await import('./later-parts.ts')).StageTags));
const VerdictBar = later(async () => (await import('./later-parts.ts')).VerdictBar);
const LaterSections = later(async () => memo((await import('./later-parts.ts')).LaterSections));

// Only a moment of the past has this line: who looks at now need not wait for it.
const FrozenLines = later(async () => (await import('./frozen-lines.tsx')).FrozenLines);

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
  const verdict = shownVerdict(answered, connection);
  // The same object while nothing changes: the clock ticks each second, and charts and forms need not.
  const view = useMemo(() => ({ ...answered, verdict }), [answered, verdict]);
  const { stood, toggle } = usePause(view);
  useTitle(stageTitle(view));
  useTabShape(tabShape(verdict.state));
  const words = `${verdict.word}. ${verdict.reason}`;
  useAnnounce({
    about: `${view.rollout.id} ${view.stage.id}`,
    state: verdict.state,
    urgent: verdict.state === 'roll-back' || verdict.state === 'blind',
    first: words,
    changed: `${stood === null ? '' : 'Display paused. '}${verdict.state === 'blind' ? words : `Verdict changed to ${words}`}`,
  });
  return (
    <>
      <PauseLine live={view} stood={stood?.view ?? null} />
      <StandingStill as={stood?.connection ?? null}>
        <Shown
          view={stood?.view ?? view}
          live={view}
          now={stood?.connection.now ?? connection.now}
          onPause={toggle}
          isPaused={stood !== null}
        />
      </StandingStill>
    </>
  );
}

/** While the display is paused: since when, and what the verdict has become meanwhile. It is the one thing that still moves. */
function PauseLine(props: {
  readonly live: StageView;
  readonly stood: StageView | null;
}): JSX.Element | null {
  const { live, stood } = props;
  if (stood === null) return null;
  const isSame = live.verdict.state === stood.verdict.state;
  return (
    <p className="sw-bar">
      Display paused. It shows what was judged at{' '}
      {sayTimeNear(stood.verdict.judgedAt, live.serverNow, stood.rollout.zone)}.{' '}
      <Prose
        text={
          isSame
            ? 'The verdict has not changed since.'
            : `The verdict has changed since, to ${live.verdict.word}. ${live.verdict.reason}`
        }
      />
    </p>
  );
}

function Shown(props: {
  readonly view: StageView;
  readonly live: StageView;
  readonly now: number;
  readonly isPaused: boolean;
  readonly onPause: () => void;
}): JSX.Element {
  const { view, now, isPaused } = props;
  const banner = useRef<HTMLDivElement>(null);
  const { verdict } = view;
  return (
    <>
      <Suspense fallback={null}>
        <VerdictBar view={view} now={now} banner={banner} />
      </Suspense>
      <h1>
        <Link to={`/rollouts/${view.rollout.id}`}>{view.rollout.title}</Link> &rsaquo; {view.stage.label}
      </h1>
      <p className="sw-chips sw-small">
        {view.example ? <ExampleTag /> : null}
        <Link to={`/rollouts/${view.rollout.id}/wall`}>Wall display</Link>
        {view.at === null ? (
          <button type="button" className="sw-link sw-noprint" data-key="p" onClick={props.onPause}>
            {isPaused ? 'Go on updating' : 'Pause'}
          </button>
        ) : null}
        <Suspense fallback={null}>
          <HeaderToggles view={view} />
        </Suspense>
        {/* Last, and on a line of its own: it grows and shrinks each second, and must move nothing. */}
        <span className="sw-quiet sw-age">{sayAge(view, now)}</span>
      </p>
      {view.at === null ? null : (
        <Suspense fallback={<p className="sw-bar">A moment of the past.</p>}>
          <FrozenLines view={view} at={view.at} />
        </Suspense>
      )}
      <div ref={banner}>
        <VerdictBanner
          left={sayLeft(view, view.at ?? now)}
          verdict={isPaused ? { ...verdict, tags: [...verdict.tags, 'Display paused'] } : verdict}
          beside={
            <Suspense fallback={null}>
              <StageTags view={view} />
            </Suspense>
          }
        >
          <Suspense fallback={null}>
            <NextControls view={view} />
          </Suspense>
        </VerdictBanner>
      </div>
      <Suspense fallback={null}>
        <BesideVerdict view={view} live={props.live} />
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
