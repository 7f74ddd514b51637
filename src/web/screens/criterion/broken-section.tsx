import type { JSX } from 'react';
import { sayInstant } from '#domain/time/zone.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import type { CriterionStanding } from './criterion-model.ts';

/** When the limit was broken in this run, and the window in which it was worst. */
export function BrokenSection(props: {
  readonly standing: CriterionStanding;
  readonly zone: string;
}): JSX.Element | null {
  const { standing, zone } = props;
  const { latch, reading } = standing;
  if (reading === null) return null;
  const worst = reading.worst;
  return (
    <section className="sw-section" aria-labelledby="broken">
      <h2 id="broken">When it was broken</h2>
      {latch === null ? (
        <p>{sayUnbroken(standing)}</p>
      ) : (
        <>
          <p>
            <strong>{latch.reason}</strong> First judged broken {sayInstant(latch.since, zone)}. It stays so
            until someone reviews it.
          </p>
          <p>{latch.evidence}</p>
        </>
      )}
      {worst === null ? null : (
        <p>
          Worst: {sayValue(worst.value, reading.unit)}, {sayInstant(worst.window.from, zone)} to{' '}
          {sayInstant(worst.window.to, zone)}.
        </p>
      )}
    </section>
  );
}

/** Only a roll-back limit is remembered once it has broken; the others say how they are now. */
function sayUnbroken({ reading }: CriterionStanding): string {
  if (reading === null || reading.group === 'people') return 'It has no limit that data could break.';
  if (reading.limit === null) return 'The plan gives no limit, so none was broken.';
  if (reading.group !== 'rollback') return 'It is no roll-back limit: only its state now is kept.';
  return 'No roll-back limit of this criterion has been judged broken in this run.';
}
