import { Suspense, useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { isAcceptable } from '#domain/verdict/accepts.ts';
import { later } from '../../ui/later.tsx';
import { sayOpen } from './accept-words.ts';

const AcceptRiskForm = later(async () => (await import('./opened-forms.ts')).AcceptRiskForm);

/**
 * "We know, and we go on", in writing: also of criteria that call nobody, as one that is close to its limit, has too little
 * data or was not asked yet. What can't be seen, and a broken roll-back limit, is not offered.
 */
export function AcceptSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const [isOpen, setOpen] = useState(false);
  const open = view.verdict.readings.filter((one) => isAcceptable(one) && one.accepted === null);
  if (view.run === null || view.run.end !== null || open.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="accept">
      <h2 id="accept">Accept a risk</h2>
      <p>
        Not known to be well, and can be accepted in writing: {open.map(sayOpen).join('; ')}. Accepting lifts
        what it alone calls for, a hold or the roll back of a limit that broke earlier, for a day at most, and
        ends as soon as it gets worse.
      </p>
      <details className="sw-noprint" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Accept a risk in writing</summary>
        {isOpen ? (
          <Suspense fallback={<p>Reading...</p>}>
            <AcceptRiskForm view={view} open={open} />
          </Suspense>
        ) : null}
      </details>
    </section>
  );
}
