import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link, useParams } from 'react-router';
import type { Rollout } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery } from '../../data/queries.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { verdictLook } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';

/** Where is this rollout, and what comes next? */
export function RolloutScreen(): JSX.Element {
  const { id = '' } = useParams();
  const query = useQuery(rolloutQuery(id));
  useTitle(`${query.data?.title ?? 'Rollout'} - Stagewatch`);
  return (
    <Load
      query={query}
      waiting={<output>Loading the rollout...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(rollout) => (
        <>
          <h1>{rollout.title}</h1>
          <p className="sw-chips">
            {rollout.example ? <ExampleTag /> : null}
            <span>{rollout.toggles.map((toggle) => toggle.key).join(', ')}</span>
            <Link to={`/rollouts/${rollout.id}/plan`}>The plan</Link>
          </p>
          <p className="sw-chips">
            <Link to={`/rollouts/${rollout.id}/kpis/1-week`}>Check-ins after launch</Link>
            <Link to={`/rollouts/${rollout.id}/report`}>Report</Link>
            <Link to={`/rollouts/${rollout.id}/log`}>Log</Link>
          </p>
          <Ladder rollout={rollout} />
          <Findings rollout={rollout} />
        </>
      )}
    </Load>
  );
}

function Ladder({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const { lostSince, stalled } = useConnection();
  const standing = lostSince === null && !stalled;
  return (
    <section className="sw-section" aria-labelledby="ladder">
      <h2 id="ladder">Stages</h2>
      <table className="sw-stack">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Planned</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rollout.stages.map((stage) => {
            const state: VerdictState =
              standing || stage.verdict.state === 'roll-back' ? stage.verdict.state : 'blind';
            const word = state === stage.verdict.state ? stage.verdict.word : verdictWords[state];
            return (
              <tr key={stage.id}>
                <th scope="row">
                  <Link to={`/rollouts/${rollout.id}/stages/${stage.id}`}>{stage.label}</Link>
                </th>
                <td>{sayPlanned(stage)}</td>
                <td>
                  <Tag look={verdictLook[state]} word={word} />
                  <p>
                    <Prose text={stage.verdict.reason} />
                  </p>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function sayPlanned(stage: Rollout['stages'][number]): string {
  const percents = [...new Set(Object.values(stage.percents))];
  const who =
    stage.actors === null
      ? percents.map((percent) => `${percent}%`).join(', ') || 'not stated'
      : `${stage.actors} named users`;
  const length = stage.length === null ? 'no length stated' : sayDuration(stage.length);
  return stage.off ? 'Off on purpose' : `${who}, ${length}`;
}

const severityWords = { 'must-fix': 'Must fix', look: 'Look', note: 'Note' } as const;

function Findings({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="findings">
      <h2 id="findings">Findings in the plan</h2>
      {rollout.findings.length === 0 ? (
        <p>None. Stagewatch checks limits, lengths, audiences and what calls for a roll back.</p>
      ) : (
        <ul>
          {rollout.findings.map((finding) => (
            <li key={`${finding.code} ${finding.line ?? 0}`}>
              <strong>{severityWords[finding.severity]}</strong>
              {finding.line === null ? '' : ` (line ${finding.line})`}: {finding.message}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
