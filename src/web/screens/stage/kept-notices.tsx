import { Suspense, type JSX } from 'react';
import { later } from '../../ui/later.tsx';
import { useGivesNotices } from '../../data/my-notices.ts';

// Only who asked for notices needs what gives them.
const TellingOf = later(async () => (await import('./telling.tsx')).TellingOf);

/** Tells of the stages this tab has shown (`rollout/stage`) and was asked to tell of, whatever page is open in it now. */
export function KeptNotices({ stages }: { readonly stages: readonly string[] }): JSX.Element {
  return (
    <>
      {stages.map((of) => (
        <IfWanted key={of} of={of} />
      ))}
    </>
  );
}

function IfWanted({ of }: { readonly of: string }): JSX.Element | null {
  if (!useGivesNotices(of)) return null;
  return (
    <Suspense fallback={null}>
      <TellingOf of={of} />
    </Suspense>
  );
}
