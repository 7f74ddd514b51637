import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { clockChanges, sayClockChange } from '#domain/time/clock-changes.ts';
import { sayDuration } from '#domain/time/duration.ts';
import type { EpochMs, Window } from '#domain/time/time.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { plannedEnd, type Run } from '#domain/verdict/run.ts';
import { useConnection } from '../../data/connection.tsx';
import { logQuery } from '../../data/log.ts';
import { verdictsQuery } from '../../data/queries.ts';
import { sayError } from '../../data/fetch-json.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Kept } from '../../ui/kept.ts';
import { rampOf, type RampLine } from '../../ui/ramp-model.ts';
import { verdictLook } from '../../ui/state-look.ts';
import { Timeline } from '../../ui/timeline.tsx';
import { placeIn, type Mark } from '../../ui/timeline-model.ts';
import { stripOf, type Piece } from './strip-model.ts';

interface Props {
  readonly view: StageView;
  readonly run: Run;
  readonly now: EpochMs;
}

/** The run on one scale of time: what the toggles gave, what the verdict was, and the moments that count. */
export function ClockDrawing({ view, run, now }: Props): JSX.Element {
  const connection = useConnection();
  const history = useQuery(verdictsQuery(view.rollout.id, view.stage.id));
  const log = useQuery(logQuery(view.rollout.id));
  const { judgedAt } = view.verdict;
  // Up to when its verdicts are known: what came after the last good reading of them is not.
  const [knownTo, setKnownTo] = useState(judgedAt);
  if (history.error === null && knownTo !== judgedAt) setKnownTo(judgedAt);
  const error = history.error ?? log.error;
  const failure =
    error === null ? null : (
      <FailureNotice
        {...sayError(error)}
        onRetry={() => {
          void history.refetch();
          void log.refetch();
        }}
      />
    );
  if (history.data === undefined || log.data === undefined)
    return failure ?? <output>Loading what happened...</output>;
  const { zone } = view.rollout;
  const end = plannedEnd(run);
  const until = run.end ?? now;
  const window = { from: run.start, to: Math.max(until, end ?? until, run.start + 60_000) };
  const pieces = stripOf({
    run,
    history: history.data,
    gaps: log.data.flatMap((one) => (one.kind === 'gap' ? [{ from: one.from, to: one.to }] : [])),
    now: until,
    staleAfter: view.verdict.staleAfter,
    judgedAt: knownTo,
    isCut: connection.lostSince !== null || connection.stalled || history.error !== null,
  });
  const changes = log.data.flatMap((one) => (one.kind === 'allotment' && one.at <= until ? [one] : []));
  const { lines } = rampOf({
    toggles: [...new Set([...Object.keys(view.stage.percents), ...view.allotments.map((one) => one.toggle)])],
    stages: [{ ...view.stage, plannedStart: run.start, length: run.length, runs: [run] }],
    changes,
    allotments: run.end === null ? view.allotments : [],
    now: until,
  });
  const jumps = clockChanges(window, zone);
  return (
    <>
      <Kept value>{failure}</Kept>
      {jumps.map((jump) => (
        <p key={jump.at}>
          <strong>{sayClockChange(jump)}</strong> {sayInstant(jump.at, zone)}.
        </p>
      ))}
      {lines.map((line, i) => (
        <figure key={line.toggles.join(' ')} className="sw-figure" aria-label={sayLine(line, lines.length)}>
          {lines.length === 1 ? null : <p className="sw-small">{line.toggles.join(', ')}</p>}
          <Timeline
            line={{ ...line, happened: line.happened.filter((step) => step.to > window.from) }}
            window={window}
            marks={i === lines.length - 1 ? marksOf(run, now, zone, jumps) : []}
          >
            {i === lines.length - 1 ? <Strip pieces={pieces} window={window} /> : null}
          </Timeline>
        </figure>
      ))}
      <p className="sw-small sw-quiet">
        Thick line: what the toggle gave. Thin dashed line: the plan. Below: the verdict over time, numbered
        as in the table.
      </p>
      <Pieces pieces={pieces} zone={zone} isLive={run.end === null && view.at === null} />
    </>
  );
}

function sayLine({ toggles }: RampLine, lines: number): string {
  return lines === 1 ? 'Percentage and verdict over time' : `Percentage over time: ${toggles.join(', ')}`;
}

function marksOf(
  run: Run,
  now: EpochMs,
  zone: string,
  jumps: readonly { readonly at: EpochMs; readonly by: number }[],
): readonly Mark[] {
  const end = plannedEnd(run);
  return [
    { at: run.start, text: `Start ${sayTimeNear(run.start, now, zone)}` },
    ...jumps.map((jump) => ({ at: jump.at, text: sayClockChange(jump) })),
    run.end === null
      ? { at: now, text: `Now ${sayTime(now, zone)}` }
      : { at: run.end, text: `Ended ${sayTimeNear(run.end, now, zone)}` },
    ...(end === null
      ? []
      : [{ at: end, text: `Planned end, earliest decision ${sayTimeNear(end, now, zone)}` }]),
  ];
}

/** Told apart by pattern, number and word as well as by colour. */
function Strip({
  pieces,
  window,
}: {
  readonly pieces: readonly Piece[];
  readonly window: Window;
}): JSX.Element {
  return (
    <div className="sw-strip">
      {pieces.map((piece, i) => {
        const [left, right] = [placeIn(window, piece.from), placeIn(window, piece.to)];
        return (
          <span
            key={piece.from}
            className={piece.state === null ? 'sw-gap' : `sw-tone-${verdictLook[piece.state].tone}`}
            style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }}
          >
            <span>
              <span>{`${i + 1}. `}</span>
              <span>{piece.word}</span>
            </span>
          </span>
        );
      })}
    </div>
  );
}

function Pieces(props: {
  readonly pieces: readonly Piece[];
  readonly zone: string;
  readonly isLive: boolean;
}): JSX.Element {
  const { pieces, zone, isLive } = props;
  return (
    <details>
      <summary>Table of the verdict over time</summary>
      <table className="sw-stack">
        <caption>The verdict over time, from the start of the run</caption>
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Lasted</th>
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece, i) => (
            <tr key={piece.from}>
              <th scope="row">{`${i + 1}. ${piece.word}`}</th>
              <td data-label="From">{sayInstant(piece.from, zone)}</td>
              <td data-label="To">
                {isLive && i === pieces.length - 1 ? 'Now' : sayInstant(piece.to, zone)}
              </td>
              <td data-label="Lasted">{sayDuration(piece.to - piece.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
