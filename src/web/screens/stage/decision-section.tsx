import { useQuery } from '@tanstack/react-query';
import { Suspense, useState, type JSX } from 'react';
import { useLocation } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayBothNear, withAt } from '#domain/time/say-near.ts';
import { allChoices, type Choice } from '#domain/verdict/goes-against.ts';
import { logQuery } from '../../data/log.ts';
import { later } from '../../ui/later.tsx';
import { mayWrite, sayMayNot, useReader } from '../../ui/reader.ts';
import { sayDecided } from '../../ui/stage-events.ts';
import type { Opening } from './decision-draft.ts';
import type { Decided } from './decision-form.tsx';

const DecisionForm = later(async () => (await import('./opened-forms.ts')).DecisionForm);
const DecisionSaved = later(async () => (await import('./opened-forms.ts')).DecisionSaved);

/** Where a person decides. The form opens with the verdict as it stands, frozen: what is decided on is what is recorded. */
export function DecisionSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const reader = useReader();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const place = useLocation();
  const { key } = place;
  const asked = choiceIn(place.hash);
  const maySay = mayWrite(reader, 'monitor');
  // Anybody may say that it must go back; the server asks no role for that.
  const choices = choicesOf(maySay);
  const open = (opening: Opening): void => {
    setSaved(null);
    setOpened({ opening, frozen: view });
  };
  // A link of the verdict opens the form with its choice made; pressed again, with the verdict as it stands then.
  const [seen, setSeen] = useState<string | null>(null);
  if (asked !== null && seen !== key) {
    setSeen(key);
    if (choices.includes(asked)) open({ key, choice: asked });
  }
  const runs = view.run !== null && view.run.end === null;
  // What is being typed stays where the run has ended meanwhile, and so does what becomes of it.
  if (!runs && (saved ?? opened) === null) return null;
  return (
    <section className="sw-section sw-noprint" aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      {maySay ? null : <p>{sayMayNot(reader, 'monitor', 'record decisions other than a roll back')}</p>}
      {saved === null ? (
        <DecidedLast view={view} />
      ) : (
        <Suspense fallback={null}>
          <DecisionSaved view={saved.on} decided={saved.decided} />
        </Suspense>
      )}
      {opened === null && runs ? (
        <Opener maySay={maySay} onOpen={() => open({ key: null, choice: 'hold' })} />
      ) : null}
      {opened === null ? null : (
        <Suspense fallback={<p>Reading...</p>}>
          <DecisionForm
            key={opened.opening.key ?? 'pressed'}
            frozen={opened.frozen}
            opening={opened.opening}
            choices={choices}
            onFreeze={(frozen) => setOpened({ ...opened, frozen })}
            onDecided={(decided) => {
              setOpened(null);
              setSaved({ decided, on: opened.frozen });
            }}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

/** What has been decided about this run last: whoever comes to the page must not ask again. */
function DecidedLast({ view }: { readonly view: StageView }): JSX.Element | null {
  const { data = [] } = useQuery(logQuery(view.rollout.id));
  const last = data
    .filter((one) => one.kind === 'decision')
    .filter((one) => one.run === view.run?.id)
    .toSorted((a, b) => b.version - a.version)[0];
  if (last === undefined) return null;
  const { text, by } = sayDecided(last);
  return (
    <p>
      Decided last, by {by} {withAt(sayBothNear(last.at, view.serverNow, view.rollout.zone))}: {text}
    </p>
  );
}

function choicesOf(maySay: boolean): readonly Choice[] {
  return maySay ? allChoices : ['roll-back'];
}

function Opener(props: { readonly maySay: boolean; readonly onOpen: () => void }): JSX.Element {
  return (
    <button type="button" onClick={props.onOpen}>
      {props.maySay ? 'Decide about this stage' : 'Record a roll back'}
    </button>
  );
}

/** The form as it was opened: the stage frozen then. */
interface Opened {
  readonly opening: Opening;
  readonly frozen: StageView;
}

interface Saved {
  readonly decided: Decided;
  readonly on: StageView;
}

/** "#decide=extend": the choice a link asks for; `null` for none. */
function choiceIn(hash: string): Choice | null {
  return allChoices.find((choice) => hash === `#decide=${choice}`) ?? null;
}
