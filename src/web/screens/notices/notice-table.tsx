import type { JSX } from 'react';
import { Link } from 'react-router';
import type { OutboxItem } from '#contract/notice.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { useExampleRollouts } from '../../data/example-rollouts.ts';
import { Prose } from '../../ui/prose.tsx';
import { ExampleTag } from '../../ui/tag.tsx';
import { noticePath, sayNotice } from './notices-model.ts';

/** Notices are about several rollouts; VA's own zone serves for all. */
export const noticeZone = 'America/New_York';

/** Notices, newest first, each with what became of it. */
export function NoticeTable(props: {
  readonly caption: string;
  readonly notices: readonly OutboxItem[];
}): JSX.Element {
  return (
    <table className="sw-stack sw-notices">
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          <th scope="col">Made</th>
          <th scope="col">About</th>
          <th scope="col">Channel</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {props.notices.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <time dateTime={new Date(one.madeAt).toISOString()}>{sayInstant(one.madeAt, noticeZone)}</time>
            </th>
            <td>
              <About item={one} />
            </td>
            <td>
              <span className="sw-narrow sw-quiet">Through: </span>
              {one.channel}
            </td>
            <td>{sayResult(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function About({ item }: { readonly item: OutboxItem }): JSX.Element {
  const to = noticePath(item.notice);
  const text = sayNotice(item.notice);
  const examples = useExampleRollouts();
  return (
    <>
      {examples.has(item.notice.rollout.id) ? (
        <>
          <ExampleTag />{' '}
        </>
      ) : null}
      {to === null ? text : <Link to={to}>{text}</Link>}
      <div className="sw-quiet">
        <Prose text={item.notice.verdict.reason} />
      </div>
    </>
  );
}

function sayResult({ state, attempts, sentAt, nextAt, error }: OutboxItem): string {
  const tries = `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
  const why = error === null ? '' : ` ${error}`;
  switch (state) {
    case 'sent':
      return `Sent${sentAt === null ? '' : ` ${sayTime(sentAt, noticeZone)}`}, after ${tries}.`;
    case 'waiting':
      return attempts === 0
        ? 'Waiting to be sent.'
        : `Not sent after ${tries}; tried again ${sayTime(nextAt, noticeZone)}.${why}`;
    case 'dead':
      return `Given up after ${tries}.${why}`;
  }
}
