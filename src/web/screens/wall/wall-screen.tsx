import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useParams } from 'react-router';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery, stageQuery } from '../../data/queries.ts';
import { useTabShape, useTitle } from '../../ui/announce.ts';
import { Shape } from '../../ui/shape.tsx';
import { Wall } from './wall.tsx';

/** The verdict of the stage a rollout is in, from across a room. */
export function WallScreen(): JSX.Element {
  const { id = '' } = useParams();
  const rollout = useQuery(rolloutQuery(id));
  const stage = rollout.data?.currentStage ?? null;
  const view = useQuery({ ...stageQuery(id, stage ?? '', null), enabled: stage !== null });
  const { lostSince } = useConnection();
  if (view.data !== undefined) return <Wall key={view.data.stage.id} view={view.data} />;
  const error = rollout.error ?? view.error;
  if (error !== null) return <Blank word="This screen has nothing to show." why={sayError(error)} />;
  if (rollout.data !== undefined && stage === null)
    return <Blank word="No stage is running." why={{ title: rollout.data.title, detail: '' }} />;
  if (lostSince !== null)
    return (
      <Blank
        word="This screen has nothing to show."
        why={{ title: 'Stagewatch has not answered.', detail: '' }}
      />
    );
  return <Blank word="Checking..." why={{ title: 'Loading the wall.', detail: '' }} />;
}

/** A wall that knows nothing: hatched grey, and why. */
function Blank(props: {
  readonly word: string;
  readonly why: { readonly title: string; readonly detail: string };
}): JSX.Element {
  useTitle(`${props.word} - Wall - Stagewatch`);
  useTabShape('diamond');
  return (
    <div className="sw-wall sw-tone-blind">
      <div>
        <h1>
          <Shape name="diamond" /> {props.word}
        </h1>
        <p>
          {props.why.title} {props.why.detail}
        </p>
      </div>
    </div>
  );
}
