import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { AsksSection } from './asks-section.tsx';
import { ChartSection } from './chart-section.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { DecisionSection } from './decision-section.tsx';
import { GatesSection } from './gates-section.tsx';
import { HistorySection } from './history-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { TurnOffSection } from './turn-off-section.tsx';

/** What follows the verdict and its criteria: it loads after them. */
export function LaterSections({ view }: { readonly view: StageView }): JSX.Element {
  const one = `${view.rollout.id} ${view.stage.id}`;
  return (
    <>
      <ChartSection key={`charts ${one} ${view.at ?? 'live'}`} view={view} />
      {view.at === null ? (
        <>
          <AsksSection key={`ask ${one}`} view={view} />
          <GatesSection key={`gates ${one}`} view={view} />
          <DecisionSection key={`decide ${one}`} view={view} />
          <TurnOffSection view={view} />
          <PeopleSection key={one} view={view} />
          <ContactsSection view={view} />
        </>
      ) : (
        <p>Forms and decisions belong to now: go to live to use them.</p>
      )}
      <HistorySection view={view} />
    </>
  );
}
