import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { Rollout } from '#contract/rollout.ts';
import { minute, type EpochMs, type Window } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Kept } from '../../ui/kept.ts';
import { Prose } from '../../ui/prose.tsx';
import { rampOf, type Ramp } from '../../ui/ramp-model.ts';
import { verdictLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import type { Mark } from '../../ui/timeline-model.ts';
import { Timeline } from '../../ui/timeline.tsx';
import { rungOf, sayRamp, shownRung } from './ladder-model.ts';

/** The ramp: the plan against what happened, drawn and as a table. */
export function RampSection({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const log = useQuery(logQuery(rollout.id));
  const { now: tick } = useConnection();
  const now = Math.floor(tick / minute) * minute;
  const ramp = rampOf({
    toggles: rollout.toggles.map((one) => one.key),
    stages: rollout.stages,
    changes: (log.data ?? []).flatMap((one) => (one.kind === 'allotment' ? [one] : [])),
    allotments: rollout.allotments,
    now,
  });
  return (
    <section className="sw-section" aria-labelledby="ramp">
      <h2 id="ramp">The ramp</h2>
      {log.error === null ? null : (
        <Kept value={log.data !== undefined}>
          <FailureNotice
            {...sayError(log.error)}
            title="The toggles’ own changes can’t be read"
            onRetry={() => void log.refetch()}
          />
        </Kept>
      )}
      {rollout.stages.length === 0 ? (
        <p>The plan names no stages.</p>
      ) : (
        <Drawings rollout={rollout} ramp={ramp} now={now} />
      )}
      <Ladder rollout={rollout} ramp={ramp} now={now} />
    </section>
  );
}

interface Drawn {
  readonly rollout: Rollout;
  readonly ramp: Ramp;
  readonly now: EpochMs;
}

function Drawings({ rollout, ramp, now }: Drawn): JSX.Element {
  const steps = ramp.lines.flatMap((line) => [...line.planned, ...line.happened]);
  const window =
    steps.length === 0
      ? null
      : {
          from: Math.min(...steps.map((step) => step.from)),
          to: Math.max(...steps.map((step) => step.to)),
        };
  return (
    <>
      {ramp.lines.map((line, i) => (
        <figure key={line.toggles.join(' ')} className="sw-figure" aria-labelledby={`ramp-${i}`}>
          <figcaption id={`ramp-${i}`}>{sayRamp(line, ramp, rollout.stages)}</figcaption>
          {window === null ? null : (
            <Timeline line={line} window={window} marks={marksOf(window, now, rollout.zone)} />
          )}
        </figure>
      ))}
      {window === null ? null : (
        <p className="sw-small sw-quiet">
          Thick line: what happened. Thin dashed line: the plan. The line is open where what a toggle gave is
          not known.
        </p>
      )}
    </>
  );
}

function marksOf({ from, to }: Window, now: EpochMs, zone: string): readonly Mark[] {
  return [
    { at: from, text: sayInstant(from, zone) },
    ...(now > from && now < to ? [{ at: now, text: 'Now' }] : []),
    { at: to, text: to === now ? 'Now' : sayInstant(to, zone) },
  ];
}

function Ladder({ rollout, ramp, now }: Drawn): JSX.Element | null {
  const connection = useConnection();
  if (rollout.stages.length === 0) return null;
  return (
    <table className="sw-stack">
      <caption>Stages as planned and as they happened</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Planned</th>
          <th scope="col">What happened</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {rollout.stages.map((stage) => {
          const { planned, happened, given, marks } = rungOf(stage, rollout, ramp, now);
          const verdict = shownRung(stage, connection);
          return (
            <tr key={stage.id} aria-current={stage.id === rollout.currentStage ? 'step' : undefined}>
              <th scope="row">
                <Link to={`/rollouts/${rollout.id}/stages/${stage.id}`}>{stage.label}</Link>
                {stage.id === rollout.currentStage ? (
                  <div className="sw-quiet">Where the rollout is</div>
                ) : null}
              </th>
              <td>{planned}</td>
              <td>
                {happened.map((line) => (
                  <div key={line}>{line}.</div>
                ))}
                {given.map((line) => (
                  <div key={line} className="sw-quiet">
                    {line}.
                  </div>
                ))}
                {marks.map((mark) => (
                  <div key={mark}>
                    <strong>{mark}.</strong>
                  </div>
                ))}
              </td>
              <td>
                <Tag look={verdictLook[verdict.state]} word={verdict.word} />
                <p>
                  <Prose text={verdict.reason} />
                </p>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
