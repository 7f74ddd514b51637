import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { FaultsSection } from './faults-section.tsx';
import { OccurrencesSection } from './occurrences-section.tsx';
import { SideBySideSection } from './side-by-side-section.tsx';

/** What some plans measure beyond rates and limits. It loads where a plan does. */
export function SeenSections({ view }: { readonly view: StageView }): JSX.Element {
  return (
    <>
      <SideBySideSection view={view} />
      <FaultsSection view={view} />
      <OccurrencesSection view={view} />
    </>
  );
}
