import { lazy, Suspense, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayBothNear } from '#domain/time/say-near.ts';
import type { TrafficReading, TrafficState } from '#domain/verdict/traffic-reading.ts';
import { SplitBar } from '../../ui/split-bar.tsx';
import type { Look } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';

const looks: Readonly<Record<TrafficState, { readonly word: string; readonly look: Look }>> = {
  matches: { word: 'Matches', look: { shape: 'check', tone: 'met' } },
  abnormal: { word: "Doesn't match", look: { shape: 'square', tone: 'hold' } },
  'not-enough-data': { word: 'Not enough data', look: { shape: 'square', tone: 'hold' } },
  'no-data': { word: 'No data', look: { shape: 'diamond', tone: 'blind' } },
  stale: { word: 'Stale', look: { shape: 'diamond', tone: 'blind' } },
  'source-error': { word: 'Source error', look: { shape: 'diamond', tone: 'blind' } },
  'not-measured': { word: 'Not measured', look: { shape: 'circle', tone: 'off' } },
  'unknown-allotment': { word: 'Allotment unknown', look: { shape: 'diamond', tone: 'blind' } },
};

// Only a stage of several toggles needs its tables.
const WhoHasWhat = lazy(async () => ({ default: (await import('./later-parts.ts')).WhoHasWhat }));

/** What the plan says, what the toggle gives, what happened: they fail separately. */
export function TrafficSection({ view }: { readonly view: StageView }): JSX.Element {
  const { zone } = view.rollout;
  return (
    <section className="sw-section" aria-labelledby="traffic">
      <h2 id="traffic">Traffic against allotment</h2>
      {view.verdict.traffic.length === 0 ? <p>Not judged yet.</p> : null}
      {view.verdict.mixture === null ? null : (
        <Suspense fallback={<p>{view.verdict.mixture.sentence}</p>}>
          <WhoHasWhat view={view} mixture={view.verdict.mixture} />
        </Suspense>
      )}
      {view.verdict.traffic.map((reading) => (
        <div key={reading.toggle}>
          <h3>{reading.toggle}</h3>
          <p className="sw-chips">
            <Tag {...looks[reading.state]} />
          </p>
          <p>
            Plan: {reading.planned === null ? 'no percentage' : `${reading.planned}%`}.{' '}
            {sayAllotment(reading, view.verdict.judgedAt, zone)}
          </p>
          <p>{reading.evidence}</p>
          <SplitBar reading={reading} />
        </div>
      ))}
    </section>
  );
}

function sayAllotment(reading: TrafficReading, now: number, zone: string): string {
  const { allotment } = reading;
  if (allotment === null) return 'What the toggle gives is not known.';
  const gives = allotment.everyone ? 'everyone' : `${allotment.percent ?? 'an unknown share'}% of actors`;
  const named = allotment.actors === 0 ? '' : `, and ${allotment.actors} named`;
  switch (allotment.origin) {
    case 'flipper':
      return `Flipper: ${gives}${named}, read ${sayBothNear(allotment.at, now, zone)}.`;
    case 'toggle page':
      return `Flipper's page: ${gives}${named}, read ${sayBothNear(allotment.at, now, zone)}.`;
    case 'toggle export':
      return `Export of toggle events from ${sayBothNear(allotment.at, now, zone)}: ${gives}${named}.`;
    case 'entered by hand':
      return `Entered by ${allotment.by ?? 'someone'} at ${sayBothNear(allotment.at, now, zone)}: ${gives}.`;
    case 'example':
      return `Example toggle: ${gives}.`;
  }
}
