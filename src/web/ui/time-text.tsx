import type { JSX } from 'react';
import { sayInstant, sayTime } from '#domain/time/zone.ts';

/** A time of day with its zone; the whole instant is in the title and for machines. */
export function TimeText({ at, zone }: { readonly at: number; readonly zone: string }): JSX.Element {
  return (
    <time dateTime={new Date(at).toISOString()} title={sayInstant(at, zone)}>
      {sayTime(at, zone)}
    </time>
  );
}
