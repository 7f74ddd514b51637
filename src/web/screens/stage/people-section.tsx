import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useNotRun } from '../../data/records.ts';
import { useEnterAllotment, useOpenRun } from '../../data/writes.ts';
import { sayOpened } from '../../ui/opened-words.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

/** What a person records: that the stage has started, and what the toggle gives where nobody can read it. */
export function PeopleSection({ view }: { readonly view: StageView }): JSX.Element {
  const open = useOpenRun(view.rollout.id, view.stage.id);
  const running = view.run !== null && view.run.end === null;
  return (
    <section className="sw-section sw-noprint" aria-labelledby="record">
      <h2 id="record">Record</h2>
      {running ? (
        <p>Stagewatch judges this stage: {sayOpened(view.run?.openedBy ?? '')}.</p>
      ) : (
        <>
          <p>
            Stagewatch never changes a toggle. Start watching once the toggle has been changed in Flipper.
          </p>
          <PersonForm
            id="open-run"
            action="Start watching this stage"
            busy={open.isPending}
            failure={failureOf(open.error)}
            done={open.isSuccess}
            onSend={(who) => open.mutate({ who })}
          />
          {view.run === null ? <NotRunForm view={view} /> : null}
        </>
      )}
      <AllotmentForm view={view} />
    </section>
  );
}

/** A stage nobody can be in, such as a canary without internal users: on record, so that nobody thinks it passed. */
function NotRunForm({ view }: { readonly view: StageView }): JSX.Element {
  const send = useNotRun(view.rollout.id, view.stage.id);
  const [reason, setReason] = useDraft('not-run', 'reason');
  const faults = useFaults(() => ifEmpty('not-run-reason', reason, 'Say why it can’t be run.'));
  return (
    <details>
      <summary>This stage can’t be run</summary>
      <PersonForm
        id="not-run"
        action="Record that it was not run"
        busy={send.isPending}
        failure={failureOf(send.error)}
        done={send.isSuccess}
        faults={faults}
        onSend={(who) => send.mutate({ who, reason })}
      >
        <label htmlFor="not-run-reason">
          Why it can’t be run
          <input
            id="not-run-reason"
            value={reason}
            {...faults.at('not-run-reason')}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}

function AllotmentForm({ view }: { readonly view: StageView }): JSX.Element | null {
  const enter = useEnterAllotment(view.rollout.id);
  const toggles = Object.keys(view.stage.percents);
  const [toggle, setToggle] = useState(toggles[0] ?? '');
  const [percent, setPercent] = useDraft('allotment', 'percent');
  const read = readPercent(percent);
  const faults = useFaults(() =>
    read === undefined
      ? [{ field: 'allotment-percent', says: 'Write a number from 0 to 100, such as 5 or 12.5.' }]
      : [],
  );
  if (toggles.length === 0) return null;
  return (
    <details>
      <summary>Enter what a toggle gives by hand</summary>
      <PersonForm
        id="allotment"
        action="Save percentage"
        busy={enter.isPending}
        failure={failureOf(enter.error)}
        done={enter.isSuccess}
        faults={faults}
        onSend={(who) => {
          if (read !== undefined) enter.mutate({ who, toggle, percent: read });
        }}
      >
        <label htmlFor="allotment-toggle">
          Toggle
          <select id="allotment-toggle" value={toggle} onChange={(event) => setToggle(event.target.value)}>
            {toggles.map((key) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        </label>
        <label htmlFor="allotment-percent">
          Percent of actors
          <input
            id="allotment-percent"
            {...faults.at('allotment-percent')}
            inputMode="decimal"
            value={percent}
            onChange={(event) => setPercent(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}

/** A percentage as a person types it; `undefined` for anything else. An empty field is not zero. */
function readPercent(text: string): number | undefined {
  const trimmed = text.trim().replace(/%$/, '');
  if (!/^\d+(?:\.\d+)?$/.test(trimmed)) return undefined;
  const percent = Number(trimmed);
  return percent <= 100 ? percent : undefined;
}
