import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { hour, minute } from '#domain/time/time.ts';
import { sayTime } from '#domain/time/zone.ts';
import { useConnection } from '../../data/connection.tsx';
import type { Snooze } from '../../data/my-notices.ts';
import { FaultSummary, ifEmpty, useFaults } from '../../ui/faults.tsx';
import { canBeSnoozed } from './page-notices.ts';

/** Puts this browser's notices about a stage off for a while. Nobody else's, and neither the verdict nor an alert changes. */
export function SnoozeForm(props: {
  readonly view: StageView;
  readonly snooze: Snooze | null;
  readonly onSnooze: (snooze: Snooze | null) => void;
}): JSX.Element | null {
  const { view, snooze, onSnooze } = props;
  const { now } = useConnection();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('15');
  const faults = useFaults(() => ifEmpty('snooze-reason', reason, 'Say why.'));
  const { run, verdict, rollout } = view;
  if (snooze !== null) {
    return (
      <p className="sw-small">
        Your notices are put off until {sayTime(snooze.until, rollout.zone)}: {snooze.reason} A broken
        roll-back limit and Can’t tell are told all the same.{' '}
        <button type="button" className="sw-link" onClick={() => onSnooze(null)}>
          Notify me again now
        </button>
      </p>
    );
  }
  if (!canBeSnoozed(verdict.state)) return null;
  const end = run === null || run.end !== null || run.length === null ? null : run.start + run.length;
  const ends: Readonly<Record<string, number | null>> = { 15: now + 15 * minute, 60: now + hour, end };
  const save = (): void => {
    const at = ends[until] ?? null;
    if (faults.look() && at !== null) onSnooze({ until: at, reason: reason.trim() });
  };
  return (
    <details>
      <summary>Put my notices off</summary>
      <FaultSummary faults={faults} title="Nothing was put off." />
      <form
        noValidate
        className="sw-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label htmlFor="snooze-until">
          For
          <select id="snooze-until" value={until} onChange={(event) => setUntil(event.target.value)}>
            <option value="15">15 minutes</option>
            <option value="60">1 hour</option>
            {end === null || end <= now ? null : <option value="end">until the stage ends</option>}
          </select>
        </label>
        <label htmlFor="snooze-reason">
          Reason
          <input
            id="snooze-reason"
            value={reason}
            {...faults.at('snooze-reason')}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <button type="submit">Put them off</button>
      </form>
    </details>
  );
}
