import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type JSX } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery, stageQuery } from '../../data/queries.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useTabShape, useTitle } from '../../ui/announce.ts';
import { Shape } from '../../ui/shape.tsx';
import { tabShape, titleWord } from '../../ui/state-look.ts';
import { DeadMan, Wall, WallPart } from './wall.tsx';
import { mostStacked, stackOf, stoppedSince, worstOfStack } from './wall-model.ts';

/** The verdict of the stage a rollout is in, from across a room; with `?rollouts=a,b,c` of up to three, one below the other. */
export function WallScreen(): JSX.Element {
  const { id } = useParams();
  const [search] = useSearchParams();
  const asked = stackOf(search.get('rollouts'));
  const [first, ...more] = asked.length === 0 ? [id ?? ''] : asked;
  if (first === undefined || first === '')
    return (
      <Blank
        word="This screen has nothing to show."
        why={{ title: 'The address names no rollout.', detail: 'Write /wall?rollouts= and up to three ids.' }}
      />
    );
  // One left out in silence would look as if it were well.
  if (asked.length > mostStacked)
    return (
      <Blank
        word="This screen has no room for so many."
        why={{
          title: `The address names ${asked.length} rollouts.`,
          detail: `A wall shows up to ${mostStacked}: open another for the rest.`,
        }}
      />
    );
  return more.length === 0 ? <WallOf id={first} /> : <Stack ids={[first, ...more]} />;
}

/** The stage a rollout is in, and why there is none to show, if so. */
function useCurrentStage(id: string): { readonly view: StageView | null; readonly blank: BlankProps } {
  const rollout = useQuery(rolloutQuery(id));
  const stage = rollout.data?.currentStage ?? null;
  const view = useQuery({ ...stageQuery(id, stage ?? '', null), enabled: stage !== null });
  const { lostSince } = useConnection();
  const nothing = 'This screen has nothing to show.';
  const blank = (word: string, why: BlankProps['why']): { view: null; blank: BlankProps } => ({
    view: null,
    blank: { word, why },
  });
  const checking = { word: 'Checking...', why: { title: 'Loading the wall.', detail: '' } };
  if (view.data !== undefined) return { view: view.data, blank: checking };
  const error = rollout.error ?? view.error;
  if (error !== null) return blank(nothing, sayError(error));
  if (rollout.data !== undefined && stage === null)
    return blank('No stage is running.', { title: rollout.data.title, detail: '' });
  if (lostSince !== null) return blank(nothing, { title: 'Stagewatch has not answered.', detail: '' });
  return { view: null, blank: checking };
}

function WallOf({ id }: { readonly id: string }): JSX.Element {
  const { view, blank } = useCurrentStage(id);
  return view === null ? <Blank {...blank} /> : <Wall key={view.stage.id} view={view} />;
}

/** Up to three rollouts; the tab says the worst of them. */
function Stack({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const [states, setStates] = useState<Readonly<Record<string, VerdictState | null>>>({});
  const connection = useConnection();
  const tell = useCallback(
    (id: string, state: VerdictState | null) =>
      setStates((before) => (before[id] === state ? before : { ...before, [id]: state })),
    [],
  );
  const worst = worstOfStack(ids.map((id) => states[id] ?? null));
  useTitle(`${titleWord({ state: worst, word: verdictWords[worst] })} - ${ids.length} rollouts - Wall`);
  useTabShape(tabShape(worst));
  return (
    <div className="sw-wall-stack">
      {ids.map((id) => (
        <StackPart key={id} id={id} onState={tell} />
      ))}
      <DeadMan key={connection.now} at={connection.now} zone="America/New_York" />
    </div>
  );
}

function StackPart(props: {
  readonly id: string;
  readonly onState: (id: string, state: VerdictState | null) => void;
}): JSX.Element {
  const { id, onState } = props;
  const { view, blank } = useCurrentStage(id);
  const connection = useConnection();
  const stands = view !== null && stoppedSince(view, connection) === null;
  const state = stands ? shownVerdict(view, connection).state : null;
  useEffect(() => onState(id, state), [id, state, onState]);
  return view === null ? <BlankPart {...blank} /> : <WallPart key={view.stage.id} view={view} />;
}

interface BlankProps {
  readonly word: string;
  readonly why: { readonly title: string; readonly detail: string };
}

/** A wall that knows nothing: hatched grey, and why. */
function Blank(props: BlankProps): JSX.Element {
  useTitle(`${props.word} - Wall - Stagewatch`);
  useTabShape('diamond');
  return <BlankPart {...props} />;
}

/** The same as one of several: the tab belongs to all of them together. */
function BlankPart(props: BlankProps): JSX.Element {
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
