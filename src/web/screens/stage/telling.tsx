import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { useConnection } from '../../data/connection.tsx';
import { problemOf } from '../../data/fetch-json.ts';
import { noticeHasFailed, useSnooze } from '../../data/my-notices.ts';
import { stageQuery } from '../../data/queries.ts';
import { alertsQuery } from '../../data/records.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { plain } from '../../ui/plain.ts';
import { whatToTell, type PageNotice, type Told } from './page-notices.ts';

/** Reads the stage as it is now, also where its page shows a moment of the past or stands still. */
export function TellingOf({ of }: { readonly of: string }): JSX.Element | null {
  const [rollout = '', stage = ''] = of.split('/');
  const { data } = useQuery({
    ...stageQuery(rollout, stage, null),
    // A stage that is gone from the plan is read no more: its failure must not speak for the page that is open.
    enabled: ({ state }) => problemOf(state.error)?.status !== 404,
  });
  return data === undefined ? null : <Telling of={of} view={data} />;
}

/** Tells each change once; what is there when it is turned on is known already. */
function Telling({ of, view: answered }: { readonly of: string; readonly view: StageView }): null {
  const connection = useConnection();
  const verdict = shownVerdict(answered, connection);
  const view = useMemo(() => ({ ...answered, verdict }), [answered, verdict]);
  const { data: alerts } = useQuery(alertsQuery);
  const [snooze] = useSnooze(of);
  const isSnoozed = snooze !== null;
  const told = useRef<Told | null>(null);
  useEffect(() => {
    if (alerts === undefined) return;
    const own = alerts.filter((one) => one.rollout === view.rollout.id && one.stage === view.stage.id);
    const step = whatToTell(told.current, view, own, Date.now(), isSnoozed);
    told.current = step.told;
    if (!step.notices.every(show)) noticeHasFailed();
  }, [view, isSnoozed, alerts]);
  return null;
}

/** Shows a notice; false where the browser takes none from a page. */
function show({ tag, title, body, stays, silent }: PageNotice): boolean {
  try {
    const notice = new Notification(title, {
      tag,
      body: plain(body),
      requireInteraction: stays,
      silent,
    });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
    });
    return true;
  } catch {
    return false;
  }
}
