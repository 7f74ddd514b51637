import { Suspense, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { AsksSection } from './asks-section.tsx';
import { AcceptSection } from './accept-section.tsx';
import { ChartSection } from './chart-section.tsx';
import { ChecklistSection } from './checklist-section.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { DecisionSection } from './decision-section.tsx';
import { GatesSection } from './gates-section.tsx';
import { HistorySection } from './history-section.tsx';
import { OutagesSection } from './outages-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { SeenSections } from './seen-sections.tsx';
import { SourcesSection } from './sources-section.tsx';
import { TurnOffSection } from './turn-off-section.tsx';
import { useHashTarget } from './use-hash-target.ts';
import { WatchSection } from './watch-section.tsx';

// Only a moment of the past needs it.
const FrozenSections = later(async () => (await import('./frozen-sections.tsx')).FrozenSections);

/** Whether the plan compares paths, tells failures apart, or lists what must not happen or is new. */
function seesMore({ verdict, criteria }: StageView): boolean {
  return (
    verdict.readings.some((one) => one.comparedWith !== null) ||
    criteria.some((one) => (one.fault ?? null) !== null || (one.listed ?? null) !== null)
  );
}

/** What follows the verdict and its criteria: it loads after them. */
export function LaterSections({ view }: { readonly view: StageView }): JSX.Element {
  const one = `${view.rollout.id} ${view.stage.id}`;
  useHashTarget();
  return (
    <>
      <ChartSection key={`charts ${one} ${view.at ?? 'live'}`} view={view} />
      {view.at === null ? (
        <>
          {seesMore(view) ? <SeenSections view={view} /> : null}
          <OutagesSection key={`outages ${one}`} view={view} />
          <WatchSection key={`watch ${one}`} view={view} />
          <AsksSection key={`ask ${one}`} view={view} />
          {(view.people.checklist ?? []).length === 0 ? null : (
            <ChecklistSection key={`checklist ${one}`} view={view} />
          )}
          <GatesSection key={`gates ${one}`} view={view} />
          <AcceptSection key={`accept ${one}`} view={view} />
          <DecisionSection key={`decide ${one}`} view={view} />
          <TurnOffSection view={view} />
          <PeopleSection key={one} view={view} />
          <ContactsSection view={view} />
          <SourcesSection view={view} />
        </>
      ) : (
        <Suspense fallback={<output>Loading...</output>}>
          <FrozenSections view={view} />
        </Suspense>
      )}
      <HistorySection view={view} />
    </>
  );
}
