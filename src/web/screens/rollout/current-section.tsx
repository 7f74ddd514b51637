import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { VerdictBanner } from '../../ui/verdict-banner.tsx';

/** The verdict of the stage the rollout is at, in the words of its own page. */
export function CurrentSection({ view }: { readonly view: StageView }): JSX.Element {
  return (
    <VerdictBanner verdict={view.verdict}>
      <p className="sw-actions sw-noprint">
        <Link className="sw-action" to={`/rollouts/${view.rollout.id}/stages/${view.stage.id}`}>
          Open {view.stage.label}
        </Link>
      </p>
    </VerdictBanner>
  );
}
