import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { stageQuery } from '../../data/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { TurnOffSection } from './turn-off-section.tsx';

/**
 * What a past moment still shows of now: whoever opened the evidence of an alert may have to turn something off and call
 * somebody. What the toggles give is what they give now.
 */
export function FrozenSections({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(stageQuery(view.rollout.id, view.stage.id, null));
  return (
    <>
      <p>Forms and decisions belong to now: go to live to use them.</p>
      <Load
        query={query}
        waiting={<output>Reading what the toggles give now...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(now) => <TurnOffSection view={now} />}
      </Load>
      <ContactsSection view={view} />
    </>
  );
}
