import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, type JSX } from 'react';
import { Link, useParams } from 'react-router';
import type { Rollout, StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery, stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useAnnounce, useTabShape, useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { tabShape, titleWord } from '../../ui/state-look.ts';
import { ExampleTag } from '../../ui/tag.tsx';
import { Checking } from '../../ui/verdict-banner.tsx';
import { CurrentSection } from './current-section.tsx';
import { shownRung } from './ladder-model.ts';
import { NewestSection } from './newest-section.tsx';
import { OpenSection } from './open-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { RampSection } from './ramp-section.tsx';

// What is due in days, and what is amiss in the plan's text, may come after what is needed now.
const LaterSections = later(async () => (await import('./later-sections.tsx')).LaterSections);

/** Where is this rollout, and what comes next? */
export function RolloutScreen(): JSX.Element {
  const { id = '' } = useParams();
  const query = useQuery(rolloutQuery(id));
  const isAtStage = typeof query.data?.currentStage === 'string';
  useTitle(isAtStage ? null : `${query.data?.title ?? 'Rollout'} - Stagewatch`);
  return (
    <Load
      query={query}
      waiting={<output>Loading the rollout...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(rollout) => (
        <>
          <h1>{rollout.title}</h1>
          <p className="sw-chips">
            {rollout.example ? <ExampleTag /> : null}
            <span className="sw-anywhere">{rollout.toggles.map((toggle) => toggle.key).join(', ')}</span>
          </p>
          <p className="sw-chips">
            <Link to={`/rollouts/${rollout.id}/plan`}>The plan</Link>
            <Link to={`/rollouts/${rollout.id}/compare`}>Stages compared</Link>
            <Link to={`/rollouts/${rollout.id}/kpis/1-week`}>Check-ins after launch</Link>
            <Link to={`/rollouts/${rollout.id}/report`}>Report</Link>
            <Link to={`/rollouts/${rollout.id}/log`}>Log</Link>
          </p>
          {rollout.currentStage === null ? (
            <RampSection rollout={rollout} />
          ) : (
            <AtStage rollout={rollout} id={rollout.currentStage} />
          )}
          <PeopleSection rollout={rollout} />
          <NewestSection rollout={rollout} />
          <Suspense fallback={<output>Loading check-ins and findings...</output>}>
            <LaterSections rollout={rollout} />
          </Suspense>
        </>
      )}
    </Load>
  );
}

/** The verdict, the ramp, and what is open before the next stage; the ramp does not wait for the other two. */
function AtStage({ rollout, id }: { readonly rollout: Rollout; readonly id: string }): JSX.Element {
  const query = useQuery(stageQuery(rollout.id, id, null));
  const connection = useConnection();
  const rung = rollout.stages.find((one) => one.id === id);
  // Until the stage itself has answered, the tab goes by what its row of the ramp says.
  const known = rung === undefined ? null : shownRung(rung, connection);
  const verdict = query.data === undefined ? known : shownVerdict(query.data, connection);
  const word = verdict === null ? '' : `${titleWord(verdict)} - `;
  useTitle(`${word}${rollout.title} - Stagewatch`);
  useTabShape(verdict === null ? null : tabShape(verdict.state));
  const failed = (error: Error): JSX.Element => (
    <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />
  );
  return (
    <>
      <Load query={query} waiting={<Checking what="Loading the stage..." />} renderFailed={failed}>
        {(view) => <Aged view={view} section={Current} />}
      </Load>
      <RampSection rollout={rollout} />
      <Load query={query} waiting={null} renderFailed={() => null}>
        {(view) => <Aged view={view} section={OpenSection} />}
      </Load>
    </>
  );
}

/** The verdict, said too where it changes. */
function Current({ view }: { readonly view: StageView }): JSX.Element {
  const { verdict, rollout, stage } = view;
  const words = `${verdict.word}. ${verdict.reason}`;
  useAnnounce({
    about: `${rollout.id} ${stage.id}`,
    state: verdict.state,
    urgent: verdict.state === 'roll-back' || verdict.state === 'blind',
    first: words,
    changed: verdict.state === 'blind' ? words : `Verdict changed to ${words}`,
  });
  return <CurrentSection view={view} />;
}

/** A section with the verdict as it may still be shown: with the server lost or stalled it is Can't tell. */
function Aged(props: {
  readonly view: StageView;
  readonly section: (shown: { readonly view: StageView }) => JSX.Element;
}): JSX.Element {
  const { view: answered, section: Section } = props;
  const connection = useConnection();
  const verdict = shownVerdict(answered, connection);
  const view = useMemo(() => ({ ...answered, verdict }), [answered, verdict]);
  return <Section view={view} />;
}
