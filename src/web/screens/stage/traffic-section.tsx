import { Suspense, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayBothNear, withAt } from '#domain/time/say-near.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import type { Allotment, TrafficReading, TrafficState } from '#domain/verdict/traffic-reading.ts';
import { later } from '../../ui/later.tsx';
import { Prose } from '../../ui/prose.tsx';
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
const WhoHasWhat = later(async () => (await import('./later-parts.ts')).WhoHasWhat);

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
            {sayPlanned(reading, view.stage.actors)} {sayAllotment(reading, view.verdict.judgedAt, zone)}
          </p>
          <p>
            <Prose text={reading.evidence} />
          </p>
          <SplitBar reading={reading} />
        </div>
      ))}
    </section>
  );
}

/** "Plan: 25%."; for a stage of named users "Plan: 3 named users. 3 seen." */
function sayPlanned({ planned, onNew, unit }: TrafficReading, named: number | null): string {
  if (planned !== null) return `Plan: ${planned}%.`;
  if (named === null) return 'Plan: no percentage.';
  const seen = onNew === null || unit !== 'actors' ? '' : ` ${sayCount(onNew)} seen.`;
  return `Plan: ${counted(named, 'named user')}.${seen}`;
}

/** Every gate of a toggle that lets somebody in, as Flipper has them. */
function sayGives(allotment: Allotment): string {
  const { everyone, percent, percentOfActors, percentOfTime, actors, groups, expression } = allotment;
  if (everyone) return 'everyone';
  const byActor = percentOfActors ?? (percentOfTime === null ? percent : null);
  const gates = [
    ...(byActor === null ? [] : [`${byActor}% of actors`]),
    ...((percentOfTime ?? 0) === 0 ? [] : [`${percentOfTime}% of the time`]),
    ...(actors === 0 ? [] : [counted(actors, 'named actor')]),
    ...(groups === 0 ? [] : [counted(groups, 'group')]),
    ...(expression ? ['an expression'] : []),
  ];
  return gates.length === 0 ? 'an unknown share of actors' : gates.join(', and ');
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function sayAllotment(reading: TrafficReading, now: number, zone: string): string {
  const { allotment } = reading;
  if (allotment === null) return 'What the toggle gives is not known.';
  const gives = sayGives(allotment);
  switch (allotment.origin) {
    case 'flipper':
      return `Flipper: ${gives}, read ${sayBothNear(allotment.at, now, zone)}.`;
    case 'toggle page':
      return `Flipper's page: ${gives}, read ${sayBothNear(allotment.at, now, zone)}.`;
    case 'toggle export':
      return `Export of toggle events from ${sayBothNear(allotment.at, now, zone)}: ${gives}.`;
    case 'entered by hand':
      return `Entered by ${allotment.by ?? 'someone'} ${withAt(sayBothNear(allotment.at, now, zone))}: ${gives}.`;
    case 'example':
      return `Example toggle: ${gives}.`;
  }
}
