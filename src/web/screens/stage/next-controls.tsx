import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { nextSteps } from './next-steps.ts';

/** The verdict's next step as something to press. Nothing here changes a toggle: Flipper opens in a page of its own. */
export function NextControls({ view }: { readonly view: StageView }): JSX.Element | null {
  if (view.at !== null) return null;
  const isOpen = view.run !== null && view.run.end === null;
  // Without an open run there is nothing to decide about.
  const steps = nextSteps(view).filter((step) => isOpen || !step.to.startsWith('#decide'));
  if (steps.length === 0) return null;
  return (
    <ul className="sw-actions sw-noprint" aria-label="Next steps">
      {steps.map(({ label, to, outside }) => (
        <li key={`${label} ${to}`}>
          {outside === true ? (
            <a className="sw-action" href={to} target="_blank" rel="noreferrer">
              {label} (opens in a new tab)
            </a>
          ) : (
            <Link className="sw-action" to={to}>
              {label}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
