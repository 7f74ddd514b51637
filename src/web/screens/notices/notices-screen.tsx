import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { OutboxItem } from '#contract/notice.ts';
import { sayError } from '../../data/fetch-json.ts';
import { noticesQuery } from '../../data/notices.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { ChannelsSection } from './channels-section.tsx';
import { NoticeTable } from './notice-table.tsx';
import { standingsOf } from './notices-model.ts';

/** Does anybody hear of it? Each channel, what it sent last, and what never arrived. */
export function NoticesScreen(): JSX.Element {
  const query = useQuery(noticesQuery);
  const dead = (query.data?.notices ?? []).filter((one) => one.state === 'dead').length;
  useTitle(dead === 0 ? 'Notices - Stagewatch' : `${dead} never arrived - Notices - Stagewatch`);
  return (
    <>
      <h1>Notices</h1>
      <Load
        query={query}
        waiting={<output>Loading notices...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {({ channels, notices }) => (
          <>
            <ChannelsSection standings={standingsOf(channels, notices)} configured={channels} />
            <DeadSection notices={notices.filter((one) => one.state === 'dead')} />
            <section className="sw-section" aria-labelledby="newest">
              <h2 id="newest">Newest notices</h2>
              {notices.length === 0 ? (
                <p>No notice has been made yet.</p>
              ) : (
                <NoticeTable caption="What became of each" notices={notices} />
              )}
            </section>
          </>
        )}
      </Load>
    </>
  );
}

function DeadSection({ notices }: { readonly notices: readonly OutboxItem[] }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="dead">
      <h2 id="dead">Given up</h2>
      {notices.length === 0 ? (
        <p>None. A notice is given up after 16 tries, and is listed here then.</p>
      ) : (
        <NoticeTable caption="Nobody was told of these through the channel" notices={notices} />
      )}
    </section>
  );
}
