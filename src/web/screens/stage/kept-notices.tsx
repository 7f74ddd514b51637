import { lazy, Suspense, type JSX } from 'react';
import { noticePermission, useWantsNotices } from '../../data/my-notices.ts';

// Only who asked for notices needs what gives them.
const TellingOf = lazy(async () => ({ default: (await import('./telling.tsx')).TellingOf }));

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
  const isWanted = useWantsNotices(of);
  if (!isWanted || noticePermission() !== 'granted') return null;
  return (
    <Suspense fallback={null}>
      <TellingOf of={of} />
    </Suspense>
  );
}
