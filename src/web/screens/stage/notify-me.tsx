import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import {
  noticePermission,
  useNoticeFailed,
  useSnooze,
  useGivesNotices,
  wantNotices,
} from '../../data/my-notices.ts';
import { SnoozeForm } from './snooze-form.tsx';

/**
 * Asks for notices of this browser about one stage. Nothing is asked for but by the button; who asked is told by `KeptNotices`,
 * also on other pages of this tab.
 */
export function NotifyMe({ view }: { readonly view: StageView }): JSX.Element {
  const of = `${view.rollout.id}/${view.stage.id}`;
  const [permission, setPermission] = useState(noticePermission);
  const isWanted = useGivesNotices(of);
  const hasFailed = useNoticeFailed();
  const isOn = isWanted && permission === 'granted';
  const [snooze, setSnooze] = useSnooze(of);
  const ask = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    wantNotices(of, answer === 'granted');
  };
  if (permission === 'unsupported') return <p className="sw-small">This browser can’t notify you.</p>;
  if (permission === 'denied') {
    return (
      <p className="sw-small">
        This browser blocks notices from Stagewatch. Allow them in its settings for this site, then reload.
      </p>
    );
  }
  if (isOn) {
    return (
      <div className="sw-noprint">
        <p className="sw-small">
          {hasFailed
            ? 'This browser did not show a notice: do not rely on it.'
            : 'This browser notifies you about this stage while this tab is open, also on other pages of Stagewatch.'}
        </p>
        <button type="button" onClick={() => wantNotices(of, false)}>
          Stop notifying me
        </button>
        <SnoozeForm view={view} snooze={snooze} onSnooze={setSnooze} />
      </div>
    );
  }
  return (
    <div className="sw-noprint">
      <p className="sw-small">
        You can be notified when this stage needs somebody, while this tab is open. Your browser will ask you
        to allow it.
      </p>
      <button type="button" onClick={() => void ask()}>
        Notify me about this stage
      </button>
    </div>
  );
}
