import type { JSX } from 'react';
import { sayBoth, sayInstantIn, speakZones } from '#domain/time/say-zoned.ts';
import { useShownZone } from './zone-choice.tsx';

/**
 * An instant in the zone the reader chose, the other beside it. Machines read it in UTC; a screen reader hears the zone's
 * name, not its letters.
 */
export function Instant(props: {
  readonly at: number;
  /** The plan's zone. */
  readonly zone: string;
  /** Leaves the day out, where it stands nearby. */
  readonly clock?: boolean;
}): JSX.Element {
  const { at, zone, clock = false } = props;
  const shown = useShownZone(zone);
  const text = clock ? sayBoth(at, shown, zone) : sayInstantIn(at, shown, zone);
  return (
    <time dateTime={new Date(at).toISOString()}>
      <span aria-hidden="true">{text}</span>
      <span className="sw-hidden">{speakZones(text)}</span>
    </time>
  );
}
