import type { JSX } from 'react';
import { sayBoth, sayInstantIn, speakZones } from '#domain/time/say-zoned.ts';
import { localDay } from '#domain/time/zone.ts';
import { useShownZone } from './zone-choice.tsx';

/**
 * An instant in the zone the reader chose, the other beside it. Machines read it in UTC; a screen reader hears the zone's
 * name, not its letters.
 */
export function Instant(props: {
  readonly at: number;
  /** The plan's zone. */
  readonly zone: string;
  /** Another instant that stands nearby, or now: the day is left out where it is the same. */
  readonly near?: number;
}): JSX.Element {
  const { at, zone, near } = props;
  const shown = useShownZone(zone);
  const isNear = near !== undefined && localDay(at, shown) === localDay(near, shown);
  const text = isNear ? sayBoth(at, shown, zone) : sayInstantIn(at, shown, zone);
  return (
    <time dateTime={new Date(at).toISOString()}>
      <span aria-hidden="true">{text}</span>
      <span className="sw-hidden">{speakZones(text)}</span>
    </time>
  );
}
