import type { JSX } from 'react';
import { parseLocalTime, sayInstant } from '#domain/time/zone.ts';

/** A wall-clock time in the plan's zone, with what it is in UTC as it is typed: logs are in UTC. */
export function TimeField(props: {
  readonly id: string;
  readonly label: string;
  readonly zone: string;
  readonly value: string;
  /** What its form says of it: with the line below it, named by `${id}-utc`. */
  readonly says: { readonly 'aria-invalid'?: true; readonly 'aria-describedby'?: string };
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const { id, zone, value } = props;
  const at = parseLocalTime(value, zone);
  return (
    <label htmlFor={id}>
      {props.label}, in {zone === 'America/New_York' ? 'Eastern time' : zone}
      <input
        id={id}
        type="datetime-local"
        value={value}
        {...props.says}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span id={`${id}-utc`} className="sw-small sw-quiet">
        {at === undefined ? 'Not set yet.' : sayInstant(at, zone)}
      </span>
    </label>
  );
}
