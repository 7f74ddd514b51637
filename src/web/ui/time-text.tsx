import type { JSX } from 'react';
import { sayBothNear } from '#domain/time/say-near.ts';

/** A time of day with its zone and in UTC, and with its day where that is not the day it is now. */
export function TimeText(props: {
  readonly at: number;
  readonly now: number;
  readonly zone: string;
}): JSX.Element {
  const { at, now, zone } = props;
  return <time dateTime={new Date(at).toISOString()}>{sayBothNear(at, now, zone)}</time>;
}
