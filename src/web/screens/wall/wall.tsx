import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayTime } from '#domain/time/zone.ts';
import { useConnection } from '../../data/connection.tsx';
import { alertsQuery } from '../../data/records.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useAnnounce, useTabShape, useTitle } from '../../ui/announce.ts';
import { Prose } from '../../ui/prose.tsx';
import { Shape } from '../../ui/shape.tsx';
import { tabShape, verdictLook } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { sayRunLeft } from '../../ui/time-left.ts';
import { roomInStack, sayStopped, stoppedSince, wallAlert, wallRows } from './wall-model.ts';

/** One stage on a wall: its verdict while that may stand, and hatched grey from the moment it may not. */
export function Wall({ view }: { readonly view: StageView }): JSX.Element {
  const connection = useConnection();
  const { zone, title } = view.rollout;
  const verdict = shownVerdict(view, connection);
  const stopped = stoppedSince(view, connection);
  const said = stopped === null ? verdict.word : sayStopped(stopped, zone);
  const urgent = stopped !== null || verdict.state === 'roll-back' || verdict.state === 'blind';
  useTitle(`${urgent ? said.toUpperCase() : said} - ${title}`);
  useTabShape(stopped === null ? tabShape(verdict.state) : 'diamond');
  const words = `${said} ${verdict.reason}`;
  useAnnounce({
    about: 'wall',
    state: stopped === null ? verdict.state : 'stopped',
    urgent,
    first: words,
    changed: words,
  });
  return (
    <>
      {stopped === null ? (
        <Standing view={{ ...view, verdict }} now={connection.now} />
      ) : (
        <Stopped since={stopped} view={view} />
      )}
      <DeadMan key={connection.now} at={connection.now} zone={zone} />
    </>
  );
}

/** One of several on a wall: the tab and what covers a dead page belong to all of them together. */
export function WallPart({ view }: { readonly view: StageView }): JSX.Element {
  const connection = useConnection();
  const verdict = shownVerdict(view, connection);
  const stopped = stoppedSince(view, connection);
  const said = stopped === null ? verdict.word : sayStopped(stopped, view.rollout.zone);
  const words = `${view.rollout.title}: ${said} ${verdict.reason}`;
  useAnnounce({
    about: `wall ${view.rollout.id}`,
    state: stopped === null ? verdict.state : 'stopped',
    urgent: stopped !== null || verdict.state === 'roll-back' || verdict.state === 'blind',
    first: words,
    changed: words,
  });
  if (stopped !== null) return <Stopped since={stopped} view={view} />;
  return <Standing view={{ ...view, verdict }} now={connection.now} room={roomInStack} />;
}

function Stopped({ since, view }: { readonly since: number; readonly view: StageView }): JSX.Element {
  const { zone, title } = view.rollout;
  const was = view.verdict.state === 'roll-back' ? ` It said ${view.verdict.word} before.` : '';
  return (
    <div className="sw-wall sw-tone-blind">
      <div>
        <h1>
          <Shape name="diamond" /> {sayStopped(since, zone)}
        </h1>
        <p>
          {title}, {view.stage.label}: nothing is known since then.{was} Open the stage on another screen.
        </p>
      </div>
    </div>
  );
}

function Standing(props: {
  readonly view: StageView;
  readonly now: number;
  readonly room?: number;
}): JSX.Element {
  const { view, now, room } = props;
  const { verdict, stage, rollout } = view;
  const look = verdictLook[verdict.state];
  const percents = [...new Set(Object.values(stage.percents))];
  const { rows, more } = wallRows(verdict.readings, room);
  return (
    <div className="sw-wall">
      <h1 className={`sw-tone-${look.tone}`}>
        <Shape name={look.shape} /> {verdict.word}
      </h1>
      <p className="sw-wall-status">
        <strong>
          {rollout.title}, {stage.label}
          {percents.length === 0 ? '' : `, ${percents.join('% and ')}%`}. {sayRunLeft(view, now)}.
        </strong>{' '}
        <Prose text={verdict.reason} />
      </p>
      <ul className="sw-wall-rows">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>{row.label}</strong> <Tag look={row.look} word={row.tag} />
            <div>
              {row.value}. {row.limit}
            </div>
          </li>
        ))}
      </ul>
      {more === 0 ? null : <p>and {more} more criteria</p>}
      <Alert view={view} />
      <p className="sw-wall-foot">
        <strong>{sayTime(now, rollout.zone)}</strong>
        <span>Checked {sayDuration(Math.max(0, now - verdict.judgedAt))} ago</span>
        {view.example ? <ExampleTag /> : null}
      </p>
    </div>
  );
}

function Alert({ view }: { readonly view: StageView }): JSX.Element {
  const { data, isError } = useQuery(alertsQuery);
  const own = data?.filter((one) => one.rollout === view.rollout.id && one.stage === view.stage.id);
  return (
    <p className="sw-wall-alert">
      <Prose text={wallAlert(view.verdict, isError ? undefined : own)} />
    </p>
  );
}

/**
 * Covers the wall by itself once the page has not drawn for a while: every second a new one takes its place, and only a
 * page that hangs lets one grow old. Its animation needs no script, which is what a page that hangs has not got.
 */
export function DeadMan({ at, zone }: { readonly at: number; readonly zone: string }): JSX.Element {
  return (
    <div className="sw-wall sw-wall-dead sw-tone-blind" aria-hidden="true">
      <p className="sw-wall-word">{sayStopped(at, zone)}</p>
    </div>
  );
}
