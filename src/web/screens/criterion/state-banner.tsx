import type { JSX } from 'react';
import { sayInstantIn } from '#domain/time/say-zoned.ts';
import { Prose } from '../../ui/prose.tsx';
import { Shape } from '../../ui/shape.tsx';
import { useShownZone } from '../../ui/zone-choice.tsx';
import type { Look } from '../../ui/state-look.ts';
import { stateWord, type CriterionStanding } from './criterion-model.ts';

/** The criterion's state as word and shape, with its evidence, and who accepted it. */
export function StateBanner(props: {
  readonly standing: CriterionStanding;
  readonly look: Look;
  readonly zone: string;
  /** What is said where there is no reading of it. */
  readonly unread: string;
}): JSX.Element {
  const { standing, look, zone, unread } = props;
  const shown = useShownZone(zone);
  const { reading } = standing;
  const accepted = reading?.accepted ?? null;
  return (
    <section className={`sw-banner sw-tone-${look.tone}`} aria-label="State">
      <p className="sw-word">
        <Shape name={look.shape} />
        <span>{stateWord(standing)}</span>
        {accepted === null ? null : <span className="sw-tag">Accepted by {accepted.by}</span>}
      </p>
      <p>
        <Prose text={reading?.evidence ?? unread} />
      </p>
      {accepted === null ? null : (
        <p>
          Accepted by {accepted.by}, {sayInstantIn(accepted.at, shown, zone)}: {accepted.reason}
        </p>
      )}
    </section>
  );
}
