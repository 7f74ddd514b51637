import { Suspense, type JSX } from 'react';
import { sayInstant } from '#domain/time/zone.ts';
import { later } from '../../ui/later.tsx';
import { noticeZone } from './notice-table.tsx';
import type { ChannelStanding } from './notices-model.ts';

// What became of notices comes first.
const TestForm = later(async () => (await import('./test-form.tsx')).TestForm);

/** Each channel with what it sent last, and a way to test it. */
export function ChannelsSection(props: {
  readonly standings: readonly ChannelStanding[];
  /** Names of the channels that are set up now. */
  readonly configured: readonly string[];
}): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="channels">
      <h2 id="channels">Channels</h2>
      {props.configured.length === 0 ? (
        <p>
          <strong>No channel is set up: nobody is told of anything while no browser is open.</strong> Set
          STAGEWATCH_SLACK_WEBHOOK_URL or STAGEWATCH_WEBHOOK_URL, and restart.
        </p>
      ) : null}
      {props.standings.map((one) => (
        <Channel key={one.name} standing={one} isSetUp={props.configured.includes(one.name)} />
      ))}
      <p>
        A browser can notify you too, of each stage that a tab has opened and for as long as it stays open:
        use the button on the stage’s page.
      </p>
    </section>
  );
}

function Channel(props: { readonly standing: ChannelStanding; readonly isSetUp: boolean }): JSX.Element {
  const { name, lastSent, waiting, trouble, dead } = props.standing;
  return (
    <div className="sw-step">
      <h3>{name}</h3>
      <dl className="sw-facts">
        <div>
          <dt>Last sent</dt>
          <dd>{lastSent === null ? 'Nothing yet' : sayInstant(lastSent, noticeZone)}</dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{waiting === 0 ? 'None' : `${waiting}. ${trouble ?? 'About to be sent.'}`}</dd>
        </div>
        <div>
          <dt>Given up</dt>
          <dd>{dead === 0 ? 'None' : `${dead}: see below`}</dd>
        </div>
      </dl>
      {props.isSetUp ? (
        <Suspense fallback={null}>
          <TestForm channel={name} />
        </Suspense>
      ) : (
        <p>This channel is no longer set up.</p>
      )}
    </div>
  );
}
