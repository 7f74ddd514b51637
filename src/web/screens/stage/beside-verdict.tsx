import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { AlertsSection } from './alerts-section.tsx';
import { NotifyMe } from './notify-me.tsx';
import { slackText } from './slack-text.ts';

/**
 * What can be done with a verdict: tell others, and say who is on it. It loads after the verdict's words. What may be
 * put off follows what is `live`, also while the display is paused.
 */
export function BesideVerdict(props: { readonly view: StageView; readonly live: StageView }): JSX.Element {
  const { view, live } = props;
  return (
    <>
      <div className="sw-aside">
        <CopyButton what="as Slack text" text={() => slackText(view, location.origin)} />
        {view.at === null ? <NotifyMe key={`${view.rollout.id} ${view.stage.id}`} view={live} /> : null}
      </div>
      {view.at === null ? <AlertsSection view={view} /> : null}
    </>
  );
}
