import type { JSX } from 'react';
import type { PlanText } from './use-plan-text.ts';

/** What the block was tied to and the new words no longer have: nobody finds that out later by a silent stage. */
export function LostAnchors({ plan }: { readonly plan: PlanText }): JSX.Element | null {
  if (plan.lost.length === 0) return null;
  return (
    <div className="sw-error">
      <p>
        <output>The block named words that are gone. Look at these entries again:</output>
      </p>
      <ul>
        {plan.lost.map(({ entry, line, words }) => (
          <li key={`${entry} ${line}`}>
            {entry} (was line {line}
            {words === '' ? '' : `: “${words}”`})
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why a change could not be made, and a way to take the last one back. */
export function EditNotice({ plan }: { readonly plan: PlanText }): JSX.Element | null {
  const { editProblem, undo } = plan;
  if (editProblem === null && undo === null) return null;
  return (
    <div>
      {editProblem === null ? null : <p role="alert">{editProblem}</p>}
      {undo === null ? null : (
        <button type="button" onClick={undo}>
          Undo the last change to the block
        </button>
      )}
    </div>
  );
}
