import type { JSX } from 'react';
import type { Faults } from '../../ui/faults.tsx';
import { baselines, type Against, type ReadPlan } from './import-model.ts';
import { SignalChoice } from './signal-choice.tsx';

/** What a criterion is compared with instead of a limit, and how close is close. */
export function AgainstFields(props: {
  readonly id: string;
  readonly plan: ReadPlan;
  /** Whether the old path needs two signals: what failed, and all there was. */
  readonly isShare: boolean;
  readonly against: Against | null;
  readonly faults: Faults;
  readonly onChange: (against: Against | null) => void;
}): JSX.Element {
  const { id, plan, against, faults, onChange } = props;
  const choose = (index: number, signal: string): void => {
    if (against === null) return;
    const control = [against.control[0] ?? '', against.control[1] ?? ''];
    control[index] = signal;
    onChange({ ...against, control });
  };
  return (
    <>
      <label htmlFor={`${id}-against`}>
        Judged against
        <select
          id={`${id}-against`}
          value={against?.baseline ?? ''}
          onChange={(event) => {
            const chosen = baselines.find(([baseline]) => baseline === event.target.value)?.[0];
            const kept = against ?? { tolerance: '1.25', control: [] };
            onChange(chosen === undefined ? null : { ...kept, baseline: chosen });
          }}
        >
          <option value="">a limit</option>
          {baselines.map(([baseline, label]) => (
            <option key={baseline} value={baseline}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {against?.baseline === 'control' ? (
        <SignalChoice
          id={`${id}-old`}
          label={props.isShare ? 'What failed on the old path' : 'The same on the old path'}
          plan={plan}
          value={against.control[0] ?? ''}
          faults={faults}
          onChange={(signal) => choose(0, signal)}
        />
      ) : null}
      {against?.baseline === 'control' && props.isShare ? (
        <SignalChoice
          id={`${id}-old-of`}
          label="All there was on the old path"
          plan={plan}
          value={against.control[1] ?? ''}
          faults={faults}
          onChange={(signal) => choose(1, signal)}
        />
      ) : null}
      {against === null ? null : (
        <label htmlFor={`${id}-tolerance`}>
          Times as much that is tolerated
          <input
            id={`${id}-tolerance`}
            inputMode="decimal"
            value={against.tolerance}
            {...faults.at(`${id}-tolerance`)}
            onChange={(event) => onChange({ ...against, tolerance: event.target.value })}
          />
        </label>
      )}
    </>
  );
}
