import type { JSX } from 'react';
import type { Faults } from '../../ui/faults.tsx';
import { mayWrite, useReader, whomToAsk } from '../../ui/reader.ts';

/** Under which name a version is saved: a login's, where there is one, else as it is typed. */
export function WhoSaves(props: {
  readonly typed: string;
  readonly faults: Faults;
  readonly onType: (name: string) => void;
}): JSX.Element {
  const reader = useReader();
  if (!mayWrite(reader, 'owner'))
    return <p>You can read and check a plan here, but not save it. Ask {whomToAsk(reader, 'owner')}.</p>;
  if (reader.name !== null) return <p>Saved as {reader.name}.</p>;
  return (
    <div className="sw-form">
      <label htmlFor="who">
        Your name
        <input
          id="who"
          value={props.typed}
          autoComplete="name"
          {...props.faults.at('who')}
          onChange={(event) => props.onType(event.target.value)}
        />
      </label>
    </div>
  );
}
