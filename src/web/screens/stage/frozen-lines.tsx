import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { useConnection } from '../../data/connection.tsx';
import { stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { FrozenLine } from '../../ui/frozen-line.tsx';
import { Instant } from '../../ui/instant.tsx';

/** Above a past moment: that it is one, what it is told from, and what the verdict is now, which may be another. */
export function FrozenLines({ view, at }: { readonly view: StageView; readonly at: number }): JSX.Element {
  const { rollout, stage, asJudged } = view;
  const { zone } = rollout;
  return (
    <>
      <FrozenLine at={at} zone={zone} live={`/rollouts/${rollout.id}/stages/${stage.id}`} />
      <p className="sw-small">
        {asJudged === undefined ? (
          'What it was judged from was not kept: it shows the verdict as it was recorded.'
        ) : (
          <>
            Judged at <Instant at={asJudged.at} zone={zone} /> from what was kept.
          </>
        )}{' '}
        <VerdictNow view={view} />
      </p>
    </>
  );
}

function VerdictNow({ view }: { readonly view: StageView }): JSX.Element {
  const { data, isError } = useQuery(stageQuery(view.rollout.id, view.stage.id, null));
  const connection = useConnection();
  if (data === undefined)
    return <>{isError ? 'The verdict now can’t be read.' : 'Reading the verdict now...'}</>;
  const { state, word, reason } = shownVerdict(data, connection);
  if (state === view.verdict.state && state !== 'blind') return <>The verdict is the same now: {word}.</>;
  return (
    <strong>
      Now: {word}. {reason}
    </strong>
  );
}
