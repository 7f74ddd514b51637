import type { JSX } from 'react';
import type { Faults } from '../../ui/faults.tsx';
import type { ReadPlan } from './import-model.ts';

/** One of the plan's signals. */
export function SignalChoice(props: {
  readonly id: string;
  readonly label: string;
  readonly plan: ReadPlan;
  readonly value: string;
  readonly faults: Faults;
  readonly onChange: (signal: string) => void;
}): JSX.Element {
  return (
    <label htmlFor={props.id}>
      {props.label}
      <select
        id={props.id}
        value={props.value}
        {...props.faults.at(props.id)}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">Choose a signal</option>
        {props.plan.signals.map((signal) => (
          <option key={signal.id} value={signal.id}>
            {signal.id} ({signal.kind})
          </option>
        ))}
      </select>
    </label>
  );
}
