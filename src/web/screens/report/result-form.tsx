import { useState, type JSX } from 'react';
import type { ReportView } from '#contract/report-view.ts';
import { sayError } from '../../data/fetch-json.ts';
import { useStageResult } from '../../data/reports.ts';
import { NamedForm } from '../../ui/named-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { choicesOf, resultEntry, runName, type Choice } from './results-model.ts';

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
  if (run === undefined || choice === undefined) return null;
  return (
    <NamedForm
      id="result"
      action="Save the result"
      entry={() => resultEntry(run, choice, { text, source, reason })}
      sending={{ isPending, isSuccess, failure: error === null ? null : sayError(error) }}
      onSend={(entry, who) => mutate({ stage: run.stage, body: { ...entry, who } })}
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
      <ValueField choice={choice} text={text} onText={setText} />
      <label htmlFor="result-source">
        Where it comes from
        <input id="result-source" value={source} onChange={(event) => setSource(event.target.value)} />
      </label>
      {choice.stands === null ? null : (
        <label htmlFor="result-reason">
          Why not what stands there
          <input id="result-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
    </NamedForm>
  );
}

function ValueField(props: {
  readonly choice: Choice;
  readonly text: string;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const { choice, text, onText } = props;
  const hint = choice.stands === null ? null : `What stands there: ${choice.stands}.`;
  return (
    <>
      <label htmlFor="result-text" className="sw-wide">
        {choice.kind === 'pick' ? 'Value: yes, no or N/A, and what happened' : 'Value'}
        <input
          id="result-text"
          value={text}
          aria-describedby={hint === null ? undefined : 'result-stands'}
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
