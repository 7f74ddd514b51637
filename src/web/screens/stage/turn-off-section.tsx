import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';

/** For a rollback: the toggles in the order to turn them off, each with what it gives now, and what stays as it is. */
export function TurnOffSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { turnOff, notUndone } = view.people;
  if (turnOff.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="turn-off">
      <h2 id="turn-off">To roll back</h2>
      <p>
        Turn off in Flipper, in this order. Stagewatch never changes a toggle; it shows each as it sees it
        off.
      </p>
      <ol>
        {turnOff.map((key) => (
          <li key={key}>
            <code>{key}</code>: {sayGives(view, key)} <ToggleLink view={view} toggle={key} />
          </li>
        ))}
      </ol>
      {notUndone.length === 0 ? (
        <p>The plan names nothing that a rollback won’t undo.</p>
      ) : (
        <>
          <h3>What a rollback won’t undo</h3>
          <ul>
            {notUndone.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Flipper's own page of a toggle, where its address is configured. */
function ToggleLink({
  view,
  toggle,
}: {
  readonly view: StageView;
  readonly toggle: string;
}): JSX.Element | null {
  const link = view.people.toggleLinks?.[toggle];
  if (link === undefined) return null;
  return (
    <a href={link} target="_blank" rel="noreferrer">
      Open {toggle} in Flipper (opens in a new tab)
    </a>
  );
}

function sayGives({ allotments, rollout, serverNow }: StageView, key: string): string {
  const one = allotments.find((allotment) => allotment.toggle === key);
  if (one === undefined) return 'what it gives is not known.';
  const read = `seen ${sayTimeNear(one.at, serverNow, rollout.zone)}`;
  if (one.everyone) return `on for everyone, ${read}.`;
  const named = one.actors + one.groups > 0 || one.expression;
  if (one.percent === 0 && !named) return `off, ${read}.`;
  const share = one.percent === null ? 'an unknown share' : `${one.percent}%`;
  return `gives ${share}${named ? ' and named actors' : ''}, ${read}.`;
}
