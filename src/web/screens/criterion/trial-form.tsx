import { useState, type JSX } from 'react';
import type { StageJudging } from '#contract/judging.ts';
import type { Criterion } from '#domain/plan/plan.ts';
import { writeLimit } from '#domain/plan/write-limit.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import { FaultSummary, useFaults } from '../../ui/faults.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { limitHint, plannedLimit, readTrialLimit } from './trial-model.ts';
import { bucketsOf } from './start-trial.ts';
import { TrialResultView } from './trial-result.tsx';
import { useTrial } from './use-trial.ts';

/** Asks for a limit in the plan's language and judges the stage under it. A changed input ends what is under way. */
export function TrialForm(props: {
  readonly criterion: Criterion;
  readonly judging: StageJudging;
  readonly series: readonly SeriesResult[];
}): JSX.Element {
  const { criterion, judging, series } = props;
  const [text, setText] = useState('');
  const faults = useFaults(() => {
    const limit = readTrialLimit(criterion, text);
    return typeof limit === 'string' ? [{ field: 'try-limit', says: limit }] : [];
  });
  const { state, start, cancel } = useTrial();
  const planned = plannedLimit(criterion, judging);
  return (
    <>
      <p id="try-hint">
        {planned === null ? 'The plan gives no limit.' : `The plan's limit is ${writeLimit(planned)}.`}{' '}
        {limitHint(criterion)} The stage is judged again on this page; its verdict does not change.
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const limit = readTrialLimit(criterion, text);
          if (!faults.look() || typeof limit === 'string') cancel();
          else start({ judging, series, criterion: criterion.id, limit });
        }}
      >
        <FaultSummary faults={faults} title="Nothing was tried." />
        <div className="sw-form">
          <label htmlFor="try-limit">
            Limit to try
            <input
              id="try-limit"
              value={text}
              autoComplete="off"
              {...faults.at('try-limit', 'try-hint')}
              onChange={(event) => {
                setText(event.target.value);
                faults.clear();
                cancel();
              }}
            />
          </label>
          <button type="submit">Try this limit</button>
        </div>
      </form>
      {state.kind === 'judging' ? (
        <output>Judging {sayCount(bucketsOf(state.trial))} buckets under both limits...</output>
      ) : null}
      {state.kind === 'failed' ? (
        <FailureNotice
          title="The stage could not be judged again"
          detail={state.message}
          remedy="Try again, or reload the page. The verdict above still stands."
        />
      ) : null}
      {state.kind === 'done' ? (
        <TrialResultView criterion={criterion} trial={state.trial} result={state.result} />
      ) : null}
    </>
  );
}
