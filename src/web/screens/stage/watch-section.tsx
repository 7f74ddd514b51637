import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useWatch } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

/** Who watches this run, and the hand-over to whoever comes next. */
export function WatchSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { watch } = view.people;
  if (watch === undefined || view.run === null || view.run.end !== null) return null;
  const { by, offered } = watch;
  const { zone } = view.rollout;
  return (
    <section className="sw-section" aria-labelledby="watch">
      <h2 id="watch">Who watches</h2>
      <p>
        {by === null
          ? 'Nobody has said that they watch this stage.'
          : `${by.by} watches since ${sayInstant(by.at, zone)}.`}
      </p>
      {offered === null ? null : (
        <>
          <p>
            <strong>Offered to {offered.to}</strong> by {offered.by}, {sayInstant(offered.at, zone)}. They
            have it once they take it.
          </p>
          <p>
            It stood: {offered.stood}
            {offered.note === '' ? '' : ` To look at: ${offered.note}`}
          </p>
        </>
      )}
      <TakeWatch view={view} />
      <OfferWatch view={view} />
    </section>
  );
}

function TakeWatch({ view }: { readonly view: StageView }): JSX.Element {
  const watch = useWatch(view.rollout.id, view.stage.id);
  return (
    <details className="sw-noprint">
      <summary>I watch this stage</summary>
      <PersonForm
        id="watch-take"
        action="I watch from now on"
        busy={watch.isPending}
        failure={failureOf(watch.error)}
        done={watch.isSuccess}
        onSend={(who) => watch.mutate({ who })}
      />
    </details>
  );
}

function OfferWatch({ view }: { readonly view: StageView }): JSX.Element {
  const watch = useWatch(view.rollout.id, view.stage.id);
  const [to, setTo] = useDraft('watch-offer', 'to');
  const [note, setNote] = useDraft('watch-offer', 'note');
  const faults = useFaults(() => ifEmpty('watch-to', to, 'Say who watches next.'));
  return (
    <details className="sw-noprint">
      <summary>Hand the watch over</summary>
      <p className="sw-small">The verdict, the open alerts and the open gates go with it as they stand.</p>
      <PersonForm
        id="watch-offer"
        action="Offer the watch"
        busy={watch.isPending}
        failure={failureOf(watch.error)}
        done={watch.isSuccess}
        faults={faults}
        onSend={(who) => watch.mutate({ who, to, note })}
      >
        <label htmlFor="watch-to">
          Who watches next
          <input
            id="watch-to"
            value={to}
            {...faults.at('watch-to')}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <label htmlFor="watch-note">
          What to look at
          <input id="watch-note" value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </PersonForm>
    </details>
  );
}
