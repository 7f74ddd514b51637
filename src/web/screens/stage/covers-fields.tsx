import type { JSX } from 'react';
import type { PostObservation } from '#contract/record-requests.ts';
import type { StageView } from '#contract/rollout.ts';
import { parseLocalTime } from '#domain/time/zone.ts';
import type { Fault, Faults } from '../../ui/faults.tsx';
import { TimeField } from '../../ui/time-field.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { wallClock } from './wall-clock.ts';

/** The time a report covers, as it is typed by the clocks of the plan's zone. */
export interface Covers {
  readonly from: string;
  readonly until: string;
  readonly change: (part: 'from' | 'until', text: string) => void;
  readonly clear: () => void;
}

/** What a form holds of it, kept over a reload. Until somebody says otherwise it begins `since` an instant. */
export function useCovers(form: string, zone: string, since: number | null): Covers {
  const [typed, setFrom] = useDraft(form, 'from');
  const [until, setUntil] = useDraft(form, 'until');
  const from = typed === '' && since !== null ? wallClock(since, zone) : typed;
  return {
    from,
    until,
    change: (part, text) => (part === 'from' ? setFrom(text) : setUntil(text)),
    clear: () => {
      setFrom('');
      setUntil('');
    },
  };
}

/** The time as it is recorded; `null` where no beginning is given. Without an end it lasts until now. */
export function readCovers(
  { from, until }: Covers,
  { rollout, serverNow }: StageView,
): NonNullable<PostObservation['covers']> | null {
  const begins = parseLocalTime(from, rollout.zone);
  const ends = until === '' ? serverNow : parseLocalTime(until, rollout.zone);
  return begins === undefined || ends === undefined ? null : { from: Math.min(begins, ends), to: ends };
}

/** What is wrong with it. */
export function coversFaults(form: string, { from, until }: Covers, zone: string): readonly Fault[] {
  const [begins, ends] = [parseLocalTime(from, zone), parseLocalTime(until, zone)];
  if (until === '' || ends === undefined) return [];
  if (begins === undefined) return [{ field: `${form}-from`, says: 'Say from when on it covers.' }];
  return begins < ends ? [] : [{ field: `${form}-until`, says: 'It must end after it begins.' }];
}

/** From when to when a report covers. */
export function CoversFields(props: {
  readonly id: string;
  readonly zone: string;
  readonly covers: Covers;
  readonly faults: Faults;
}): JSX.Element {
  const { id, zone, covers, faults } = props;
  return (
    <>
      <TimeField
        id={`${id}-from`}
        label="Covers from"
        zone={zone}
        value={covers.from}
        says={faults.at(`${id}-from`, `${id}-from-utc`)}
        onChange={(text) => covers.change('from', text)}
      />
      <TimeField
        id={`${id}-until`}
        label="Covers until (empty: until now)"
        zone={zone}
        value={covers.until}
        says={faults.at(`${id}-until`, `${id}-until-utc`)}
        onChange={(text) => covers.change('until', text)}
      />
    </>
  );
}
