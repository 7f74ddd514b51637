import { useState, type JSX } from 'react';
import type { ReportView } from '#contract/report-view.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useStageResult } from '../../data/reports.ts';
import { useFaults, type Faults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { choicesOf, resultEntry, resultFaults, runName, type Choice } from './results-model.ts';

/** A label or number of a stage that has ended: what a person knows, from where, and why it replaces what stands. */
export function ResultForm({ view }: { readonly view: ReportView }): JSX.Element | null {
  const [at, setAt] = useState(0);
  const [key, setKey] = useState('');
  const [text, setText] = useDraft('result', 'text');
  const [source, setSource] = useDraft('result', 'source');
  const [reason, setReason] = useDraft('result', 'reason');
  const { isPending, isSuccess, error, mutate } = useStageResult(view.rollout.id);
  const run = view.stages[at] ?? view.stages[0];
  const choices = run === undefined ? [] : choicesOf(run);
  const choice = choices.find((one) => one.key === key) ?? choices[0];
  const typed = { text, source, reason };
  const faults = useFaults(() => (choice === undefined ? [] : resultFaults(choice, typed)));
  if (run === undefined || choice === undefined) return null;
  return (
    <PersonForm
      id="result"
      takes="owner"
      action="Save the result"
      busy={isPending}
      failure={failureOf(error)}
      done={isSuccess}
      faults={faults}
      onSend={(who) => mutate({ stage: run.stage, body: { ...resultEntry(run, choice, typed), who } })}
    >
      <label htmlFor="result-stage">
        Stage
        <select id="result-stage" value={at} onChange={(event) => setAt(Number(event.target.value))}>
          {view.stages.map((one, i) => (
            <option key={runName(one)} value={i}>
              {runName(one)}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor="result-label">
        Label
        <select id="result-label" value={choice.key} onChange={(event) => setKey(event.target.value)}>
          {choices.map((one) => (
            <option key={one.key} value={one.key}>
              {one.text}
            </option>
          ))}
        </select>
      </label>
      <ValueField choice={choice} text={text} faults={faults} onText={setText} />
      <label htmlFor="result-source">
        Where it comes from
        <input
          id="result-source"
          value={source}
          {...faults.at('result-source')}
          onChange={(event) => setSource(event.target.value)}
        />
      </label>
      {choice.stands === null ? null : (
        <label htmlFor="result-reason">
          Why not what stands there
          <input
            id="result-reason"
            value={reason}
            {...faults.at('result-reason')}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
    </PersonForm>
  );
}

function ValueField(props: {
  readonly choice: Choice;
  readonly text: string;
  readonly faults: Faults;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const { choice, text, faults, onText } = props;
  const hint = choice.stands === null ? null : `What stands there: ${choice.stands}.`;
  return (
    <>
      <label htmlFor="result-text" className="sw-wide">
        {choice.kind === 'pick' ? 'Value: yes, no or N/A, and what happened' : 'Value'}
        <input
          id="result-text"
          value={text}
          {...faults.at('result-text', hint === null ? undefined : 'result-stands')}
          onChange={(event) => onText(event.target.value)}
        />
      </label>
      {hint === null ? null : (
        <p id="result-stands" className="sw-wide sw-small">
          {hint}
        </p>
      )}
    </>
  );
}
