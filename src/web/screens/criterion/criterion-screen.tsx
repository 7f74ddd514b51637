import { useQuery } from '@tanstack/react-query';
import { Suspense, type JSX } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useTabShape, useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FrozenLine } from '../../ui/frozen-line.tsx';
import { sayUnread } from '../../ui/left-out.ts';
import { Load } from '../../ui/load.tsx';
import { readingLook, tabShape, verdictLook } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { Checking } from '../../ui/verdict-banner.tsx';
import { useShownZone } from '../../ui/zone-choice.tsx';
import { BrokenSection } from './broken-section.tsx';
import { ComparedSection } from './compared-section.tsx';
import {
  criterionAddress,
  criterionFacts,
  criterionTitle,
  standingOf,
  type CriterionStanding,
} from './criterion-model.ts';
import { StateBanner } from './state-banner.tsx';

// How it stands comes first; what is drawn loads after its words.
const SeriesSections = later(async () => (await import('./series-sections.tsx')).SeriesSections);

/** Why is this criterion in this state? */
export function CriterionScreen(): JSX.Element {
  const { id = '', stage = '', criterion = '' } = useParams();
  const [search] = useSearchParams();
  const query = useQuery(stageQuery(id, stage, search.get('at')));
  useTitle(query.data === undefined ? 'Criterion - Stagewatch' : null);
  return (
    <Load
      query={query}
      waiting={
        <>
          <h1>Criterion</h1>
          <Checking what="Loading criterion..." />
        </>
      }
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(view) => <Found view={view} id={criterion} />}
    </Load>
  );
}

function Found({ view: answered, id }: { readonly view: StageView; readonly id: string }): JSX.Element {
  const connection = useConnection();
  const view = { ...answered, verdict: shownVerdict(answered, connection) };
  const standing = standingOf(view, id);
  return standing === null ? <NoSuch view={view} id={id} /> : <Criterion view={view} standing={standing} />;
}

function NoSuch({ view, id }: { readonly view: StageView; readonly id: string }): JSX.Element {
  useTitle('Not found - Stagewatch');
  const stage = `/rollouts/${view.rollout.id}/stages/${view.stage.id}`;
  return (
    <>
      <h1>There is no such criterion</h1>
      <p>
        {view.stage.label} of {view.rollout.title} has no criterion &ldquo;{id}&rdquo;. Go to{' '}
        <Link to={stage}>the stage</Link> to see those it has.
      </p>
    </>
  );
}

function Criterion(props: { readonly view: StageView; readonly standing: CriterionStanding }): JSX.Element {
  const { view, standing } = props;
  const { criterion, reading } = standing;
  const { verdict } = view;
  const { zone } = view.rollout;
  const shown = useShownZone(zone);
  const at = view.at === null ? '' : `?at=${new Date(view.at).toISOString()}`;
  const stage = `/rollouts/${view.rollout.id}/stages/${view.stage.id}`;
  useTitle(criterionTitle(view, standing));
  useTabShape(tabShape(verdict.state));
  return (
    <>
      <h1>
        <Link to={`/rollouts/${view.rollout.id}`}>{view.rollout.title}</Link> &rsaquo;{' '}
        <Link to={`${stage}${at}`}>{view.stage.label}</Link> &rsaquo; {criterion.label}
      </h1>
      <p className="sw-chips sw-small">
        {view.example ? <ExampleTag /> : null}
        <span className="sw-quiet">The stage:</span>
        <Tag look={verdictLook[verdict.state]} word={verdict.word} />
      </p>
      {view.at === null ? null : (
        <FrozenLine at={view.at} zone={zone} live={criterionAddress(view, criterion.id, null)} />
      )}
      <StateBanner
        standing={standing}
        zone={zone}
        unread={sayUnread(
          verdict,
          criterion.id,
          'No run of this stage has been judged. Nothing is known of it.',
        )}
        look={reading === null ? verdictLook['not-started'] : readingLook[reading.state]}
      />
      <section className="sw-section" aria-labelledby="facts">
        <h2 id="facts">How it stands</h2>
        <p>{criterion.rule}</p>
        <dl className="sw-facts">
          {criterionFacts(view, standing, shown).map((fact) => (
            <div key={fact.term}>
              <dt>{fact.term}</dt>
              <dd>{fact.text}</dd>
            </div>
          ))}
        </dl>
      </section>
      {reading === null ? null : <ComparedSection reading={reading} zone={zone} />}
      <BrokenSection
        standing={standing}
        zone={zone}
        linkTo={(then) => criterionAddress(view, criterion.id, then)}
      />
      <Suspense fallback={<output>Loading the series...</output>}>
        <SeriesSections view={view} standing={standing} />
      </Suspense>
    </>
  );
}
