import { useEffect, type JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { goTo } from '../../ui/go-to.ts';
import { useForgetDraft } from '../../ui/use-draft.ts';
import type { Decided } from './decision-form.tsx';
import { sayChoice, sayToSet } from './decision-words.ts';

/** In place of the form once a decision is recorded: what it was, and what a person now does in Flipper. */
export function DecisionSaved(props: { readonly view: StageView; readonly decided: Decided }): JSX.Element {
  const { view, decided } = props;
  useForgetDraft('decision', true);
  // What had the focus has gone away.
  useEffect(() => goTo(document.getElementById('decide')), []);
  return (
    <>
      <output>
        <strong>Saved.</strong> {sayChoice(decided.choice, view, decided.back)}.{' '}
        {sayToSet(decided.choice, view, decided.back)}
      </output>
      {decided.choice === 'roll-back' ? (
        <p>
          The order is listed below. Severity, tickets and how it is resolved can be completed in{' '}
          <Link to={`/rollouts/${view.rollout.id}/log`}>the rollback record</Link>.
        </p>
      ) : null}
    </>
  );
}
