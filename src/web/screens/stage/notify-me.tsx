import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { noticePermission, useSnooze, wantNotices, wantsNotices } from '../../data/my-notices.ts';
import { alertsQuery } from '../../data/records.ts';
import { whatToTell, type PageNotice, type Told } from './page-notices.ts';
import { SnoozeForm } from './snooze-form.tsx';

/** Notices of this browser, for one stage and while its page is open. Nothing is asked for but by the button. */
export function NotifyMe({ view }: { readonly view: StageView }): JSX.Element {
  const of = `${view.rollout.id}/${view.stage.id}`;
  const [permission, setPermission] = useState(noticePermission);
  const [isWanted, setWanted] = useState(() => wantsNotices(of));
  const [hasFailed, setFailed] = useState(false);
  const want = (wanted: boolean): void => {
    wantNotices(of, wanted);
    setWanted(wanted);
  };
  const isOn = isWanted && permission === 'granted';
  const [snooze, setSnooze] = useSnooze(of);
  useStageNotices(view, { isOn, isSnoozed: snooze !== null }, setFailed);
  const ask = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    want(answer === 'granted');
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
            : 'This browser notifies you about this stage while the page is open.'}
        </p>
        <button type="button" onClick={() => want(false)}>
          Stop notifying me
        </button>
        <SnoozeForm view={view} snooze={snooze} onSnooze={setSnooze} />
      </div>
    );
  }
  return (
    <div className="sw-noprint">
      <p className="sw-small">
        You can be notified when this stage needs somebody, while this page is open. Your browser will ask you
        to allow it.
      </p>
      <button type="button" onClick={() => void ask()}>
        Notify me about this stage
      </button>
    </div>
  );
}

/** Tells each change once; what is there when it is turned on is known already. */
function useStageNotices(
  view: StageView,
  { isOn, isSnoozed }: { readonly isOn: boolean; readonly isSnoozed: boolean },
  onFailure: (failed: true) => void,
): void {
  const { data: alerts } = useQuery(alertsQuery);
  const told = useRef<Told | null>(null);
  useEffect(() => {
    if (!isOn) told.current = null;
    if (!isOn || alerts === undefined) return;
    const own = alerts.filter((one) => one.rollout === view.rollout.id && one.stage === view.stage.id);
    const step = whatToTell(told.current, view, own, Date.now(), isSnoozed);
    told.current = step.told;
    if (!step.notices.every(show)) onFailure(true);
  }, [view, isOn, isSnoozed, alerts, onFailure]);
}

/** Shows a notice; false where the browser takes none from a page. */
function show({ tag, title, body, stays, silent }: PageNotice): boolean {
  try {
    const notice = new Notification(title, { tag, body, requireInteraction: stays, silent });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
    });
    return true;
  } catch {
    return false;
  }
}
