import type { JSX } from 'react';
import { Link } from 'react-router';
import { sayValue } from '#domain/verdict/say-value.ts';
import { Instant } from '../../ui/instant.tsx';
import type { CriterionStanding } from './criterion-model.ts';

/** When the limit was broken in this run, and the window in which it was worst. */
export function BrokenSection(props: {
  readonly standing: CriterionStanding;
  readonly zone: string;
  /** The criterion as it stood at an instant. */
  readonly linkTo: (at: number) => string;
}): JSX.Element | null {
  const { standing, zone, linkTo } = props;
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
            <strong>{reading.label} broke its roll-back limit.</strong> First judged broken{' '}
            <Link to={linkTo(latch.since)}>
              <Instant at={latch.since} zone={zone} />
            </Link>
            . It stays so until someone reviews it.
          </p>
          {latch.evidence === reading.evidence ? null : <p>When it was last judged over: {latch.evidence}</p>}
        </>
      )}
      {worst === null ? null : (
        <p>
          Worst: {sayValue(worst.value, reading.unit)}, <Instant at={worst.window.from} zone={zone} /> to{' '}
          <Instant at={worst.window.to} zone={zone} />.
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
